import { fromBase64url, openFile, unwrapFileKey } from '@tocsin/envelope';
import {
  type AgencyCode,
  agencyKey,
  ensureContent,
  itemKey,
  type Ledger,
  LISTING,
  type ListingContent,
  Refusal,
  type StatementId,
} from '@tocsin/record';
import { sealedFile } from '../access/openable.ts';
import type { TrustedRoots } from '../api/founding.ts';
import type { UnitKeys } from '../keys/unit-keys.ts';
import type { Store } from '../view/store.ts';

export interface OpeningServices {
  readonly agency: AgencyCode;
  readonly ledger: Pick<Ledger, 'sealed'>;
  readonly view: Store;
  readonly keys: Pick<UnitKeys, 'open'>;
  readonly roots: TrustedRoots | null;
}

/**
 * Opens a listing with the unit's own key, to screen by it: the one exception of the rule that a gateway opens nothing.
 * Everything that a reader's device checks is checked, the author's signature among it.
 * @throws GatewayError KEY_NOT_HELD; Refusal; EnvelopeError; LedgerFault
 */
export async function openListing(services: OpeningServices, record: StatementId): Promise<ListingContent> {
  const { agency, ledger, view, keys } = services;
  const item = view.state(itemKey(record));
  if (item === undefined || item.sealed === null) throw new Refusal('UNKNOWN_RECORD', record);
  const { sealed, author, to, agreement, handling, posted, officer: handle } = item;
  const file = await sealedFile(ledger, item);
  const { opened: fileKey } = await keys.open((secretKey) => unwrapFileKey(file, secretKey));
  const shown = { author, handle, to: [...to], agreement, handling, fileHash: sealed.hash, headerHash: sealed.header };
  const trust = trustOf(
    services,
    new Date(posted),
    item.shared.map((share) => share.agency),
  );
  try {
    const { content } = await openFile({ file, fileKey, head: { id: item.id, ...shown }, me: agency, trust });
    ensureContent(LISTING, content);
    return content as ListingContent;
  } finally {
    fileKey.fill(0);
  }
}

/** Roots that people have compared before those of the ledger's register. */
function trustOf({ roots, view }: OpeningServices, at: Date, consented: readonly AgencyCode[]) {
  return {
    rootOf(agency: AgencyCode): Uint8Array | undefined {
      const told = view.state(agencyKey(agency))?.root;
      return roots?.rootOf(agency) ?? (told === undefined ? undefined : fromBase64url(told));
    },
    crls: (agency: AgencyCode): Uint8Array[] => [...(roots?.crls(agency) ?? [])],
    at,
    consented,
  };
}

import { fromBase64url, openFile, unwrapFileKey } from '@tocsin/envelope';
import {
  type AgencyCode,
  agencyKey,
  ensureContent,
  type Item,
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

/** What a file is held against: an item as the ledger has it, or as the statement that is about to bring it. */
export type Posted = Pick<
  Item,
  'id' | 'author' | 'officer' | 'to' | 'agreement' | 'handling' | 'posted' | 'sealed' | 'shared'
>;

/**
 * Opens a listing with the unit's own key, to screen by it (docs/spec/listing.md, rule 2).
 * @throws GatewayError KEY_NOT_HELD; Refusal; EnvelopeError; LedgerFault
 */
export async function openListing(services: OpeningServices, record: StatementId): Promise<ListingContent> {
  const item = services.view.state(itemKey(record));
  if (item === undefined) throw new Refusal('UNKNOWN_RECORD', record);
  return listingIn(services, item, await sealedFile(services.ledger, item));
}

/** What the file of a listing says. @throws GatewayError KEY_NOT_HELD; Refusal; EnvelopeError */
export async function listingIn(services: OpeningServices, item: Posted, file: Uint8Array): Promise<ListingContent> {
  const content = await openDirect(services, item, file);
  ensureContent(LISTING, content);
  return content as ListingContent;
}

/**
 * Opens a direct file with the unit's own key. Everything that a reader's device checks is checked, the author's signature
 * among it. @throws GatewayError KEY_NOT_HELD; Refusal; EnvelopeError
 */
export async function openDirect(services: OpeningServices, item: Posted, file: Uint8Array): Promise<unknown> {
  if (item.sealed === null) throw new Refusal('UNKNOWN_RECORD', item.id);
  const { sealed, author, to, agreement, handling, posted, officer: handle } = item;
  const { opened: fileKey } = await services.keys.open((secretKey) => unwrapFileKey(file, secretKey));
  const shown = { author, handle, to: [...to], agreement, handling, fileHash: sealed.hash, headerHash: sealed.header };
  const trust = trustOf(
    services,
    new Date(posted),
    item.shared.map((share) => share.agency),
  );
  try {
    const head = { id: item.id, ...shown };
    return (await openFile({ file, fileKey, head, me: services.agency, trust })).content;
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

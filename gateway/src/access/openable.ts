import { digestFile } from '@tocsin/envelope';
import {
  agreementKey,
  type Item,
  itemKey,
  type Ledger,
  mustBeOpenable,
  networkKey,
  officerKey,
  type RecordHead,
  Refusal,
  recordKey,
} from '@tocsin/record';
import { mustStand } from '../officer-standing.ts';
import { type Showing, type Shown, shownTo } from './shown.ts';

/** What an officer may open at this moment. */
export interface Openable {
  readonly shown: Shown;
  readonly head: RecordHead;
  readonly item: Item;
}

/**
 * Decides whether a key may be released for what is shown (docs/spec/access.md). Minutes have passed since the ledger took
 * it in, so all that held then must hold still. Every fact is read from the own agency's peer at this moment, never from
 * the view: a view that lags or was tampered with must not release a key.
 * @throws Refusal, GatewayError, LedgerFault
 */
export async function openable(ledger: Pick<Ledger, 'state'>, showing: Showing): Promise<Openable> {
  const shown = await shownTo(ledger, showing);
  const { agency, officer, purpose } = shown;
  const [signer, network, head, item, agreement] = await Promise.all([
    ledger.state(officerKey(officer)),
    ledger.state(networkKey),
    ledger.state(recordKey(shown.record)),
    ledger.state(itemKey(shown.item)),
    ledger.state(agreementKey(shown.agreement)),
  ]);
  const now = showing.now.toISOString();
  mustStand(signer, { network, agency, now });
  if (head === undefined || item === undefined) throw new Refusal('UNKNOWN_RECORD', shown.record);
  mustBeOpenable({ head, item, agreement, agency, purpose, now });
  return { shown, head, item };
}

/** An item's sealed file, exactly the one its statement names. Throws RECORD_EXPIRED where it was purged. */
export async function sealedFile(ledger: Pick<Ledger, 'sealed'>, item: Item): Promise<Uint8Array> {
  if (item.sealed === null) throw new Refusal('UNKNOWN_RECORD', item.id);
  const file = await ledger.sealed(item.id);
  if (file === undefined) throw new Refusal('RECORD_EXPIRED', item.id);
  if (file.length !== item.sealed.size || (await digestFile(file)) !== item.sealed.hash) {
    throw new Refusal('SEALED_FILE_MISMATCH', item.id);
  }
  return file;
}

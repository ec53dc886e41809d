import { type HpkeSealed, openDeposit, rewrapFileKey } from '@tocsin/envelope';
import { type Ledger, Refusal } from '@tocsin/record';
import { openable } from '../access/openable.ts';
import type { Showing } from '../access/shown.ts';
import { isWitnessed } from '../access/witnessed.ts';
import { GatewayError } from '../error.ts';
import type { UnitKeys } from '../keys/unit-keys.ts';
import { keyName, noted } from '../own-log/noted.ts';
import type { OwnLog } from '../own-log/own-log.ts';
import type { Deposits } from './deposits.ts';

/** What the author's gateway works with when its agency breaks the glass. */
export interface GrantServices {
  readonly ledger: Pick<Ledger, 'agency' | 'state'>;
  readonly deposits: Pick<Deposits, 'of'>;
  /** The unit keys that deposits are sealed to. */
  readonly keys: Pick<UnitKeys, 'open'>;
  readonly log: Pick<OwnLog, 'append'>;
}

/**
 * Hands the deposited key of a witnessed file to the device of an access that an officer of this agency, the file's author,
 * has granted on the ledger. No trustee is asked, and no cosigner: the glass is broken when they cannot be reached.
 * @throws Refusal, GatewayError NOT_GRANTED, DEPOSIT_MISSING, KEY_NOT_HELD; LedgerFault
 */
export function grantedKey(
  { ledger, deposits, keys, log }: GrantServices,
  asked: Omit<Showing, 'officer'>,
): Promise<HpkeSealed> {
  const showing = { ...asked, officer: null };
  return noted(log, 'grant', showing, async (note) => {
    const { shown, item } = await openable(ledger, showing);
    note.item = item.id;
    if (item.author !== ledger.agency) throw new Refusal('NOT_THE_AUTHOR', ledger.agency);
    if (shown.granted === null) throw new GatewayError('NOT_GRANTED');
    const deposit = deposits.of(item);
    if (deposit === undefined || !isWitnessed(item)) throw new GatewayError('DEPOSIT_MISSING', item.id);
    const of = { item: item.id, fileHash: deposit.hash };
    const { opened: fileKey, key } = await keys.open((secretKey) => openDeposit(secretKey, deposit, of));
    note.key = keyName('seal', key);
    try {
      const bound = { access: shown.id, file: item.id, fileHash: item.sealed.hash };
      return rewrapFileKey(fileKey, { epk: asked.epk, ...bound });
    } finally {
      fileKey.fill(0);
    }
  });
}

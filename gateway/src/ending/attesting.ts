import { itemKey, type Ledger, type RecordHead, Refusal, recordKey, type StatementId } from '@tocsin/record';
import type { Deposits } from '../deposit/deposits.ts';
import type { Steward } from '../steward/steward.ts';
import type { View } from '../view/view.ts';

export interface AttestingServices {
  readonly view: View;
  readonly ledger: Pick<Ledger, 'agency' | 'sealed'>;
  readonly deposits: Pick<Deposits, 'destroy'>;
  readonly steward: Pick<Steward, 'act'>;
}

/** Purged records that this agency held something of and has not said its word on. */
const owed = `
  SELECT record.id FROM record
  JOIN state head ON head.key = 'record/' || record.id
  LEFT JOIN state word ON word.key = 'attest/' || record.id || '/' || :agency
  WHERE record.state = 'purged' AND word.key IS NULL
    AND EXISTS (SELECT 1 FROM json_each(head.value, '$.purged.holders') WHERE json_each.value = :agency)
  ORDER BY record.id
`;

export function attestationsOwed(view: View): StatementId[] {
  return view.select(owed, { agency: view.agency }).map(({ id }) => String(id));
}

/**
 * Destroys what this gateway still has of a purged record, then says so on the ledger. It says nothing while it cannot be
 * sure: where the own peer still serves a file, or a device holds one under a lease that is not closed; such an agency is
 * missing by name.
 * @returns whether it attested
 * @throws LedgerFault, Refusal
 */
export async function attest(services: AttestingServices, record: StatementId): Promise<boolean> {
  const { view, ledger, deposits, steward } = services;
  const head = view.state(recordKey(record));
  if (head?.purged == null) return false;
  for (const item of head.items) deposits.destroy(item);
  if (isLeased(view, head) || !(await isGone(ledger, head))) return false;
  // A deposit is the one key of a single record that a gateway keeps; it keeps them for what its agency wrote.
  const wrote = head.author === view.agency || head.items.some((item) => authored(view, item));
  try {
    const body = { record, keys: wrote ? 'destroyed' : 'not-held', copies: 'destroyed' } as const;
    await steward.act('purge.attest/1', body);
  } catch (fault) {
    // Said by an earlier run that was cut off before its view heard of it.
    if (!(fault instanceof Refusal) || fault.code !== 'ALREADY_ATTESTED') throw fault;
  }
  return true;
}

const authored = (view: View, item: StatementId): boolean => view.state(itemKey(item))?.author === view.agency;

async function isGone(ledger: Pick<Ledger, 'sealed'>, { items }: RecordHead): Promise<boolean> {
  for (const item of items) if ((await ledger.sealed(item)) !== undefined) return false;
  return true;
}

/** Whether a device of this agency may still hold a file that was handed out under a lease. */
function isLeased(view: View, { id }: RecordHead): boolean {
  const leases = view.statesUnder('lease').filter(({ agency, closed }) => agency === view.agency && closed === null);
  return leases.some(({ items }) => items.some(({ record }) => record === id));
}

import type { AgencyClass } from '../agency.ts';
import { must } from '../error.ts';
import { LICENCE_HISTORY, type Licence, type LicenceEntry, licenceNumber } from '../licence.ts';
import { licenceKey, type StateKey, type Write, write } from '../state.ts';
import type { StatementOf } from '../statement.ts';
import { isRealDay } from '../time.ts';
import { activeMember } from './caller.ts';
import type { Context, Rule } from './rule.ts';

type Setting = StatementOf<'licence.set/1'>;

/** Only public authorities keep registers; their word is taken as published, under no agreement. */
const keepers: readonly AgencyClass[] = ['police', 'immigration', 'fiu', 'customs', 'labour', 'prosecutor', 'embassy'];

/** A register enters what it says; its earlier word is replaced, its changes of status are remembered. */
export const setLicences: Rule<'licence.set/1'> = {
  roles: ['author'],
  reads: (statement) => keysOf(statement).filter((key) => key !== null),
  judge(statement, context) {
    const member = activeMember(context.network, statement.agency);
    must(keepers.includes(member.class), 'NOT_A_REGISTER', member.class);
    const keys = keysOf(statement);
    mustBeApart(keys);
    return statement.licences.map((entry, row) => entered(entry, keys[row] ?? null, row, statement, context));
  },
};

const keysOf = ({ agency, authority, licences }: Setting): (StateKey<'licence'> | null)[] =>
  licences.map(({ number }) => {
    const plain = licenceNumber(number);
    return plain === null ? null : licenceKey(agency, authority, plain);
  });

/** Rows are counted from 1 for whoever reads the refusal; it holds neither number nor name. */
function mustBeApart(keys: readonly (string | null)[]): void {
  const rows = new Map<string, number>();
  for (const [row, key] of keys.entries()) {
    must(key !== null, 'LICENCE_NUMBER', `row ${row + 1}`);
    const first = rows.get(key);
    must(first === undefined, 'LICENCE_TWICE', `rows ${(first ?? 0) + 1} and ${row + 1}`);
    rows.set(key, row);
  }
}

function entered(
  entry: LicenceEntry,
  key: StateKey<'licence'> | null,
  row: number,
  { id, agency, authority }: Setting,
  { state, now }: Context,
): Write {
  mustBeInOrder(entry, row);
  if (key === null) throw new Error('a licence without its key');
  const before = state.get(key);
  const known = before?.history ?? [];
  const moved = known.at(-1)?.status === entry.status ? known : [...known, { status: entry.status, at: now }];
  const licence: Licence = {
    ...entry,
    agency,
    authority,
    history: moved.slice(-LICENCE_HISTORY),
    statement: id,
    at: now,
  };
  return write(key, licence);
}

function mustBeInOrder({ from, until }: LicenceEntry, row: number): void {
  const days = until === null ? [from] : [from, until];
  must(days.every(isRealDay), 'LICENCE_DATES', `row ${row + 1}: no such day`);
  must(until === null || from <= until, 'LICENCE_DATES', `row ${row + 1}: it ends before it begins`);
}

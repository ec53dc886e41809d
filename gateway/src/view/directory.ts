import {
  agencyKey,
  type Instant,
  networkKey,
  officerKey,
  type PublishedKey,
  type StatementId,
  standing,
} from '@tocsin/record';
import type { KeyDates, ListedAgency, ListedAgreement, ListedKey } from '../api/directory.ts';
import type { StandingStatement } from '../api/records.ts';
import type { View } from './view.ts';

/** The statement with an identifier, if the ledger has taken one in. */
export function statementOf(view: View, id: StatementId): StandingStatement | undefined {
  const sql = 'SELECT id, typ, jws, tx, CAST(block AS TEXT) AS block, at FROM statement WHERE id = ?';
  const row = view.row(sql, id);
  if (row === undefined) return undefined;
  const [typ, jws, transaction, block, at] = [row.typ, row.jws, row.tx, row.block, row.at].map(String) as [
    string,
    string,
    string,
    string,
    string,
  ];
  return { id, typ, jws, transaction, block, at };
}

/** All agencies that are or were members, with the certificates that their officers chain to. */
export function listAgencies(view: View): ListedAgency[] {
  const members = view.state(networkKey)?.members ?? [];
  return members.flatMap(({ code, status }) => {
    const agency = view.state(agencyKey(code));
    return agency === undefined ? [] : [{ ...agency, status }];
  });
}

/** Published keys of all agencies or of one by what tells where they stand. */
export const keyDates = (view: View, agency?: string): KeyDates[] =>
  view
    .statesUnder('key', ...(agency === undefined ? [] : [agency]))
    .map(({ id: _, key: __, countersigned: ___, ...dates }) => dates);

/** Published keys, each with the proof that a device verifies to its own roots. */
export function listKeys(view: View, agency?: string, unit?: string): ListedKey[] {
  const parts = agency === undefined ? [] : unit === undefined ? [agency] : [agency, unit];
  const keys = view.statesUnder('key', ...parts);
  return keys.filter((key) => unit === undefined || key.unit === unit).flatMap((key) => provenKey(view, key) ?? []);
}

function provenKey(view: View, key: PublishedKey): ListedKey | undefined {
  const statement = statementOf(view, key.id);
  const row = view.row('SELECT officer FROM statement WHERE id = ?', key.id);
  const officer = view.state(officerKey(String(row?.officer)));
  const issuing = view.state(agencyKey(key.agency))?.issuing;
  if (statement === undefined || officer === undefined || issuing === undefined) return undefined;
  const { handle, certificate, revoked } = officer;
  const registration = registrationOf(view, handle);
  return {
    key,
    statement: statement.jws,
    keymaster: { handle, certificate, issuing, registration, revoked: revoked?.at ?? null },
  };
}

function registrationOf(view: View, handle: string): string | null {
  const sql = 'SELECT jws FROM registration JOIN statement ON statement.id = registration.statement WHERE handle = ?';
  const row = view.row(sql, handle);
  return row === undefined ? null : String(row.jws);
}

/** All agreements as they stand at a moment. */
export function listAgreements(view: View, now: Instant): ListedAgreement[] {
  return view.statesUnder('agreement').flatMap((agreement) => {
    const proposal = statementOf(view, agreement.id)?.jws;
    return proposal === undefined ? [] : [{ agreement, standing: standing(agreement, now), proposal }];
  });
}

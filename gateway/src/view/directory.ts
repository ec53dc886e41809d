import {
  type Agency,
  type Agreement,
  type AgreementStanding,
  agencyKey,
  type Instant,
  type Member,
  networkKey,
  officerKey,
  type PublishedKey,
  type StatementId,
  standing,
} from '@tocsin/record';
import type { View } from './view.ts';

/** A statement as it stands on the ledger. */
export interface StandingStatement {
  readonly id: StatementId;
  readonly typ: string;
  readonly jws: string;
  readonly transaction: string;
  /** Block number, decimal. */
  readonly block: string;
  readonly at: Instant;
}

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

export interface ListedAgency extends Agency {
  readonly status: Member['status'];
}

/** All agencies that are or were members, with the certificates that their officers chain to. */
export function listAgencies(view: View): ListedAgency[] {
  const members = view.state(networkKey)?.members ?? [];
  return members.flatMap(({ code, status }) => {
    const agency = view.state(agencyKey(code));
    return agency === undefined ? [] : [{ ...agency, status }];
  });
}

/** A published key with all that a device needs to verify it to its own roots. */
export interface ListedKey {
  readonly key: PublishedKey;
  /** The `key.publish/1` statement that announced it. */
  readonly statement: string;
  readonly keymaster: {
    readonly handle: string;
    /** X.509 DER, base64url. */
    readonly certificate: string;
    /** The agency's issuing authority, X.509 DER, base64url. */
    readonly issuing: string;
    /** The statement by which the officer was registered or the agency admitted. */
    readonly registration: string | null;
    readonly revoked: Instant | null;
  };
}

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

export interface ListedAgreement {
  readonly agreement: Agreement;
  readonly standing: AgreementStanding;
  /** The `agreement.propose/1` statement whose digest the parties sign. */
  readonly proposal: string;
}

export function listAgreements(view: View, now: Instant): ListedAgreement[] {
  return view.statesUnder('agreement').flatMap((agreement) => {
    const proposal = statementOf(view, agreement.id)?.jws;
    return proposal === undefined ? [] : [{ agreement, standing: standing(agreement, now), proposal }];
  });
}

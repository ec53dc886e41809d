import { type Signer, signStatement, toBase64url } from '@tocsin/envelope/verify';
import { ensureStatement, type StatementId, type StatementOf, type StatementType, statementId } from '@tocsin/record';

/** What a statement says besides what every statement says. */
export type Body<T extends StatementType> = Omit<StatementOf<T>, 'typ' | 'id' | 'agency' | 'at' | 'nonce' | 'network'>;

/** The name of a statement that is about to be written: what it creates bears the same. */
export interface Draft {
  readonly id: StatementId;
  readonly nonce: string;
}

/** A fresh identifier, which nobody else can claim. */
export function draftFor(agency: string): Draft {
  const nonce = toBase64url(crypto.getRandomValues(new Uint8Array(16)));
  return { nonce, id: statementId(agency, nonce) };
}

export interface Author {
  readonly agency: string;
  /** Which network the statement is for; null only while it is being founded. */
  readonly network: StatementId | null;
  readonly signer: Signer;
  clock(): Date;
}

/** Writes a statement, checks it as the ledger will, and signs it. @throws Refusal MALFORMED_STATEMENT naming the field */
export async function signed<T extends StatementType>(
  { agency, network, signer, clock }: Author,
  typ: T,
  body: Body<T>,
  draft = draftFor(agency),
): Promise<{ readonly id: StatementId; readonly jws: string }> {
  const home = network === null ? {} : { network };
  const payload = { ...body, ...draft, ...home, typ, agency, at: clock().toISOString() };
  ensureStatement(payload);
  return { id: draft.id, jws: await signStatement(payload, signer) };
}

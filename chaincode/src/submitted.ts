import { EnvelopeError, parseStatement, verifyStatement } from '@tocsin/envelope/verify';
import { ensureStatement, Refusal, type Statement } from '@tocsin/record';

/** A statement of the right form and schema; nobody has vouched for it yet. */
export interface Submitted {
  readonly statement: Statement;
  /** Handle of the officer who claims to have signed. */
  readonly handle: string;
  /** SHA-256 over the characters of the JWS, hex. */
  readonly digest: string;
  readonly jws: string;
}

const handle = /^[a-z2-7]{26}$/;

/**
 * Reads a compact JWS strictly and checks its payload against the schema of its type.
 * @throws Refusal MALFORMED_STATEMENT (the envelope's code in detail), UNKNOWN_TYPE, BAD_ID, UNKNOWN_OFFICER
 */
export function readSubmitted(jws: string): Submitted {
  const { header, payload, digest } = refusing('MALFORMED_STATEMENT', () => parseStatement(jws));
  const statement = ensureStatement(payload);
  // It becomes part of a state key: nothing but a handle may pass.
  if (!handle.test(header.kid)) throw new Refusal('UNKNOWN_OFFICER');
  return { statement, handle: header.kid, digest, jws };
}

/** Refuses unless the key (SPKI DER) made the signature. @throws Refusal BAD_STATEMENT_SIGNATURE */
export async function ensureSigned({ jws }: Submitted, key: Uint8Array): Promise<void> {
  try {
    await verifyStatement(jws, key);
  } catch (error) {
    throw asRefusal('BAD_STATEMENT_SIGNATURE', error);
  }
}

/** Turns the envelope's "no" into the ledger's; anything else is our bug and passes. */
export function asRefusal(
  code: 'MALFORMED_STATEMENT' | 'BAD_STATEMENT_SIGNATURE' | 'BAD_OFFICER_CERTIFICATE',
  error: unknown,
): unknown {
  return error instanceof EnvelopeError ? new Refusal(code, error.code) : error;
}

/** The same for reading that takes no time. */
export function refusing<T>(code: Parameters<typeof asRefusal>[0], read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw asRefusal(code, error);
  }
}

import { EnvelopeError } from './error.ts';
import { digest } from './hash.ts';
import { type CompactJws, hasExactly, parseCompact, verifyCompact } from './jws.ts';

/** The largest statement, in characters of its compact form. */
export const MAX_STATEMENT = 64 * 1024;

export interface StatementHeader {
  alg: 'ES256';
  kid: string;
  typ: 'tocsin+jws';
}

/** A statement of the right form; whether its signature is good is {@link verifyStatement}'s to say. */
export interface ParsedStatement {
  header: StatementHeader;
  payload: Record<string, unknown>;
  /** SHA-256 over the characters of `jws`, 64 hex digits. */
  digest: string;
  jws: string;
}

/**
 * Reads a statement strictly: three parts of strict base64url, exactly the header members `alg`, `kid`, `typ`, header
 * and payload canonical, at most 64 KiB. Does not verify the signature.
 * Throws MALFORMED_JWS, MALFORMED_UTF8, MALFORMED_JSON, NOT_CANONICAL or TOO_LARGE.
 */
export function parseStatement(jws: string): ParsedStatement {
  return statementOf(parseCompact(jws, MAX_STATEMENT));
}

/**
 * {@link parseStatement}, and the signature verified under a P-256 key given as SPKI in DER.
 * Throws BAD_SIGNATURE (also for the high-s twin of a good signature) and BAD_KEY besides.
 */
export async function verifyStatement(jws: string, spki: Uint8Array): Promise<ParsedStatement> {
  const statement = parseStatement(jws);
  await verifyCompact(jws, spki);
  return statement;
}

/** Throws TOO_LARGE where a reader would. */
export function ensureStatementSize(jws: string): void {
  if (jws.length > MAX_STATEMENT) throw new EnvelopeError('TOO_LARGE');
}

function statementOf({ header, payload, jws }: CompactJws): ParsedStatement {
  if (payload === null || typeof payload !== 'object' || Array.isArray(payload)) {
    throw new EnvelopeError('MALFORMED_JWS', 'payload is not an object');
  }
  return { header: headerOf(header), payload: payload as Record<string, unknown>, digest: digest(jws), jws };
}

// Nothing but these three: no jwk, no crit, no algorithm of the sender's choice.
function headerOf(header: unknown): StatementHeader {
  if (!hasExactly(header, ['alg', 'kid', 'typ']) || header.alg !== 'ES256' || header.typ !== 'tocsin+jws') {
    throw new EnvelopeError('MALFORMED_JWS', 'not the prescribed header');
  }
  if (typeof header.kid !== 'string' || header.kid === '') throw new EnvelopeError('MALFORMED_JWS', 'no handle');
  return { alg: 'ES256', kid: header.kid, typ: 'tocsin+jws' };
}

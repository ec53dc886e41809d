import { CryptoConfigError } from './error.ts';

/** The labels this room reads and writes (RFC 7468; Fabric wants `X509 CRL`, not `CRL`). */
export type PemLabel = 'CERTIFICATE' | 'CERTIFICATE REQUEST' | 'X509 CRL' | 'PRIVATE KEY' | 'ENCRYPTED PRIVATE KEY';

/** Writes one PEM block with 64 characters a line and a line feed at its end (RFC 7468, strict form). */
export function derToPem(der: Uint8Array, label: PemLabel): string {
  const lines =
    Buffer.from(der)
      .toString('base64')
      .match(/.{1,64}/g) ?? [];
  return [`-----BEGIN ${label}-----`, ...lines, `-----END ${label}-----`, ''].join('\n');
}

/**
 * Reads text that is exactly one PEM block with the given label. Text before or after it, a second block,
 * another label or Base64 that is not canonical are refused, as each could mean another file to another reader.
 * @throws CryptoConfigError BAD_PEM
 */
export function pemToDer(text: string, label: PemLabel): Uint8Array {
  const begin = `-----BEGIN ${label}-----\n`;
  const end = `\n-----END ${label}-----`;
  const body = text.replaceAll('\r\n', '\n').trim();
  if (!body.startsWith(begin) || !body.endsWith(end)) throw new CryptoConfigError('BAD_PEM', `expected ${label}`);
  const base64 = body.slice(begin.length, -end.length).replaceAll('\n', '');
  const der = Buffer.from(base64, 'base64');
  if (der.length === 0 || der.toString('base64') !== base64) throw new CryptoConfigError('BAD_PEM', 'bad Base64');
  ensureWhole(der);
  return new Uint8Array(der);
}

/** A whole number of Base64 lines may be missing: the outer DER length tells. */
function ensureWhole(der: Buffer): void {
  const first = der[1] ?? 0;
  const octets = first < 0x80 ? 0 : first & 0x7f;
  if (octets > 4 || der.length < 2 + octets) throw new CryptoConfigError('BAD_PEM', 'truncated');
  const length = octets === 0 ? first : der.readUIntBE(2, octets);
  if (der.length !== 2 + octets + length) throw new CryptoConfigError('BAD_PEM', 'truncated');
}

import { X509Certificate } from 'node:crypto';

/**
 * A certificate as Fabric reads it: the first block of PEM whatever its label says, DER and nothing after it. OpenSSL
 * looks for the label CERTIFICATE and passes over the rest, so one text could be one certificate to the peers and
 * another to us. (Fabric, `msp/mspimpl.go`; Go, `encoding/pem`, `crypto/x509`) DER alone is taken too.
 * @returns null when Fabric would read none
 */
export function certificateIn(pemOrDer: Uint8Array | string): X509Certificate | null {
  const text = typeof pemOrDer === 'string' ? pemOrDer : Buffer.from(pemOrDer).toString('latin1');
  const der = text.includes(start.slice(1)) ? firstBlock(text) : pemOrDer;
  if (der === null || typeof der === 'string') return null;
  try {
    const certificate = new X509Certificate(der);
    return certificate.raw.length === der.length ? certificate : null;
  } catch {
    return null;
  }
}

const start = '\n-----BEGIN ';
const end = '\n-----END ';
const dashes = '-----';

/** The bytes of the first block that is whole; broken ones before it are passed over, most of them. */
function firstBlock(text: string): Uint8Array | null {
  for (let from = 0; ; ) {
    const ending = text.indexOf(end, from);
    if (ending < 0) return null;
    const after = ending + end.length;
    // Of several beginnings the last one before the end counts.
    const within = text.slice(from, ending).lastIndexOf(start.slice(1));
    const beginning = from + within;
    const head = lineAt(text, beginning);
    if (within >= 0 && (within === 0 || text[beginning - 1] === '\n') && head.line.endsWith(dashes)) {
      const body = afterHeaders(text, head.next);
      if (body >= text.length || body > after) return null;
      const bytes = blockIn(text, head, { from: body, ending });
      if (bytes !== null) return bytes;
    }
    from = after;
  }
}

/** Headers are lines with a colon, even where they lead beyond the block's end. */
function afterHeaders(text: string, first: number): number {
  for (let from = first; ; ) {
    const { line, next } = lineAt(text, from);
    if (from >= text.length || !line.includes(':')) return from;
    from = next;
  }
}

interface Line {
  readonly line: string;
  readonly next: number;
}

function blockIn(text: string, head: Line, body: { from: number; ending: number }): Uint8Array | null {
  const { from, ending } = body;
  const label = head.line.slice(start.length - 1);
  if ((from > head.next && from > ending) || lineAt(text, ending + 1).line !== `${end.slice(1)}${label}`) return null;
  const base64 = text.slice(from, Math.max(from, ending)).replaceAll(/[ \t\r\n]/g, '');
  const whole = base64.length % 4 === 0 && /^[A-Za-z0-9+/]*={0,2}$/.test(base64);
  return whole ? Buffer.from(base64, 'base64') : null;
}

/** A line without what Go cuts off at its end, and where the next one begins. */
function lineAt(text: string, from: number): Line {
  const found = text.indexOf('\n', from);
  const next = found < 0 ? text.length : found + 1;
  const line = text.slice(from, next).replace(/\r?\n$/, '');
  return { line: line.replace(/[ \t]+$/, ''), next };
}

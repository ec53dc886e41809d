import { createHash } from 'node:crypto';
import { certificateIn } from '@tocsin/fabric-block';
import type { ConfigChange } from './channel-changes.ts';

/** An update's changes as people read them before they sign, a line each; certificates by owner and fingerprint. */
export const summaryOf = (changes: readonly ConfigChange[]): string[] =>
  // What is not to be seen in another agency's file, as control characters, must not reach the terminal.
  changes.flatMap(linesOf).map(plain);

/** A name or line out of somebody else's file, in printable ASCII alone: no control character, no letter that looks like another. */
export const plain = (text: string): string =>
  text.replace(/[^ -~]/gu, (one) => `\\u{${(one.codePointAt(0) ?? 0).toString(16)}}`);

function linesOf(change: ConfigChange): string[] {
  if (change.kind === 'changed') return [`${change.path}: ${shown(change.from)} -> ${shown(change.to)}`];
  const [sign, value] = change.kind === 'added' ? ['+', change.to] : ['-', change.from];
  const inner = leaves(value);
  if (inner.length === 1) return [`${sign} ${change.path}: ${inner[0]?.text}`];
  return [`${sign} ${change.path}`, ...inner.map(({ path, text }) => `    ${path}: ${text}`)];
}

interface Leaf {
  readonly path: string;
  readonly text: string;
}

/** What an added or removed part holds, without what only counts. */
function leaves(value: unknown, path = ''): Leaf[] {
  if (typeof value !== 'object' || value === null) return [{ path, text: shown(value) }];
  const entries = Object.entries(value).filter(([name, inner]) => !saysNothing(name, inner));
  // An empty part may mean something by its name alone, as a capability does.
  if (entries.length === 0) return [{ path, text: 'set' }];
  return entries.flatMap(([name, inner]) => leaves(inner, path === '' ? name : `${path}.${name}`));
}

function saysNothing(name: string, value: unknown): boolean {
  // A count; what is called so and holds something is no count.
  if (name === 'version' && typeof value !== 'object') return true;
  if (value === null || value === '') return true;
  const counts = Array.isArray(value) || ['groups', 'values', 'policies'].includes(name);
  return counts && Object.keys(value as object).length === 0;
}

const LONGEST_TEXT = 200;

/** What is too long to be read is told by its digest too, so that no change hides behind the same beginning. */
function shown(value: unknown): string {
  const text = typeof value === 'string' ? (pemText(value) ?? value) : textOf(value);
  return text.length <= LONGEST_TEXT ? text : `${text.slice(0, LONGEST_TEXT)}... sha256 ${digest(text)}`;
}

const textOf = (value: unknown): string => (typeof value === 'object' ? JSON.stringify(value) : String(value));

const digest = (bytes: Uint8Array | string): string => createHash('sha256').update(bytes).digest('hex');

/** Base64 of PEM, in words. */
function pemText(value: string): string | null {
  if (value.length < 80) return null;
  const bytes = Buffer.from(value, 'base64');
  const text = bytes.toString('latin1');
  if (!text.includes('-----BEGIN ')) return null;
  if (oneCertificate.test(text)) return certificateText(text);
  return text.includes('-----BEGIN X509 CRL-----')
    ? `revocation list, sha256 ${digest(bytes)}`
    : `more or other than one certificate, sha256 ${digest(bytes)}`;
}

/** Of several blocks Fabric takes the first, whatever its label: a name may be told only of one that stands alone. */
const oneCertificate = /^-----BEGIN CERTIFICATE-----\r?\n[A-Za-z0-9+/=\r\n]+-----END CERTIFICATE-----\s*$/;

function certificateText(pem: string): string {
  const certificate = certificateIn(pem);
  if (certificate === null) return `a certificate that cannot be read, sha256 ${digest(pem)}`;
  const { subject, fingerprint256 } = certificate;
  const name = (subject.split('\n').at(-1) ?? '').slice(0, 100);
  return `certificate ${name}, sha256 ${fingerprint256}`;
}

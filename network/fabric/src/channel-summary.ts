import { createHash, X509Certificate } from 'node:crypto';
import type { ConfigChange } from './channel-changes.ts';

/** An update's changes as people read them before they sign, a line each; certificates by owner and fingerprint. */
export const summaryOf = (changes: readonly ConfigChange[]): string[] =>
  // What is not to be seen in another agency's file, as control characters, must not reach the terminal.
  changes.flatMap(linesOf).map((line) => line.replace(/\p{C}/gu, '?'));

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
  if (name === 'version' || value === null || value === '') return true;
  const counts = Array.isArray(value) || ['groups', 'values', 'policies'].includes(name);
  return counts && Object.keys(value as object).length === 0;
}

function shown(value: unknown): string {
  if (typeof value !== 'string') return typeof value === 'object' ? JSON.stringify(value) : String(value);
  return pemText(value) ?? value.slice(0, 200);
}

/** Base64 of PEM, in words. */
function pemText(value: string): string | null {
  if (value.length < 80) return null;
  const text = Buffer.from(value, 'base64').toString('latin1');
  if (text.includes('-----BEGIN CERTIFICATE-----')) return certificateText(text);
  const bytes = Buffer.from(value, 'base64');
  const digest = createHash('sha256').update(bytes).digest('hex');
  return text.includes('-----BEGIN X509 CRL-----') ? `revocation list, sha256 ${digest}` : null;
}

function certificateText(pem: string): string {
  try {
    const { subject, fingerprint256 } = new X509Certificate(pem);
    const name = subject.split('\n').at(-1) ?? '';
    return `certificate ${name}, sha256 ${fingerprint256}`;
  } catch {
    return 'a certificate that cannot be read';
  }
}

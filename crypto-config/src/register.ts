import type { Authority, IssuedEntry } from './authority.ts';
import { CryptoConfigError } from './error.ts';

/** The file `issued.json`: everything of an authority that is neither a certificate nor a key. */
export type Register = Pick<Authority, 'agency' | 'country' | 'name' | 'crlNumber' | 'issued'>;

const kinds = ['authority', 'officer', 'gateway', 'node', 'tls'];
const issuers = ['root', 'issuing', 'tls'];
const reasons = [
  'unspecified',
  'keyCompromise',
  'affiliationChanged',
  'superseded',
  'cessationOfOperation',
  'privilegeWithdrawn',
];

export function registerText({ agency, country, name, crlNumber, issued }: Register): string {
  return `${JSON.stringify({ agency, country, name, crlNumber, issued }, null, 2)}\n`;
}

/** @throws CryptoConfigError AUTHORITY_DAMAGED */
export function readRegister(text: string): Register {
  const value = parseObject(text);
  const { agency, country, name, crlNumber, issued } = value;
  const plain = typeof agency === 'string' && typeof country === 'string' && typeof name === 'string';
  const counted = Number.isSafeInteger(crlNumber) && (crlNumber as number) >= 0;
  if (!plain || !counted || !Array.isArray(issued) || !issued.every(isEntry)) throw damaged();
  if (new Set(issued.map(({ serial }) => serial)).size !== issued.length) throw damaged();
  return { agency, country, name, crlNumber: crlNumber as number, issued };
}

function parseObject(text: string): Record<string, unknown> {
  try {
    return { ...(JSON.parse(text) as Record<string, unknown>) };
  } catch {
    throw damaged();
  }
}

function isEntry(value: unknown): value is IssuedEntry {
  const entry = value as Partial<Record<keyof IssuedEntry, unknown>> | null;
  const { serial, handle, kind, issuer, notAfter, revoked } = entry ?? {};
  const named = typeof serial === 'string' && /^[0-9a-f]{32}$/.test(serial) && typeof handle === 'string';
  const sorted = kinds.includes(kind as string) && issuers.includes(issuer as string);
  return named && sorted && isInstant(notAfter) && isRevocation(revoked);
}

function isRevocation(value: unknown): boolean {
  if (value === null) return true;
  const { at, reason } = (value ?? {}) as { at?: unknown; reason?: unknown };
  return isInstant(at) && reasons.includes(reason as string);
}

function isInstant(value: unknown): boolean {
  return typeof value === 'string' && !Number.isNaN(Date.parse(value));
}

function damaged(): CryptoConfigError {
  return new CryptoConfigError('AUTHORITY_DAMAGED');
}

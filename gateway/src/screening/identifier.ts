import { asciiDigits, licenceNumber } from '@tocsin/record';
import { type CountryCode, parsePhoneNumberFromString } from 'libphonenumber-js/max';

/** What an identifier is of. `document` is any other paper than passport and national identity card. */
export const identifierTypes = [
  'passport',
  'national-id',
  'document',
  'registration',
  'licence',
  'phone',
  'account',
  'wallet',
  'social',
  'address',
] as const;
export type IdentifierType = (typeof identifierTypes)[number];

/** An identifier in the one spelling that is compared. */
export interface Identifier {
  readonly type: IdentifierType;
  readonly value: string;
  /** Who issued it or whose it is: country of a paper, service of an account; null where nobody says. */
  readonly scope: string | null;
}

/** Under what an identifier is found, whoever issued it. */
export const lookupKey = ({ type, value }: Identifier): string => `${type}:${value}`;

/** Equal spelling is not enough: one number is in use by several countries and services. */
export const sameScope = (a: Identifier, b: Identifier): boolean =>
  a.scope === null || b.scope === null || a.scope === b.scope;

/** An identifier as it is written on paper. */
export interface Written {
  readonly type: IdentifierType;
  readonly text: string;
  readonly scope?: string | null | undefined;
}

/**
 * The one spelling of an identifier; null for what is none. `country` reads national phone numbers, ISO 3166 alpha-2.
 * Numbers of papers, registers and bank accounts lose case, separators and digits of other scripts, as licences do.
 */
export function identifierIn({ type, text, scope = null }: Written, country: string): Identifier | null {
  const value = spellings[type](text.slice(0, MAX_WRITTEN), country);
  return value === null ? null : { type, value, scope: scope === null ? null : scope.toUpperCase() };
}

const MAX_WRITTEN = 200;

const spellings: Record<IdentifierType, (text: string, country: string) => string | null> = {
  passport: licenceNumber,
  'national-id': licenceNumber,
  document: licenceNumber,
  registration: licenceNumber,
  licence: licenceNumber,
  account: licenceNumber,
  phone: phoneNumber,
  wallet,
  social,
  address,
};

function phoneNumber(text: string, country: string): string | null {
  const parsed = parsePhoneNumberFromString(asciiDigits(text.normalize('NFKC')), country as CountryCode);
  return parsed?.isPossible() ? parsed.number : null;
}

/** Addresses of wallets in hex or bech32 are the same in any case; base58 is not. */
function wallet(text: string): string | null {
  const plain = text.normalize('NFKC').replace(/\s/g, '');
  if (!/^[A-Za-z0-9:_-]{8,120}$/.test(plain)) return null;
  const anyCase = /^0x[0-9a-f]{8,}$/i.test(plain) || /^[a-z]{2,10}1[02-9ac-hj-np-z]{6,}$/i.test(plain);
  return anyCase ? plain.toLowerCase() : plain;
}

/** `@name`, `name` and an address that ends in it are one account. */
function social(text: string): string | null {
  const plain = text
    .normalize('NFKC')
    .trim()
    .replace(/^(https?:\/\/)?(www\.|m\.)?[a-z0-9.-]+\.[a-z]{2,6}\/(@|add\/|in\/)?/i, '')
    .replace(/[/?#].*$/, '')
    .replace(/^@/, '')
    .toLowerCase();
  return plain.length >= 2 ? plain : null;
}

/** Addresses are compared letter by letter, without what people write differently between the letters. */
function address(text: string): string | null {
  const plain = asciiDigits(text.normalize('NFKC'))
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, ' ')
    .trim();
  return plain.length >= 8 ? plain : null;
}

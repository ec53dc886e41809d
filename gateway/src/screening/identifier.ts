import { asciiDigits, licenceNumber } from '@tocsin/record';
import { type CountryCode, parsePhoneNumberFromString } from 'libphonenumber-js/max';
import { burmeseCard } from './burmese-card.ts';

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
 * Numbers of papers, registers and bank accounts lose case, separators and digits of other scripts, as licences do; those of
 * Myanmar's identity cards are read in both scripts.
 */
export function identifierIn({ type, text, scope = null }: Written, country: string): Identifier | null {
  const value = spellings[type](text.slice(0, MAX_WRITTEN), country);
  return value === null ? null : { type, value, scope: scope === null ? null : scope.toUpperCase() };
}

const MAX_WRITTEN = 200;

const spellings: Record<IdentifierType, (text: string, country: string) => string | null> = {
  passport: licenceNumber,
  'national-id': cardNumber,
  document: cardNumber,
  registration: licenceNumber,
  licence: licenceNumber,
  account: licenceNumber,
  phone: phoneNumber,
  wallet,
  social,
  address,
};

/** Identity cards of Myanmar are written in two scripts; they are shown as other papers too. */
function cardNumber(text: string): string | null {
  return burmeseCard(text) ?? licenceNumber(text);
}

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

/** `@name`, `name` and an address that leads to it are one account. */
function social(text: string): string | null {
  const plain = text.normalize('NFKC').trim();
  const path = plain.replace(/^(https?:\/\/)?[a-z0-9.-]+\.[a-z]{2,6}\//i, '');
  const account = (path === plain && !/[/?]/.test(path) ? path : accountIn(path)) ?? '';
  const name = account
    .trim()
    .replace(/^(%40|%7e|[@~])/i, '')
    .toLowerCase();
  return name.length >= 2 && !isShared(name) ? name : null;
}

/** First parts of addresses of many accounts: taken for the account, they would make one of all who have such an address. */
const shared: ReadonlySet<string> = new Set(
  'add c channel company g groups in joinchat message p pages people pg r s send share ti u user'.split(' '),
);
const isPage = (part: string): boolean => /\.(php|html?|aspx?)$/.test(part);
const isShared = (part: string): boolean => isPage(part) || part.length < 2;

/** Whose address a path is: the part behind those that many share, its number where it has one; undefined for nobody's. */
function accountIn(path: string): string | undefined {
  const [way = '', query = ''] = path.split(/[?#]/, 2);
  const parts = way.split('/').filter((part) => part !== '');
  const first = parts[0]?.toLowerCase() ?? '';
  if (!shared.has(first) && !isPage(first)) return parts[0];
  const asked = new URLSearchParams(query);
  const own = parts.filter((part) => !shared.has(part.toLowerCase()) && !isPage(part.toLowerCase()));
  return asked.get('id') ?? asked.get('phone') ?? own.find((part) => /^\d{5,}$/.test(part)) ?? own[0];
}

/** Addresses are compared letter by letter, without what people write differently between the letters. */
function address(text: string): string | null {
  const plain = asciiDigits(text.normalize('NFKC'))
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, ' ')
    .trim();
  return plain.length >= 8 ? plain : null;
}

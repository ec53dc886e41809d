import { sha256 } from '@noble/hashes/sha2.js';
import { base32, base64urlnopad } from '@scure/base';
import Type from 'typebox';

/** A string that cannot be taken for another kind of identifier; plain string literals still fit. */
declare const flavour: unique symbol;
export type Flavour<Name extends string> = string & { readonly [flavour]?: Name };

const text = <Name extends string>(pattern: string, description: string, example: string) =>
  Type.Unsafe<Flavour<Name>>(Type.String({ pattern, description, examples: [example] }));

/** 26 characters of RFC 4648 base32 in lower case: 130 bits of a SHA-256. */
export const StatementId = text<'StatementId'>(
  '^[a-z2-7]{26}$',
  'identifier of a statement',
  'mzxw6ytboi4dknbvgm3dinzwha',
);
export type StatementId = Flavour<'StatementId'>;

/** Opaque name of an officer's key; changes when the key is renewed. */
export const Handle = text<'Handle'>(
  '^[a-z2-7]{26}$',
  "opaque handle of an officer's key",
  'nbswy3dpeb3w64tmmqqho2lunb',
);
export type Handle = Flavour<'Handle'>;

/** Two-letter country, hyphen, name: also the agency's MSP identifier on Fabric. */
export const AgencyCode = text<'AgencyCode'>(
  '^[a-z]{2}-[a-z0-9]{2,24}(-[a-z0-9]{1,12}){0,3}$',
  'agency code',
  'th-police',
);
export type AgencyCode = Flavour<'AgencyCode'>;

export const UnitCode = text<'UnitCode'>(
  '^[a-z][a-z0-9]{1,24}(-[a-z0-9]{1,24}){0,4}$',
  'unit within an agency',
  'blo-aranyaprathet',
);
export type UnitCode = Flavour<'UnitCode'>;

/** A short name of an agreement, focal point or clause: lower case, digits and hyphens. */
export const Slug = text<'Slug'>('^[a-z0-9]+(-[a-z0-9]+){0,11}$', 'short name', 'th-kh-la-trafficking-2026');
export type Slug = Flavour<'Slug'>;

/** SHA-256 in lower-case hex. */
export const Digest = text<'Digest'>('^[0-9a-f]{64}$', 'SHA-256, hex', '0'.repeat(64));
export type Digest = Flavour<'Digest'>;

/** Host name, IPv4 or bracketed IPv6 address in lower case, colon, port. */
export const GatewayAddress = text<'GatewayAddress'>(
  '^([a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?|\\[[0-9a-f:.]{2,45}\\]):(6553[0-5]|655[0-2][0-9]|65[0-4][0-9]{2}|6[0-4][0-9]{3}|[1-5][0-9]{4}|[1-9][0-9]{0,3})$',
  'address of a gateway, host:port',
  'gateway.th-police.example:7443',
);
export type GatewayAddress = Flavour<'GatewayAddress'>;

/** UTC time to the millisecond as RFC 3339, always with `Z`. */
export const Instant = text<'Instant'>(
  '^20[0-9]{2}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]\\.[0-9]{3}Z$',
  'UTC time to the millisecond',
  '2026-11-23T07:30:00.000Z',
);
export type Instant = Flavour<'Instant'>;

/** A day of the Gregorian calendar, whatever calendar the paper it stands on uses. */
export const Day = text<'Day'>(
  '^(19|20)[0-9]{2}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$',
  'day of the Gregorian calendar',
  '2026-11-23',
);
export type Day = Flavour<'Day'>;

export const Country = text<'Country'>('^[A-Z]{2}$', 'ISO 3166-1 alpha-2', 'TH');
export type Country = Flavour<'Country'>;

export const Language = text<'Language'>('^[a-z]{2,3}(-[A-Z][a-z]{3})?(-[A-Z]{2})?$', 'BCP 47 language', 'th');
export type Language = Flavour<'Language'>;

/** 16 to 64 random bytes, base64url without padding. */
export const Nonce = text<'Nonce'>('^[A-Za-z0-9_-]{22,86}$', 'random bytes, base64url', 'AAAAAAAAAAAAAAAAAAAAAA');

/** Bytes, base64url without padding, of at most `max` characters. */
export const bytes = (max: number) => Type.String({ pattern: '^[A-Za-z0-9_-]+$', maxLength: max });

const ascii = new TextEncoder();

/**
 * Self-certifying identifier: nobody else can claim it first.
 * `base32(SHA-256("tocsin/id" || agency || nonce))[:26]` (protocols.md, section 1; RFC 4648 base32).
 */
export function statementId(agency: AgencyCode, nonce: string): StatementId {
  return base32Of(ascii.encode(`tocsin/id${agency}`), base64urlnopad.decode(nonce));
}

/** Handle of a public key given as SubjectPublicKeyInfo DER. */
export function handleOf(spki: Uint8Array): Handle {
  return base32Of(ascii.encode('tocsin/handle'), spki);
}

function base32Of(...parts: Uint8Array[]): string {
  const hash = sha256.create();
  for (const part of parts) hash.update(part);
  return base32.encode(hash.digest()).toLowerCase().slice(0, 26);
}

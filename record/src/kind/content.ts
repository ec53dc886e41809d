import Type, { type TProperties, type TSchema } from 'typebox';
import { Country, Language } from '../id.ts';

/** Pieces that the sealed contents of all kinds are made of. Everything here is read on officers' devices only. */
export const object = <P extends TProperties>(properties: P) =>
  Type.Object(properties, { additionalProperties: false });
export const some = <T extends TSchema>(item: T, maxItems = 64) => Type.Array(item, { maxItems });
export const codes = <const C extends readonly string[]>(...values: C) =>
  Type.Enum([...values] as unknown as C[number][]);
export const line = (maxLength = 200) => Type.String({ minLength: 1, maxLength });
export const prose = (maxLength = 20_000) => Type.String({ minLength: 1, maxLength });
export const maybe = Type.Optional;

/** A year, year-month or day of the Gregorian calendar: what is not known is left out, never guessed. */
export const PartialDate = Type.String({ pattern: '^[12][0-9]{3}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?$' });

export const Script = codes('Thai', 'Khmr', 'Laoo', 'Mymr', 'Hans', 'Hant', 'Latn');

/** A name as written on the paper, in which script and language, with its romanisation and other spellings. */
export const PersonName = object({
  asWritten: line(160),
  script: Script,
  language: maybe(Language),
  romanised: maybe(line(160)),
  otherSpellings: maybe(some(line(160), 16)),
  use: maybe(codes('legal', 'alias', 'nickname', 'maiden', 'on-document')),
});

export const Phone = Type.String({ pattern: '^\\+[1-9][0-9]{6,14}$', description: 'E.164' });

export const Place = object({
  country: Country,
  area: maybe(line(120)),
  name: maybe(line(200)),
  latitude: maybe(Type.Number({ minimum: -90, maximum: 90 })),
  longitude: maybe(Type.Number({ minimum: -180, maximum: 180 })),
});

export const Document = object({
  type: codes('passport', 'national-id', 'border-pass', 'work-permit', 'seafarer-book', 'other'),
  number: line(40),
  country: Country,
  expires: maybe(PartialDate),
});

export const Account = object({
  service: codes(
    'Facebook',
    'Instagram',
    'WhatsApp',
    'Telegram',
    'FacebookMessenger',
    'Viber',
    'SnapChat',
    'Line',
    'WeChat',
    'QQ',
    'QZone',
    'TikTok',
    'Twitter',
    '4Sale',
    'Other',
  ),
  name: line(160),
});

export const Money = object({
  bank: maybe(line(120)),
  account: maybe(line(60)),
  wallet: maybe(object({ symbol: line(12), address: line(120) })),
  holder: maybe(line(160)),
  amount: maybe(Type.String({ pattern: '^[0-9]{1,15}(\\.[0-9]{1,8})?$' })),
  currency: maybe(Type.String({ pattern: '^[A-Z]{3}$', description: 'ISO 4217' })),
});

export const Vehicle = object({
  type: codes('car', 'van', 'bus', 'motorcycle', 'truck', 'boat', 'aircraft', 'other'),
  registration: maybe(line(40)),
  country: maybe(Country),
  description: maybe(line(200)),
});

/** A person as known to the author. */
export const Person = object({
  role: codes('victim', 'possible-victim', 'suspect', 'recruiter', 'transporter', 'exploiter', 'witness', 'associate'),
  names: Type.Array(PersonName, { minItems: 1, maxItems: 12 }),
  born: maybe(PartialDate),
  sex: maybe(codes('female', 'male', 'other', 'unknown')),
  nationality: maybe(some(Country, 4)),
  documents: maybe(some(Document, 12)),
  phones: maybe(some(Phone, 12)),
  accounts: maybe(some(Account, 12)),
  marks: maybe(line(400)),
  minor: maybe(Type.Boolean()),
  /** Not to be punished for what they were forced to do. */
  nonPunishment: maybe(Type.Boolean()),
  caution: maybe(line(400)),
});

export const Attachment = object({
  name: line(120),
  type: Type.String({ pattern: '^[a-z]+/[a-z0-9.+-]{1,80}$' }),
  data: Type.String({ pattern: '^[A-Za-z0-9+/]*={0,2}$', maxLength: 8_000_000, description: 'base64' }),
});

import Type, { type Static } from 'typebox';
import { printable } from './agency.ts';
import { asciiDigits } from './digits.ts';
import { type AgencyCode, Country, Day, type Instant, type Slug, type StatementId } from './id.ts';
import { industries } from './kind/alert-content.ts';
import { codes, object, Phone, Script, some } from './kind/content.ts';
import { nullable } from './statement-form.ts';
import { dayAt, zoneOf } from './zone.ts';

/** What a register says of a licence; values in use by registers of the region, the word of the register beside it. */
export const licenceStatuses = ['valid', 'expired', 'suspended', 'cancelled', 'revoked', 'delisted', 'banned'] as const;
export const LicenceStatus = Type.Enum([...licenceStatuses]);
export type LicenceStatus = Static<typeof LicenceStatus>;

/** What a licence allows to broker. */
export const licenceCategories = ['work', 'marriage', 'adoption', 'seafarer'] as const;

/** Licences that one statement may set; it must also fit into 64 KiB. */
export const MAX_LICENCES = 100;
/** Changes of status that a licence remembers, the latest. */
export const LICENCE_HISTORY = 16;

const text = (maxLength: number) => Type.String({ pattern: printable, minLength: 1, maxLength });

/** A name of a licensed business as its register writes it, and in which script. */
export const LicenceName = object({ text: text(160), script: Script });

/**
 * Who holds a licence. A business is named in clear, as registers do. A person never is: what stands on the ledger stays
 * there for ever; whoever checks such a licence asks its authority.
 */
export const LicenceHolder = Type.Union([
  object({
    kind: Type.Literal('company'),
    names: Type.Array(LicenceName, { minItems: 1, maxItems: 6 }),
    registration: nullable(text(40)),
    phones: some(Phone, 4),
    address: nullable(text(200)),
  }),
  object({ kind: Type.Literal('person') }),
]);
export type LicenceHolder = Static<typeof LicenceHolder>;

/** One row of a register of licences. Days are of the Gregorian calendar; `until` is the last day that it is good for. */
export const LicenceEntry = object({
  number: text(40),
  holder: LicenceHolder,
  category: codes(...licenceCategories),
  scope: object({ countries: some(Country, 24), sectors: some(industries, 21) }),
  principals: some(object({ name: text(160), country: Country }), 16),
  branches: some(object({ place: text(160), country: Country, phone: nullable(Phone) }), 16),
  from: Day,
  until: nullable(Day),
  status: LicenceStatus,
  statusAsWritten: nullable(text(40)),
});
export type LicenceEntry = Static<typeof LicenceEntry>;

/** A licence as a member's register has it, in clear. Ledger key `licence/<agency>/<authority>/<number>`. */
export interface Licence extends LicenceEntry {
  /** The member that publishes it. */
  readonly agency: AgencyCode;
  /** Who issued it, in the publisher's words: one agency may publish several registers that number alike. */
  readonly authority: Slug;
  /** Since when it has each status, by ledger time, oldest first. */
  readonly history: readonly { readonly status: LicenceStatus; readonly at: Instant }[];
  /** The statement that set it last. */
  readonly statement: StatementId;
  readonly at: Instant;
}

const separators = /[\s\u00ad\u200b-\u200d\u2010-\u2015\u2212\-_.,:;/\\()[\]#'"|·•]/g;
const accents = /[\u0300-\u036f]/g;
/** Letters and signs of Thai, Lao, Burmese and Khmer, and Chinese characters, beside A to Z. */
const known = /^[0-9A-Z\u0e01-\u0e4e\u0e81-\u0ecd\u1000-\u103f\u1780-\u17d3\u4e00-\u9fff]{2,40}$/;

/**
 * A licence number without what people write differently: spaces, hyphens, dots, slashes, case, accents, digits of other
 * scripts. `ท. ๑๒๓/๒๕๖๖` and `ท.123-2566` are one number. Null for what is no number: no digit, or signs nobody knows.
 */
export function licenceNumber(written: string): string | null {
  const plain = asciiDigits(written.normalize('NFKD').replace(accents, ''))
    .replace(/[đĐ]/g, 'D')
    .toUpperCase()
    .replace(separators, '')
    .normalize('NFC');
  return known.test(plain) && /[0-9]/.test(plain) ? plain : null;
}

/** How a licence stands on a day: what the register says, and what the calendar says where the register calls it valid. */
export type LicenceStanding = LicenceStatus | 'not-started';

/** How a licence stands on a day of the country whose register it is in. */
function licenceStanding({ status, from, until }: LicenceEntry, today: Day): LicenceStanding {
  if (status !== 'valid') return status;
  if (until !== null && today > until) return 'expired';
  return today < from ? 'not-started' : 'valid';
}

/** How a licence stands at an instant, of which day that is, and by whose clock (`zoneOf`). */
export interface StandingAt {
  readonly standing: LicenceStanding;
  readonly day: Day;
  readonly zone: string;
}

/** How a licence stands at a moment, by the day that it is then in the country of its register. */
export function standingAt(licence: LicenceEntry, now: Instant, country: Country | undefined): StandingAt {
  const day = dayAt(now, country);
  return { standing: licenceStanding(licence, day), day, zone: zoneOf(country).name };
}

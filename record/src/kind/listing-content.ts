import Type, { type Static } from 'typebox';
import { must } from '../error.ts';
import { Grading } from '../handling.ts';
import { Country, type Instant, Language } from '../id.ts';
import { exploitations } from './alert-content.ts';
import {
  Account,
  codes,
  Document,
  line,
  Money,
  maybe,
  object,
  PartialDate,
  PersonName,
  Phone,
  Place,
  prose,
  some,
} from './content.ts';

/** What somebody is listed for doing. */
export const listedRoles = codes(
  'recruiter',
  'broker',
  'agent',
  'sub-agent',
  'employer',
  'transporter',
  'exploiter',
  'document-forger',
  'money-handler',
  'owner',
  'director',
);

/** What is being brokered. */
export const programmes = codes('work', 'marriage', 'adoption', 'scam-recruitment');

/** The licence that was shown, whose ever it is: a lent one names its true holder. */
export const ShownLicence = object({ number: line(40), authority: maybe(line(80)), lentBy: maybe(line(160)) });

const reachable = {
  phones: maybe(some(Phone, 12)),
  accounts: maybe(some(Account, 12)),
  money: maybe(some(Money, 12)),
  addresses: maybe(some(Place, 8)),
  licences: maybe(some(ShownLicence, 8)),
};

export const ListedPerson = object({
  type: Type.Literal('person'),
  names: Type.Array(PersonName, { minItems: 1, maxItems: 12 }),
  born: maybe(PartialDate),
  sex: maybe(codes('female', 'male', 'other', 'unknown')),
  nationality: maybe(some(Country, 4)),
  documents: maybe(some(Document, 12)),
  marks: maybe(line(400)),
  ...reachable,
});

export const ListedCompany = object({
  type: Type.Literal('company'),
  names: Type.Array(PersonName, { minItems: 1, maxItems: 12 }),
  registrations: maybe(some(object({ number: line(40), country: Country }), 8)),
  incorporated: maybe(PartialDate),
  website: maybe(line(200)),
  /** Who stands behind it: a front is found by whom it shares with a listed one. */
  people: maybe(
    some(
      object({
        relation: codes('director', 'owner', 'representative', 'employee'),
        names: Type.Array(PersonName, { minItems: 1, maxItems: 12 }),
        born: maybe(PartialDate),
        documents: maybe(some(Document, 4)),
        phones: maybe(some(Phone, 4)),
      }),
      24,
    ),
  ),
  ...reachable,
});

/** The sealed content of a listing: whom it is about, and why. Evidence follows in witnessed files. */
export const ListingContent = object({
  schema: Type.Literal('listing/1'),
  language: Language,
  subject: Type.Union([ListedPerson, ListedCompany]),
  roles: Type.Array(listedRoles, { minItems: 1, maxItems: 11, uniqueItems: true }),
  programme: Type.Array(programmes, { minItems: 1, maxItems: 4, uniqueItems: true }),
  exploitation: maybe(some(exploitations, 13)),
  grading: Grading,
  about: prose(4000),
  provisions: maybe(line(400)),
  since: maybe(PartialDate),
  origin: maybe(some(Country, 12)),
  destination: maybe(some(Country, 12)),
  restrictions: maybe(line(1000)),
  sourceReference: maybe(line(120)),
});
export type ListingContent = Static<typeof ListingContent>;

const protectedRoles: readonly unknown[] = ['victim', 'possible-victim', 'witness'];

/**
 * Victims, witnesses, children and whoever is not to be punished for what they were forced to do are not listed, whatever
 * else is said of them. Looked for before the schema is, so that the refusal says why.
 * @throws Refusal PROTECTED_SUBJECT
 */
export function mustNotBeProtected(content: unknown): void {
  const [subject] = partsOf(content, 'subject');
  const parts = [content, subject, ...partsOf(content, 'people'), ...partsOf(subject, 'people')];
  for (const part of parts) must(!isProtected(part), 'PROTECTED_SUBJECT');
}

const CHILD_YEARS = 18;

/**
 * Nobody who is, or by what is known of the date of birth may still be, a child on a day.
 * @throws Refusal PROTECTED_SUBJECT
 */
export function mustNotBeChild({ subject }: ListingContent, today: Instant): void {
  const people = subject.type === 'person' ? [subject] : (subject.people ?? []);
  for (const { born } of people) must(born === undefined || !mayBeChild(born, today), 'PROTECTED_SUBJECT');
}

/** By the latest day that a date of birth may mean, of a year alone the last one; and by the day in UTC: it begins later than the region's. */
function mayBeChild(born: string, today: Instant): boolean {
  const [year = '', month = '12', day = '31'] = born.split('-');
  return `${Number(year) + CHILD_YEARS}-${month}-${day}` > today.slice(0, 10);
}

/** Whether what is said of somebody, in content of any kind, makes them one whom no listing may name. */
export function isProtected(part: unknown): boolean {
  if (part === null || typeof part !== 'object') return false;
  const { role, roles, minor, nonPunishment } = part as Record<string, unknown>;
  const said = [role, ...(Array.isArray(roles) ? roles : [])];
  return minor === true || nonPunishment === true || said.some((one) => protectedRoles.includes(one));
}

function partsOf(content: unknown, name: string): unknown[] {
  if (content === null || typeof content !== 'object') return [];
  const part = (content as Record<string, unknown>)[name];
  return Array.isArray(part) ? part : [part];
}

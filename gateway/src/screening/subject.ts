import { type FollowUpContent, isProtected, type ListingContent } from '@tocsin/record';
import { bornIn } from './born.ts';
import { type Identifier, identifierIn, type Written } from './identifier.ts';

type Listed = ListingContent['subject'];
type Person = Extract<Listed, { type: 'person' }>;
type Company = Extract<Listed, { type: 'company' }>;
type Behind = NonNullable<Company['people']>[number];

/** A name as it is written, and of what. */
export interface WrittenName {
  readonly text: string;
  readonly kind: 'person' | 'company';
}

/** The subject itself, who stands behind it, or whose licence it showed. */
export type Part = 'subject' | Behind['relation'] | 'lender';

/** Somebody whom a listing names: its subject, or who stands behind it. What is compared, and nothing else of the content. */
export interface Subject {
  readonly part: Part;
  readonly kind: 'person' | 'company';
  readonly names: readonly WrittenName[];
  readonly born: string | null;
  readonly identifiers: readonly Identifier[];
}

/** Everybody whom a listing names, its subject first. `country` reads phone numbers, though listings have them as E.164. */
export function subjectsOf({ subject }: ListingContent, country: string): Subject[] {
  const read = (written: readonly Written[]): Identifier[] =>
    written.flatMap((one) => identifierIn(one, country) ?? []);
  const first: Subject = {
    part: 'subject',
    kind: subject.type,
    names: namesOf(subject, subject.type),
    born: subject.type === 'person' ? dayOf(subject.born) : null,
    identifiers: read([
      ...(subject.type === 'person' ? papersOf(subject) : registrationsOf(subject)),
      ...reach(subject),
    ]),
  };
  const people = subject.type === 'company' ? (subject.people ?? []) : [];
  const lent = (subject.licences ?? []).filter(({ lentBy }) => lentBy !== undefined);
  return [first, ...people.map((person) => behind(person, read)), ...lent.map(lender)];
}

/** Names of one protected person that are compared: whoever writes hundreds into an alert must not stop a gateway by it. */
const MOST_NAMES = 24;

/** Whoever an alert, or what followed it, calls a victim, a witness, a child, or somebody not to be punished. */
export function protectedIn({ people = [] }: Pick<FollowUpContent, 'people'>, country: string): Subject[] {
  return people.filter(isProtected).map((person) => ({
    part: 'subject',
    kind: 'person',
    names: namesOf(person, 'person').slice(0, MOST_NAMES),
    born: dayOf(person.born),
    identifiers: [...papersOf(person), ...reach(person)].flatMap((one) => identifierIn(one, country) ?? []),
  }));
}

type Lent = NonNullable<Listed['licences']>[number];

/** Whose licence it truly is: the number stands with who showed it. */
function lender({ lentBy = '' }: Lent): Subject {
  return { part: 'lender', kind: 'company', names: [{ text: lentBy, kind: 'company' }], born: null, identifiers: [] };
}

function behind(person: Behind, read: (written: readonly Written[]) => Identifier[]): Subject {
  return {
    part: person.relation,
    kind: 'person',
    names: namesOf(person, 'person'),
    born: dayOf(person.born),
    identifiers: read([...papersOf(person), ...phonesOf(person)]),
  };
}

const dayOf = (born: string | undefined): string | null => (born === undefined ? null : (bornIn(born)?.value ?? null));

function namesOf({ names }: Pick<Person, 'names'>, kind: 'person' | 'company'): WrittenName[] {
  const texts = names.flatMap(({ asWritten, romanised, otherSpellings = [] }) => [
    asWritten,
    ...(romanised === undefined ? [] : [romanised]),
    ...otherSpellings,
  ]);
  return [...new Set(texts)].map((text) => ({ text, kind }));
}

const papersOf = ({ documents = [] }: Pick<Person, 'documents'>): Written[] =>
  documents.map(({ type, number, country }) => ({
    type: type === 'passport' || type === 'national-id' ? type : 'document',
    text: number,
    scope: country,
  }));

const registrationsOf = ({ registrations = [] }: Company): Written[] =>
  registrations.map(({ number, country }) => ({ type: 'registration', text: number, scope: country }));

const phonesOf = ({ phones = [] }: Pick<Person, 'phones'>): Written[] =>
  phones.map((text) => ({ type: 'phone', text }));

type Reached = Partial<Pick<Person, 'phones' | 'accounts' | 'money' | 'addresses' | 'licences'>>;
function reach({ accounts = [], money = [], addresses = [], licences = [], ...others }: Reached): Written[] {
  return [
    ...phonesOf(others),
    ...accounts.map(({ service, name }) => ({ type: 'social' as const, text: name, scope: service })),
    ...money.flatMap(({ account, wallet }) => [
      ...(account === undefined ? [] : [{ type: 'account' as const, text: account }]),
      ...(wallet === undefined ? [] : [{ type: 'wallet' as const, text: wallet.address }]),
    ]),
    ...addresses.flatMap(({ name, country }) =>
      name === undefined ? [] : [{ type: 'address' as const, text: name, scope: country }],
    ),
    ...licences.map(({ number }) => ({ type: 'licence' as const, text: number })),
  ];
}

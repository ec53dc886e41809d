import type { StatementId } from '@tocsin/record';
import type { ListedLicence } from '../api/brokers.ts';
import type { Candidate, CheckReason, Front } from '../api/checks.ts';
import type { Asked } from './asked.ts';
import { type Found, gradeOf } from './find.ts';
import { type Identifier, identifierIn, type Written } from './identifier.ts';
import { MATCH } from './name-agreement.ts';
import type { Entry, Screen } from './screen.ts';
import type { StandingOf } from './standing.ts';
import type { Steps } from './turns.ts';

/** At most so many are shown. */
const MOST_FRONTS = 5;
/** Names of a licence's holder that are looked at. */
const MOST_NAMED = 5;

export interface FrontQuestion {
  readonly asked: Asked;
  readonly found: readonly Found[];
  readonly licences: readonly ListedLicence[];
  readonly candidates: readonly Candidate[];
  /** Those of them of whom it was not decided that they are somebody else. */
  readonly open: ReadonlySet<Candidate>;
  readonly country: string;
  readonly standingOf: StandingOf;
}

interface Lead {
  readonly entry: Entry;
  readonly path: readonly CheckReason[];
}

/**
 * Listings that are not about whom was asked for but that something leads to: a phone, an account, a licence shared with
 * somebody listed; a listed company that the one asked for stands behind; the holder of the licence, and whoever is named
 * in a listing together with somebody of another. Only listings that the agency holds are looked through.
 */
export function* frontsFor(screen: Screen, question: FrontQuestion): Steps<Front[]> {
  const shown = new Set<StatementId>(question.candidates.map(({ record }) => record));
  const usable = (record: StatementId): boolean => mayBeTold(question.standingOf(record)) !== null;
  const leads = [...sharedBy(question), ...behind(question), ...(yield* holders(screen, question))];
  // Nothing leads on from a listing that may not be told of itself, nor from one that is about somebody else.
  const others = new Set(
    question.candidates.flatMap((candidate) => (question.open.has(candidate) ? [] : [candidate.record])),
  );
  const direct = leads.filter(({ entry }) => usable(entry.record) && !others.has(entry.record));
  const own = question.candidates.filter(({ record }) => !others.has(record));
  const beyond = own.flatMap(({ record }) => linkedWith(screen, record, []));
  const second = direct.flatMap(({ entry, path }) => linkedWith(screen, entry.record, path));
  const fronts = new Map<StatementId, Front>();
  for (const { entry, path } of [...direct, ...beyond, ...second]) {
    const { record } = entry;
    if (fronts.size === MOST_FRONTS || shown.has(record) || fronts.has(record)) continue;
    const standing = mayBeTold(question.standingOf(record));
    if (standing === null) continue;
    fronts.set(record, { record, ...standing, path: [...path] });
  }
  return [...fronts.values()];
}

const mayBeTold = (standing: ReturnType<StandingOf>) => (standing === 'other-purpose' ? null : standing);

/** Whoever has an identifier that was asked for, and is not the one asked for. */
const sharedBy = ({ found }: FrontQuestion): Lead[] =>
  found.flatMap(({ entry, matched }) => matched.map(({ type }) => ({ entry, path: [{ code: 'shares', type }] })));

/** Whoever is asked for stands behind a listed company, or has lent their licence to somebody listed. */
function behind({ found, asked }: FrontQuestion): Lead[] {
  return found.flatMap((one) => {
    const { entry } = one;
    if (entry.part === 'subject') return [];
    const judged = gradeOf(one, asked);
    if (judged === null || judged.grade === 'weak') return [];
    const lent = entry.part === 'lender';
    return [{ entry, path: [lent ? { code: 'lent-licence' } : { code: 'stands-behind', part: entry.part }] }];
  });
}

/** The holder of the licence that was shown: by its numbers, phones and address, and by its name. */
function* holders(screen: Screen, { licences, country }: FrontQuestion): Steps<Lead[]> {
  const holder: CheckReason = { code: 'licence-holder' };
  const leads: Lead[] = [];
  for (const found of licences) {
    for (const identifier of identifiersOf(found, country)) {
      const path: readonly CheckReason[] = [holder, { code: 'shares', type: identifier.type }];
      leads.push(...screen.sharing(identifier).map(({ entry }) => lead(entry, path)));
    }
    leads.push(...(yield* namesakes(screen, found)).map((entry) => lead(entry, [holder, sameNameAs(entry)])));
  }
  return leads;
}

const lead = (entry: Entry, path: readonly CheckReason[]): Lead => ({ entry, path });
const sameNameAs = ({ part }: Entry): CheckReason => ({ code: part === 'lender' ? 'lent-licence' : 'same-name' });

function* namesakes(screen: Screen, { licence: { holder } }: ListedLicence): Steps<Entry[]> {
  const found: Entry[] = [];
  if (holder.kind === 'person') return found;
  for (const { text } of holder.names) {
    const named = yield* screen.named({ text, kind: 'company' }, MOST_NAMED);
    found.push(...named.filter(({ score }) => score >= MATCH).map(({ entry }) => entry));
  }
  return found;
}

function identifiersOf({ licence: { holder, branches } }: ListedLicence, country: string): Identifier[] {
  const written: Written[] = branches.flatMap(({ phone }) => (phone === null ? [] : [{ type: 'phone', text: phone }]));
  if (holder.kind === 'company') {
    const { registration, address, phones } = holder;
    if (registration !== null) written.push({ type: 'registration', text: registration });
    if (address !== null) written.push({ type: 'address', text: address });
    written.push(...phones.map((text) => ({ type: 'phone' as const, text })));
  }
  return written.flatMap((one) => identifierIn(one, country) ?? []);
}

/** Whom somebody named in a listing leads to, by what they share with others. */
const linkedWith = (screen: Screen, record: StatementId, path: readonly CheckReason[]): Lead[] =>
  screen.of(record).flatMap((through) =>
    through.identifiers.flatMap((identifier) =>
      screen
        .sharing(identifier)
        .filter(({ entry }) => entry.record !== record)
        .map(({ entry }) =>
          lead(entry, [...path, { code: 'linked', part: through.part }, { code: 'shares', type: identifier.type }]),
        ),
    ),
  );

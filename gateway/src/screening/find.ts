import type { Asked } from './asked.ts';
import { type Graded, graded, type NameAgreement, type NearPaper } from './grade.ts';
import type { Identifier } from './identifier.ts';
import { agreementOf, bestAgreement, POSSIBLE, unasked } from './name-agreement.ts';
import { papers } from './paper.ts';
import type { Entry, Screen, Shared } from './screen.ts';
import type { Steps } from './turns.ts';

/** What leads from a query to somebody in the index. */
export interface Found {
  readonly entry: Entry;
  readonly matched: readonly Identifier[];
  /** Papers that have the number of one that was asked for, as another country's. */
  readonly elsewhere: readonly Identifier[];
  readonly near: readonly NearPaper[];
  readonly name: NameAgreement;
}

/** How surely whom a query led to is the one asked about; null where too little says so. */
export const gradeOf = ({ entry, ...evidence }: Found, { born, identifiers }: Asked): Graded | null =>
  graded({ ...evidence, subject: entry, born, asked: identifiers });

/** Names that are looked at in full: more than are shown, because dates of birth and papers sort them anew. */
const MOST_NAMED = 25;

/** Everybody who shares an identifier with what was asked, or bears a name like it. @throws NameError */
export function* foundIn(screen: Screen, asked: Asked): Steps<Found[]> {
  const matched = matchedIn(screen, asked);
  const named = yield* namedIn(screen, asked);
  const elsewhere = elsewhereIn(screen, asked);
  const near = nearIn(screen, asked);
  const all: Found[] = [];
  for (const entry of new Set([...matched.keys(), ...named.keys(), ...elsewhere.keys(), ...near.keys()])) {
    const of = <T>(some: ReadonlyMap<Entry, readonly T[]>): readonly T[] => some.get(entry) ?? [];
    const name = named.get(entry) ?? (yield* agreementWith(entry, asked));
    all.push({ entry, matched: of(matched), elsewhere: of(elsewhere), near: of(near), name });
  }
  return all;
}

function matchedIn(screen: Screen, asked: Asked): Map<Entry, Identifier[]> {
  return byEntry(asked.identifiers.flatMap((identifier) => screen.sharing(identifier)));
}

/** A nationality is taken for the country that issued a paper: with a name like theirs the number is not passed over. */
function elsewhereIn(screen: Screen, asked: Asked): Map<Entry, Identifier[]> {
  const shown = asked.identifiers.filter(({ type }) => papers.has(type));
  return byEntry(shown.flatMap((identifier) => screen.numberedAlike(identifier)));
}

/** A paper is taken for one of another kind, and an O for a zero. */
function nearIn(screen: Screen, asked: Asked): Map<Entry, NearPaper[]> {
  const all = asked.identifiers.flatMap((identifier) => screen.near(identifier));
  const found = Map.groupBy(all, ({ entry }) => entry);
  return new Map([...found].map(([entry, some]) => [entry, some.map(({ paper }) => paper)]));
}

function byEntry(shared: readonly Shared[]): Map<Entry, Identifier[]> {
  const found = new Map<Entry, Identifier[]>();
  for (const { entry, identifier } of shared) found.set(entry, [...(found.get(entry) ?? []), identifier]);
  return found;
}

function* namedIn(screen: Screen, { names, companies }: Asked): Steps<Map<Entry, NameAgreement>> {
  const found = new Map<Entry, NameAgreement>();
  for (const name of [...names, ...companies]) {
    for (const { entry, score, reasons } of yield* screen.named(name, MOST_NAMED)) {
      if (score >= POSSIBLE && score > (found.get(entry)?.score ?? 0)) found.set(entry, agreementOf(score, reasons));
    }
  }
  return found;
}

/** Names that were asked for are held against whomever an identifier led to, too. */
function* agreementWith(entry: Entry, { names, companies }: Asked): Steps<NameAgreement> {
  const asked = entry.kind === 'person' ? names : companies;
  return asked.length === 0 ? unasked : yield* bestAgreement(asked, entry.names);
}

import { type CheckGrade, checkGrades } from '@tocsin/record';
import type { CheckReason } from '../api/checks.ts';
import { type BornAgreement, compareBorn } from './born.ts';
import type { Identifier, IdentifierType } from './identifier.ts';
import { papers } from './paper.ts';
import { reason } from './reason.ts';
import type { Subject } from './subject.ts';

/** How far the names agree; `unasked` where none was given. */
export interface NameAgreement {
  readonly how: 'same' | 'similar' | 'differs' | 'unasked';
  /** 0 to 1, to rank by; never shown. */
  readonly score: number;
  readonly reasons: readonly CheckReason[];
}

/** A paper of a listed subject whose number is nearly one that was asked for. */
export interface NearPaper {
  /** The very number on another kind of paper, or nearly the number on the same kind. */
  readonly how: 'other-paper' | 'misread';
  readonly asked: Identifier;
  readonly theirs: Identifier;
}

/** Everything that speaks for or against one listed subject. */
export interface Evidence {
  readonly subject: Subject;
  /** Identifiers that were asked for and that it has. */
  readonly matched: readonly Identifier[];
  /** Its papers that have the number of one that was asked for, as another country's. */
  readonly elsewhere?: readonly Identifier[];
  readonly near?: readonly NearPaper[];
  readonly name: NameAgreement;
  readonly born: string | null;
  /** Identifiers that were asked for, whether it has them or not. */
  readonly asked: readonly Identifier[];
}

export interface Graded {
  readonly grade: CheckGrade;
  readonly why: readonly CheckReason[];
  readonly wouldDecide: readonly string[];
}

/** One's own where a name says so too. */
const reachable: ReadonlySet<IdentifierType> = new Set(['phone', 'account', 'wallet', 'social']);

/**
 * How surely a listed subject is the one asked about; null where nothing or too little says so. Only an identifier that no
 * name contradicts is graded `identifier`: a name alone, with whatever date of birth, never is.
 */
export function graded(evidence: Evidence): Graded | null {
  const { subject, matched, elsewhere = [], near = [], name, born } = evidence;
  const birth = compareBorn(born, subject.born);
  const numbered = elsewhere.length > 0 && (name.how === 'same' || name.how === 'similar');
  const least = atLeast(numbered ? 'possible' : null, near.length > 0 ? byNearPaper(name, birth) : null);
  const grade = atLeast(least, byIdentifier(matched, name, birth) ?? byName(name, birth));
  if (grade === null) return null;
  const why = [
    ...matched.map(({ type }) => reason('same-identifier', { type })),
    ...near.map(({ how, theirs: { type } }) => reason(nearCodes[how], { type })),
    ...otherPapers(evidence).map((type) => reason('identifier-differs', { type })),
    ...name.reasons,
    ...(name.how === 'differs' ? [reason('name-differs')] : []),
    ...bornReasons(birth),
  ];
  return { grade, why, wouldDecide: grade === 'identifier' ? [] : decisive(evidence, birth) };
}

const atLeast = (least: CheckGrade | null, grade: CheckGrade | null): CheckGrade | null =>
  least !== null && (grade === null || byGrade(grade, least) > 0) ? least : grade;

function byIdentifier(matched: readonly Identifier[], name: NameAgreement, birth: BornAgreement): CheckGrade | null {
  const paper = matched.some(({ type }) => papers.has(type));
  if (!paper && !matched.some(({ type }) => reachable.has(type))) return null;
  // Countries number papers alike, and digits are read wrongly: with another name it is a question, not an answer.
  if (name.how === 'differs') return paper ? 'possible' : null;
  // Phones and accounts are lent, sold and shared: without a name they ask for a closer look, and decide nothing.
  if (!paper && name.how === 'unasked') return 'possible';
  return isContradicted(birth) ? 'strong' : 'identifier';
}

const isContradicted = (birth: BornAgreement): boolean => birth.how === 'years-apart' && birth.years > 2;

const nearCodes = { 'other-paper': 'same-number-other-paper', misread: 'number-misread' } as const;

/** Always less than the paper itself: whoever typed it shall look again, and whoever bears another name is shown and no more. */
function byNearPaper({ how }: NameAgreement, birth: BornAgreement): CheckGrade {
  if (how === 'differs') return 'weak';
  if (how === 'unasked') return isContradicted(birth) ? 'weak' : 'possible';
  return isContradicted(birth) ? 'possible' : 'strong';
}

function byName({ how }: NameAgreement, birth: BornAgreement): CheckGrade | null {
  if (how !== 'same' && how !== 'similar') return null;
  const near = birth.how === 'years-apart' && birth.years <= 2;
  if (how === 'same') {
    if (birth.how === 'same-day') return 'strong';
    return birth.how === 'years-apart' && !near ? 'weak' : 'possible';
  }
  if (birth.how === 'same-day') return 'possible';
  return birth.how === 'years-apart' && !near ? null : 'weak';
}

function bornReasons(birth: BornAgreement): CheckReason[] {
  switch (birth.how) {
    case 'unknown':
      return [];
    case 'years-apart':
      return [{ code: 'birth-years-apart', years: birth.years }];
    default:
      return [{ code: `birth-${birth.how}` }];
  }
}

/** At most so many are named: what can be looked at on the paper. */
const MOST_DECISIVE = 3;

/** Papers that it has otherwise than they were asked for. They are renewed, and nobody has only one: told, and no proof. */
function otherPapers({ subject, matched, elsewhere = [], near = [], asked }: Evidence): IdentifierType[] {
  const alike = near.flatMap((one) => [one.asked, one.theirs]);
  const found = new Set([...matched, ...elsewhere, ...alike].map(({ type }) => type));
  const held = new Set(subject.identifiers.map(({ type }) => type));
  const shown = new Set(asked.map(({ type }) => type));
  return [...shown].filter((type) => papers.has(type) && held.has(type) && !found.has(type));
}

/** What would tell whether it is the same one: what the listing knows and was not asked, by its kind and never its value. */
function decisive(evidence: Evidence, birth: BornAgreement): string[] {
  const { subject, matched, elsewhere = [], near = [], name, born, asked } = evidence;
  const shown = new Set(asked.map(({ type }) => type));
  const held = new Set(subject.identifiers.map(({ type }) => type));
  const known = (['passport', 'national-id', 'registration', 'document', 'phone'] as const).filter(
    (type) => held.has(type) && !shown.has(type),
  );
  const countryless = [...matched, ...asked].some(({ type, scope }) => papers.has(type) && scope === null);
  const numberAlone = matched.length > 0 && name.how === 'differs' && countryless;
  const wanted = [
    ...new Set(near.map(({ theirs }) => theirs.type)),
    ...(elsewhere.length > 0 || numberAlone ? ['issuing-country'] : []),
    ...(matched.length > 0 && name.how === 'unasked' ? ['name'] : []),
    ...(birth.how === 'unknown' && subject.born !== null ? ['born'] : []),
    ...(birth.how === 'same-year' && (subject.born ?? '').length > (born ?? '').length ? ['day-of-birth'] : []),
    ...known.filter((type) => !near.some(({ theirs }) => theirs.type === type)),
  ];
  return wanted.length === 0 ? ['ask-proposer'] : wanted.slice(0, MOST_DECISIVE);
}

/** The surer first. */
export const byGrade = (a: CheckGrade, b: CheckGrade): number => checkGrades.indexOf(a) - checkGrades.indexOf(b);

import type { CheckVerdict, LicenceStanding, StatementId } from '@tocsin/record';
import type { ListedLicence } from '../api/brokers.ts';
import type { Candidate, CheckReason, FoundLicence, Front, GivenAnswer } from '../api/checks.ts';
import type { Asked } from './asked.ts';
import type { Decided } from './decisions.ts';
import { type Found, foundIn, gradeOf } from './find.ts';
import { frontsFor } from './front.ts';
import { byGrade } from './grade.ts';
import type { Identifier } from './identifier.ts';
import { foundLicence, registrationOf } from './licence.ts';
import { reason } from './reason.ts';
import type { Screen } from './screen.ts';
import type { StandingOf } from './standing.ts';
import type { WrittenName } from './subject.ts';
import type { Steps } from './turns.ts';

/** What an answer is made from: an agency's own index and view, or the copy that a post without a line carries. */
export interface Sources {
  readonly screen: Screen;
  /** Whose phone numbers national ones are; ISO 3166 alpha-2. */
  readonly country: string;
  readonly standingOf: StandingOf;
  /** Licences of a number, in every register or in one. */
  licences(number: string, authority: string | null): readonly ListedLicence[];
  /** Licences of businesses that have one of these names, and whether every register was looked at. */
  licencesOf(companies: readonly WrittenName[]): Steps<{
    readonly found: readonly ListedLicence[];
    readonly complete: boolean;
  }>;
  /** What was decided before of who is asked for and a listing, which has these of the numbers that are asked for. */
  decided(asked: Asked, record: StatementId, matched: readonly Identifier[]): Decided | null;
}

/** At most so many are shown: a list of hundreds makes officers skip the check. */
const MOST_CANDIDATES = 5;

/** Licences of one business that are shown, the gravest first. */
const MOST_LICENCES = 5;

/** The one answer to a query, with what it rests on (docs/spec/check.md). Nobody else is asked. */
export function* answerTo(sources: Sources, asked: Asked): Steps<GivenAnswer> {
  const { screen, standingOf, country } = sources;
  const { registered, licences, near, complete } = yield* licencesFor(sources, asked);
  const found = yield* foundIn(screen, asked);
  const { all, open, candidates, more, otherPurpose } = candidatesAmong(found, asked, sources);
  const fronts = yield* frontsFor(screen, {
    asked,
    found,
    licences: registered,
    candidates,
    open,
    country,
    standingOf,
  });
  const notes: CheckReason[] = [
    ...asked.notes,
    ...(otherPurpose ? [reason('other-purpose')] : []),
    ...(asked.licence !== null && licences.length === 0 ? [reason('licence-in-no-register')] : []),
    ...(licences.some(isByName) ? [reason('found-by-name')] : []),
    ...(near.size > 0 ? [reason('registration-near')] : []),
    ...(complete ? [] : [reason('registers-being-read')]),
  ];
  // On all that was found: what is shown is cut, and others may have written what is shown first.
  const verdict = verdictOn({ all, open }, { licences, near, complete, fronts });
  return { ...verdict, candidates, more, licences, fronts, notes };
}

const isByName = ({ foundBy }: FoundLicence): boolean => foundBy === 'name';

/** Licences that a query leads to, the gravest first where a name did. */
interface Licences {
  readonly registered: readonly ListedLicence[];
  readonly licences: FoundLicence[];
  /** Those of them whose holder has nearly the registration number that is shown. */
  readonly near: ReadonlySet<FoundLicence>;
  /** Whether every register was looked at. */
  readonly complete: boolean;
}

/** By the number that is shown, whoever holds it; by the name of a business only where no number is. */
function* licencesFor(sources: Sources, asked: Asked): Steps<Licences> {
  const { licence: number, authority, companies } = asked;
  if (number !== null)
    return yield* toldOf(sources.licences(number, authority), asked, { by: 'number', complete: true });
  if (companies.length === 0) return yield* toldOf([], asked, { by: 'name', complete: true });
  const { found, complete } = yield* sources.licencesOf(companies);
  const named = found.filter(({ licence }) => authority === null || licence.authority === authority);
  // One that is nearly the number shown is looked at where none has the number itself: digits are read and typed wrongly.
  const exact = named.some(({ licence }) => registrationOf(licence, asked) === 'same');
  const own = named.filter(({ licence }) => !exact || registrationOf(licence, asked) !== 'near');
  return yield* toldOf(own, asked, { by: 'name', complete });
}

function* toldOf(
  all: readonly ListedLicence[],
  asked: Asked,
  { by, complete }: { readonly by: FoundLicence['foundBy']; readonly complete: boolean },
): Steps<Licences> {
  const told: { registered: ListedLicence; licence: FoundLicence }[] = [];
  for (const registered of all) told.push({ registered, licence: yield* foundLicence(registered, asked, by) });
  // A registration number that is another one says that it is another business of this name.
  const shown = by === 'number' ? told : told.filter(({ licence }) => licence.holderAgrees !== false);
  if (by === 'name') shown.sort((a, b) => graveness(a.licence) - graveness(b.licence)).splice(MOST_LICENCES);
  const near = shown.filter(({ registered, licence }) => {
    return licence.holderAgrees !== false && registrationOf(registered.licence, asked) === 'near';
  });
  return {
    registered: shown.map(({ registered }) => registered),
    licences: shown.map(({ licence }) => licence),
    near: new Set(near.map(({ licence }) => licence)),
    complete,
  };
}

const graveness = ({ standing }: FoundLicence): number => gravestOfAll.indexOf(told[standing]);

function candidatesAmong(found: readonly Found[], asked: Asked, { standingOf, decided }: Sources) {
  let otherPurpose = false;
  const all = found.flatMap((one) => {
    const { entry, matched, name } = one;
    if (entry.part !== 'subject') return [];
    const judged = gradeOf(one, asked);
    if (judged === null) return [];
    const standing = standingOf(entry.record);
    if (standing === 'other-purpose' && judged.grade !== 'weak') otherPurpose = true;
    if (standing === null || standing === 'other-purpose') return [];
    const { record } = entry;
    const { grade, why, wouldDecide } = judged;
    const before = decided(asked, record, matched);
    const notTheSame = before?.notTheSame ?? null;
    const isOpen = before?.quiets !== true || grade === 'identifier';
    const candidate = { record, ...standing, grade, why: [...why], wouldDecide: [...wouldDecide], notTheSame };
    return [{ candidate, isOpen, score: name.score }];
  });
  all.sort((a, b) => byGrade(a.candidate.grade, b.candidate.grade) || rank(a) - rank(b) || b.score - a.score);
  // Where somebody fits well, those who hardly do only distract.
  const best = all[0]?.candidate.grade;
  const shown = all.filter(({ candidate }) => best === 'weak' || candidate.grade !== 'weak');
  const candidates = shown.slice(0, MOST_CANDIDATES).map(({ candidate }) => candidate);
  const more = shown.length - candidates.length;
  const open = new Set(all.flatMap(({ candidate, isOpen }) => (isOpen ? [candidate] : [])));
  return { all: all.map(({ candidate }) => candidate), open, candidates, more, otherPurpose };
}

interface Judged {
  readonly candidate: Candidate;
  /** Nothing that was decided before says that it is somebody else. */
  readonly isOpen: boolean;
}

/** Of one grade first who is not decided about, and of those who is listed before who is only proposed. */
const rank = ({ candidate, isOpen }: Judged): number => (isOpen ? 0 : 2) + (candidate.standing === 'listed' ? 0 : 1);

/** What the standing of a licence is told as. */
const told: Record<LicenceStanding, CheckVerdict> = {
  valid: 'licensed',
  expired: 'expired',
  suspended: 'suspended',
  cancelled: 'revoked',
  revoked: 'revoked',
  delisted: 'revoked',
  banned: 'revoked',
  'not-started': 'not-started',
};
const gravest: readonly CheckVerdict[] = ['revoked', 'suspended', 'expired', 'not-started', 'licensed'];
/** Of all licences of a business: an earlier one that ran out says nothing against the one in force. */
const gravestOfAll: readonly CheckVerdict[] = ['revoked', 'suspended', 'licensed', 'expired', 'not-started'];

/** What counts against somebody; a proposed or contested listing does not (docs/spec/listing.md, rule 10). */
const counts: ReadonlySet<Candidate['standing']> = new Set(['listed', 'under-review']);

interface Candidates {
  readonly all: readonly Candidate[];
  /** Those of them of whom it was not decided that they are somebody else. */
  readonly open: ReadonlySet<Candidate>;
}

interface Beside extends Omit<Licences, 'registered'> {
  readonly fronts: readonly Front[];
}

/** The gravest that holds: what is proved of a person, then what is proved of the paper, then what may be. */
function verdictOn({ all, open: those }: Candidates, { licences, near, complete, fronts }: Beside) {
  const open = all.filter((candidate) => those.has(candidate));
  const sure = open.filter(({ grade }) => grade === 'identifier');
  const grade = open[0]?.grade ?? null;
  const is = (answer: CheckVerdict) => ({ answer, grade });
  if (sure.some(({ standing }) => standing === 'listed')) return is('listed');
  if (sure.some(({ standing }) => standing === 'under-review')) return is('under-review');
  // Registers number alike: whose licence it is in one is not called another's for what the others have under the number.
  const agreed = licences.filter(({ holderAgrees }) => holderAgrees === true);
  if (agreed.length === 0 && licences.some(({ holderAgrees }) => holderAgrees === false)) return is('other-holder');
  const byName = licences.some(isByName);
  // Nobody is licensed by a name and a number that is not quite theirs; whoever may be revoked is told so.
  const papers = (byName || agreed.length === 0 ? licences : agreed)
    .filter((licence) => !byName || !near.has(licence) || told[licence.standing] !== 'licensed')
    .map(({ standing }) => told[standing]);
  const paper = (byName ? gravestOfAll : gravest).find((verdict) => papers.includes(verdict)) ?? null;
  // What a name alone led to proves nothing of a paper: it stands behind whoever may be listed.
  if (paper !== null && paper !== 'licensed' && !byName) return is(paper);
  const likely = open.filter((candidate) => candidate.grade !== 'weak');
  if (likely.some(({ standing }) => counts.has(standing))) return is('possible');
  if (likely.length > 0) return is('unsettled');
  // As long as a register was not looked at, the one that revoked it may be that one.
  if (paper !== null && (paper !== 'licensed' || complete)) return is(paper);
  if (fronts.some(({ standing }) => counts.has(standing))) return is('related');
  return is(all.length > 0 && open.length === 0 ? 'not-the-same' : 'unknown');
}

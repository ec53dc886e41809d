import type { AgencyCode, Instant, LicenceStanding, Purpose } from '@tocsin/record';
import type { Candidate, CheckReason, CheckVerdict, FoundLicence, GivenAnswer } from '../api/checks.ts';
import type { View } from '../view/view.ts';
import type { Asked } from './asked.ts';
import { frontsFor } from './front.ts';
import { byGrade, graded, type NameAgreement } from './grade.ts';
import type { Identifier } from './identifier.ts';
import { licencesFor } from './licence.ts';
import type { Entry, Screen } from './screen.ts';
import { type StandingOf, standings } from './standing.ts';

export interface AnswerServices {
  readonly agency: AgencyCode;
  readonly view: View;
  readonly screen: Screen;
}

/** For what, and when, is asked. */
export interface Asking {
  readonly purpose: Purpose;
  readonly now: Instant;
}

/** At most so many are shown: a list of hundreds makes officers skip the check. */
const MOST_CANDIDATES = 5;

/** The one answer to a query, with what it rests on (docs/spec/check.md). Nobody but the own view and index is asked. */
export function answerTo(services: AnswerServices, asked: Asked, asking: Asking): GivenAnswer {
  const standingOf = standings(services.view, { agency: services.agency, ...asking });
  const licences = licencesFor(services, asked, asking.now);
  const { candidates, otherPurpose } = candidatesFor(services, asked, standingOf);
  const fronts = frontsFor(services.screen, { asked, licences, candidates, standingOf });
  const notes: CheckReason[] = [
    ...asked.notes,
    ...(otherPurpose ? [{ code: 'other-purpose' }] : []),
    ...(asked.licence !== null && licences.length === 0 ? [{ code: 'licence-in-no-register' }] : []),
  ];
  return { ...verdictOn(candidates, licences), candidates, licences, fronts, notes };
}

function candidatesFor({ screen }: AnswerServices, asked: Asked, standingOf: StandingOf) {
  const found = foundIn(screen, asked);
  let otherPurpose = false;
  const all = [...found].flatMap(([entry, { matched, name }]) => {
    const judged = graded({ subject: entry, matched, name, born: asked.born });
    if (judged === null) return [];
    const standing = standingOf(entry.record);
    if (standing === 'other-purpose') otherPurpose = true;
    if (standing === null || standing === 'other-purpose') return [];
    const candidate: Candidate = {
      record: entry.record,
      ...standing,
      grade: judged.grade,
      why: [...judged.why],
      wouldDecide: [...judged.wouldDecide],
      notTheSame: null,
    };
    return [{ candidate, score: name.score }];
  });
  all.sort((a, b) => byGrade(a.candidate.grade, b.candidate.grade) || b.score - a.score);
  const candidates = all.map(({ candidate }) => candidate).slice(0, MOST_CANDIDATES);
  return { candidates, otherPurpose };
}

interface Found {
  readonly matched: Identifier[];
  readonly name: NameAgreement;
}

const unasked: NameAgreement = { how: 'unasked', score: 0, reasons: [] };

/** Subjects of listings that share something with what was asked. */
function foundIn(screen: Screen, asked: Asked): Map<Entry, Found> {
  const found = new Map<Entry, Found>();
  for (const identifier of asked.identifiers) {
    for (const { entry, identifier: theirs } of screen.sharing(identifier)) {
      if (entry.part !== 'subject') continue;
      const known = found.get(entry) ?? { matched: [], name: unasked };
      known.matched.push(theirs);
      found.set(entry, known);
    }
  }
  return found;
}

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

/** The gravest that holds: what is proved of a person, then what is proved of the paper, then what may be. */
function verdictOn(candidates: readonly Candidate[], licences: readonly FoundLicence[]) {
  const open = candidates.filter(({ grade, notTheSame }) => grade === 'identifier' || notTheSame === null);
  const sure = open.filter(({ grade }) => grade === 'identifier');
  const grade = open[0]?.grade ?? null;
  const is = (answer: CheckVerdict) => ({ answer, grade });
  if (sure.some(({ standing }) => standing === 'listed')) return is('listed');
  if (sure.some(({ standing }) => standing === 'under-review')) return is('under-review');
  if (licences.some(({ holderAgrees }) => holderAgrees === false)) return is('other-holder');
  const papers = licences.map(({ standing }) => told[standing]);
  const paper = gravest.find((verdict) => papers.includes(verdict)) ?? null;
  if (paper !== null && paper !== 'licensed') return is(paper);
  if (open.some((candidate) => candidate.grade !== 'weak')) return is('possible');
  return is(paper ?? 'unknown');
}

import type { StatementId } from '@tocsin/record';
import type { Candidate, CheckReason, FoundLicence, Front } from '../api/checks.ts';
import type { Asked } from './asked.ts';
import type { Identifier } from './identifier.ts';
import type { Entry, Screen } from './screen.ts';
import type { StandingOf } from './standing.ts';

/** At most so many are shown. */
const MOST_FRONTS = 5;

export interface FrontQuestion {
  readonly asked: Asked;
  readonly licences: readonly FoundLicence[];
  readonly candidates: readonly Candidate[];
  readonly standingOf: StandingOf;
}

/**
 * Listings that are not about whom was asked for but that something leads to: a phone, an account, a licence shared with
 * somebody listed, a company that the one asked for stands behind. Only listings that the agency holds are looked through.
 */
export function frontsFor(screen: Screen, { asked, candidates, standingOf }: FrontQuestion): Front[] {
  const shown = new Set<StatementId>(candidates.map(({ record }) => record));
  const fronts = new Map<StatementId, Front>();
  for (const identifier of asked.identifiers) {
    for (const { entry } of screen.sharing(identifier)) {
      const standing = standingOf(entry.record);
      if (shown.has(entry.record) || fronts.has(entry.record)) continue;
      if (standing === null || standing === 'other-purpose') continue;
      fronts.set(entry.record, { record: entry.record, ...standing, path: [stepTo(entry, identifier)] });
    }
  }
  return [...fronts.values()].slice(0, MOST_FRONTS);
}

const stepTo = ({ part }: Entry, { type }: Identifier): CheckReason => ({ code: 'shares', type, with: part });

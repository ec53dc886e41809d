import { type AgencyCode, accessKey, type Instant, leaseKey, type StatementId } from '@tocsin/record';
import type { Finding } from './finding.ts';
import { type Opening, openingsIn } from './opening.ts';
import type { Trail } from './trail.ts';

/** A share that an agency's gateway has noted as released. */
export interface NotedRelease {
  /** The access or lease that was shown. */
  readonly access: StatementId;
  /** Whose gateway asked. */
  readonly agency: AgencyCode;
  readonly at: Instant;
}

/** What a trustee's own log says, to be held against what officers' receipts say of that trustee. */
export interface NotedReleases {
  /** Whose log it is. */
  readonly trustee: AgencyCode;
  readonly releases: readonly NotedRelease[];
}

/** Where receipts and the trustee's own log differ: one of the two is not true. */
export function releasesTold(trail: Trail, { trustee, releases }: NotedReleases): Finding[] {
  const noted = new Set(releases.map(({ access }) => access));
  const claimed = openingsIn(trail).filter(({ id, released }) => released.includes(trustee) && !noted.has(id));
  const byOfficer = [...Map.groupBy(claimed, ({ officer }) => officer).values()];
  return [...byOfficer.map((own) => neverReleased(own)), ...neverAsked(trail, releases)];
}

function neverReleased(claimed: readonly Opening[]): Finding {
  const [first, last] = [claimed[0], claimed.at(-1)];
  if (first === undefined || last === undefined) throw new RangeError('a finding without statements');
  const { agency, officer } = first;
  const numbers = { receipts: claimed.length };
  const span = { since: first.at, until: last.at, statements: claimed.map(({ id }) => id) };
  return { rule: 'receipt-not-released', agency, officer, numbers, ...span };
}

/** What was released after the last block that was read may rest on a later one. */
function neverAsked(trail: Trail, releases: readonly NotedRelease[]): Finding[] {
  const reach = trail.reach?.at ?? '';
  const without = releases.filter(({ access, at }) => at <= reach && !isAsked(trail, access));
  return [...Map.groupBy(without, ({ agency }) => agency)].map(([agency, own]) => {
    const times = own.map(({ at }) => at).sort();
    const span = { since: times[0] ?? '', until: times.at(-1) ?? '' };
    const statements = [...new Set(own.map(({ access }) => access))];
    return {
      rule: 'released-not-asked',
      agency,
      officer: null,
      numbers: { releases: own.length },
      ...span,
      statements,
    };
  });
}

const isAsked = (trail: Trail, id: StatementId): boolean =>
  trail.state(accessKey(id)) !== undefined || trail.state(leaseKey(id)) !== undefined;

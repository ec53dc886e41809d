import type { NetworkState } from '@tocsin/gateway/api';
import { type AgencyCode, daysAfter, type Instant, type Roster, toMillis } from '@tocsin/record';
import { type Finding, finding } from './finding.ts';

/** A view may be a few blocks behind its peer while blocks come fast. */
const USUAL_LAG = 3n;
/** Clocks further apart than this make requests look old, seconds. */
const APART = 30;
/** Another roster takes weeks: trustees publish keys, members agree. */
const ROSTER_DAYS = 30;

/** What is looked at of the network. */
export interface NetworkFacts {
  readonly now: Instant;
  readonly own: AgencyCode;
  readonly network: NetworkState;
  readonly roster: Roster | null;
}

/** A peer, a view, cosigners or trustees that do not do what the exchange needs of them. */
export function networkFindings(facts: NetworkFacts): Finding[] {
  return [...contradictions(facts), ...following(facts), ...cosigning(facts), ...trustees(facts), ...clocks(facts)];
}

const contradictions = ({ own, network }: NetworkFacts): Finding[] =>
  network.alarms.map(({ against, at }) => finding('contradiction', 'wrong', own, { who: [against], at }));

function following({ own, network: { peer, view } }: NetworkFacts): Finding[] {
  if (view.following === 'broken') return [finding('view-broken', 'wrong', own)];
  if (peer.blocks === null) return [finding('peer-silent', 'wrong', own, { command: 'tocsin network status' })];
  const behind = BigInt(peer.blocks) - 1n - BigInt(view.block ?? '-1');
  return behind > USUAL_LAG ? [finding('view-behind', 'wrong', own, { count: Number(behind) })] : [];
}

function cosigning({ own, network: { checkpoint, cosigners } }: NetworkFacts): Finding[] {
  const silent = cosigners.filter(({ agency, counts }) => agency !== own && !counts);
  if (checkpoint.fault === 'CHECKPOINT_NOT_COSIGNED') {
    const who = silent.map(({ agency }) => agency);
    return [finding('not-cosigned', 'wrong', own, { who, count: cosigners.length - silent.length })];
  }
  if (checkpoint.fault !== null) return [];
  return silent.map(({ agency, at }) => finding('cosigner-silent', 'soon', agency, { at }));
}

function trustees({ own, now, roster }: NetworkFacts): Finding[] {
  if (roster === null) return [finding('no-trustees', 'soon', own, { command: 'tocsin roster propose --help' })];
  if (roster.until > daysAfter(now, ROSTER_DAYS)) return [];
  const weight = roster.until <= now ? 'wrong' : 'soon';
  return [finding('trustees-end', weight, own, { at: roster.until, command: 'tocsin roster propose --help' })];
}

function clocks({ own, now, network: { time } }: NetworkFacts): Finding[] {
  const apart = Math.round(Math.abs(toMillis(now) - toMillis(time)) / 1000);
  return apart > APART ? [finding('clock-off', 'soon', own, { count: apart })] : [];
}

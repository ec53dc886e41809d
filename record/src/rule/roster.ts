import type { Network, PublishedKey } from '../agency.ts';
import { must } from '../error.ts';
import type { Instant } from '../id.ts';
import type { ProposedRoster, Roster, Trustee } from '../roster.ts';
import { gatewayKey, networkKey, publishedKeyKey, rosterKey, type StateKey, type Write, write } from '../state.ts';
import { activeMember, mustNotBeAuditor } from './caller.ts';
import type { Context } from './rule.ts';

/** What judging a roster needs to know of its trustees. */
export const keysOfRoster = ({ trustees }: ProposedRoster): StateKey[] =>
  trustees.flatMap(({ agency, unit, epoch }) => [gatewayKey(agency), publishedKeyKey(agency, unit, 'trustee', epoch)]);

/** The roster that a new one takes the place of. */
export const currentRoster = (network: Network | undefined): StateKey<'roster'>[] =>
  network?.roster === undefined ? [] : [rosterKey(network.roster)];

/**
 * Whether record keys may be dealt to these: a majority of distinct agencies with distinct keys, in two countries at
 * least and fewer than it takes in any of them, so that neither one government nor a minority opens what is locked.
 * @returns the trustees with their keys, in order
 */
export function mustProtect({ t, trustees }: ProposedRoster, { state, network, now }: Context): Trustee[] {
  const n = trustees.length;
  must(t > n / 2 && t >= 2 && t <= n, 'ROSTER_UNFIT', `${t} of ${n}`);
  const members = trustees.map(({ agency }) => activeMember(network, agency));
  members.forEach(mustNotBeAuditor);
  must(areDistinct(members.map(({ code }) => code)), 'ROSTER_UNFIT', 'one agency twice');
  const byCountry = Map.groupBy(members, ({ country }) => country);
  must(byCountry.size >= 2, 'ROSTER_UNFIT', 'one country alone');
  for (const [country, own] of byCountry) must(own.length < t, 'ROSTER_UNFIT', `${country} alone has ${t}`);
  const gateways = trustees.map(({ agency }) => {
    const gateway = state.get(gatewayKey(agency));
    must(gateway, 'UNKNOWN_GATEWAY', agency);
    return gateway;
  });
  must(areDistinct(gateways.map(({ cosigner }) => cosigner)), 'ROSTER_UNFIT', 'one cosigner for two gateways');
  const keys = trustees.map((trustee) => keyOf(trustee, state, now));
  must(areDistinct(keys.map(({ key }) => key)), 'ROSTER_UNFIT', 'one key for two trustees');
  return keys.map(({ agency, unit, epoch, key, digest }) => ({ agency, unit, keyEpoch: epoch, key, digest }));
}

const areDistinct = (values: readonly string[]): boolean => new Set(values).size === values.length;

function keyOf(
  { agency, unit, epoch, digest }: ProposedRoster['trustees'][number],
  state: Context['state'],
  now: Instant,
): PublishedKey {
  const key = state.get(publishedKeyKey(agency, unit, 'trustee', epoch));
  must(key, 'UNKNOWN_KEY', agency);
  must(key.digest === digest, 'DIGEST_MISMATCH', agency);
  must(key.destroyed === null, 'KEY_DESTROYED', agency);
  must(now >= key.from, 'KEY_NOT_YET', agency);
  must(now < key.until, 'ROSTER_UNFIT', `${agency}: its key has run out`);
  return key;
}

/** The roster of the next epoch takes the last one's place. */
export function adopted(proposed: ProposedRoster, context: Context): Write[] {
  const { state, network, now } = context;
  const trustees = mustProtect(proposed, context);
  const epoch = (network.roster ?? 0) + 1;
  const ends = proposed.trustees.map((trustee) => keyOf(trustee, state, now).until).sort();
  const roster: Roster = { epoch, t: proposed.t, trustees, since: now, until: ends[0] ?? now, superseded: null };
  return [
    write(networkKey, { ...network, roster: epoch }),
    write(rosterKey(epoch), roster),
    ...currentRoster(network).map((key) => write(key, { ...held(state.get(key)), superseded: now })),
  ];
}

function held(roster: Roster | undefined): Roster {
  if (roster === undefined) throw new Error('the network names a roster that state does not hold');
  return roster;
}

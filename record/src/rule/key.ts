import type { PublishedKey } from '../agency.ts';
import { must } from '../error.ts';
import type { Instant } from '../id.ts';
import { networkKey, publishedKeyKey, rosterKey, unitKey, write } from '../state.ts';
import type { StatementOf } from '../statement.ts';
import { apart, daysAfter, hoursAfter } from '../time.ts';
import { activeMember, CLOCK_TOLERANCE_MS, mustNotBeAuditor } from './caller.ts';
import type { Rule } from './rule.ts';

/** Hours between a key's announcement and its use, so that members see it before anything is sealed to it. */
export const KEY_NOTICE_HOURS = 24;

/** A seal key lasts 90 days and 7 more in which its successor holds too (protocols.md, section 5). */
export const SEAL_KEY_DAYS = 97;

export const publishKey: Rule<'key.publish/1'> = {
  roles: ['keymaster'],
  reads: ({ agency, unit, use, epoch }) => [
    unitKey(agency, unit),
    publishedKeyKey(agency, unit, use, epoch),
    publishedKeyKey(agency, unit, use, epoch - 1),
  ],
  judge(statement, { state, network, now, digest }) {
    mustNotBeAuditor(activeMember(network, statement.agency));
    const { agency, unit, use, epoch } = statement;
    must(state.get(unitKey(agency, unit))?.closed === false, 'UNKNOWN_UNIT', unit);
    must(state.get(publishedKeyKey(agency, unit, use, epoch)) === undefined, 'KEY_EPOCH', 'already announced');
    const last = state.get(publishedKeyKey(agency, unit, use, epoch - 1));
    must(epoch === 1 || last !== undefined, 'KEY_EPOCH', 'epoch must be the last one plus 1');
    must(statement.previous === (last?.digest ?? null), 'KEY_EPOCH', 'previous');
    must(statement.from < statement.until && statement.until > now, 'KEY_EPOCH', 'validity');
    const from = effectiveFrom(statement, now);
    must(from < statement.until, 'KEY_EPOCH', 'validity');
    const longest = statement.use === 'trustee' || statement.until <= daysAfter(from, SEAL_KEY_DAYS);
    must(longest, 'KEY_EPOCH', `a seal key lasts ${SEAL_KEY_DAYS} days at most`);
    const key: PublishedKey = {
      id: statement.id,
      agency,
      unit,
      use,
      epoch,
      key: statement.key,
      until: statement.until,
      digest,
      countersigned: null,
      destroyed: null,
      from,
    };
    return [write(publishedKeyKey(agency, unit, use, epoch), key)];
  },
};

/** A first key has nothing it could replace unseen and holds at once; later ones after their notice. */
function effectiveFrom(statement: StatementOf<'key.publish/1'>, now: Instant): Instant {
  if (statement.epoch === 1) return statement.from > now ? statement.from : now;
  const earliest = hoursAfter(now, KEY_NOTICE_HOURS);
  const early = statement.from < earliest && apart(statement.from, earliest) > CLOCK_TOLERANCE_MS;
  must(!early, 'KEY_NOT_YET', earliest);
  return statement.from > earliest ? statement.from : earliest;
}

export const countersignKey: Rule<'key.countersign/1'> = {
  roles: ['keymaster'],
  reads: ({ owner, unit, use, epoch }) => [publishedKeyKey(owner, unit, use, epoch)],
  judge(statement, { state, network, now }) {
    activeMember(network, statement.owner);
    const where = publishedKeyKey(statement.owner, statement.unit, statement.use, statement.epoch);
    const key = state.get(where);
    must(key, 'UNKNOWN_KEY');
    must(key.agency !== statement.agency, 'WRONG_AGENCY', 'a second agency must countersign');
    must(key.digest === statement.digest, 'DIGEST_MISMATCH');
    must(key.destroyed === null, 'KEY_DESTROYED');
    must(key.countersigned === null, 'ALREADY_SIGNED');
    return [write(where, { ...key, countersigned: statement.agency, from: now < key.from ? now : key.from })];
  },
};

/** Nothing may rest on a key whose secret is gone: one that the roster in force names is not destroyed before the next. */
export const destroyKey: Rule<'key.destroy/1'> = {
  roles: ['keymaster'],
  reads: ({ agency, unit, use, epoch }) => [publishedKeyKey(agency, unit, use, epoch)],
  andThen: ({ use }, state) => {
    const current = state.get(networkKey)?.roster;
    return use === 'trustee' && current !== undefined ? [rosterKey(current)] : [];
  },
  judge({ agency, unit, use, epoch, digest }, { state, network, now }) {
    const where = publishedKeyKey(agency, unit, use, epoch);
    const key = state.get(where);
    must(key, 'UNKNOWN_KEY');
    must(key.digest === digest, 'DIGEST_MISMATCH');
    must(key.destroyed === null, 'KEY_DESTROYED');
    const roster = use === 'trustee' && network.roster !== undefined ? state.get(rosterKey(network.roster)) : undefined;
    const used = roster?.trustees.some((trustee) => trustee.digest === digest) ?? false;
    must(!used, 'KEY_IN_USE', `roster ${roster?.epoch}`);
    return [write(where, { ...key, destroyed: now })];
  },
};

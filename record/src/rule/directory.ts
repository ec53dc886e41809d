import type { FocalPoint, Officer, PublishedKey, Unit } from '../agency.ts';
import { must } from '../error.ts';
import type { Instant } from '../id.ts';
import { agencyKey, focalPointKey, officerKey, publishedKeyKey, unitKey, write } from '../state.ts';
import type { StatementOf } from '../statement.ts';
import { apart, hoursAfter } from '../time.ts';
import { activeMember, CLOCK_TOLERANCE_MS, membershipOf } from './caller.ts';
import type { Rule } from './rule.ts';

/** Hours between a key's announcement and its use, so that members see it before anything is sealed to it. */
export const KEY_NOTICE_HOURS = 24;

export const setUnit: Rule<'unit.set/1'> = {
  role: 'registrar',
  reads: () => [],
  judge({ agency, unit: code, level, names, desk, closed }) {
    const unit: Unit = { agency, code, level, names, desk, closed };
    return [write(unitKey(agency, code), unit)];
  },
};

export const registerOfficer: Rule<'officer.register/1'> = {
  role: 'registrar',
  reads: ({ officer, agency, unit }) => [officerKey(officer), unitKey(agency, unit), agencyKey(agency)],
  certificates: ({ certificate, agency }, state) => {
    const authority = state.get(agencyKey(agency));
    must(authority, 'UNKNOWN_AGENCY', agency);
    return [{ certificate, issuing: authority.issuing, root: authority.root }];
  },
  judge(statement, { state, caller, now, certified }) {
    must(state.get(officerKey(statement.officer)) === undefined, 'OFFICER_EXISTS', statement.officer);
    must(state.get(unitKey(statement.agency, statement.unit))?.closed === false, 'UNKNOWN_UNIT', statement.unit);
    const certificate = certified(statement.certificate);
    must(certificate.handle === statement.officer, 'BAD_OFFICER_CERTIFICATE', 'another handle');
    const within = statement.from >= certificate.from && statement.until <= certificate.until && statement.until > now;
    must(within && statement.from < statement.until, 'BAD_OFFICER_CERTIFICATE', 'validity');
    const { agency, unit, roles, from, until } = statement;
    const officer: Officer = {
      handle: statement.officer,
      agency,
      unit,
      roles,
      key: certificate.key,
      certificate: statement.certificate,
      from,
      until,
      ...membershipOf(caller),
      revoked: null,
    };
    return [write(officerKey(officer.handle), officer)];
  },
};

export const revokeOfficer: Rule<'officer.revoke/1'> = {
  role: 'registrar',
  reads: (statement) => [officerKey(statement.officer)],
  judge(statement, { state, now }) {
    const officer = state.get(officerKey(statement.officer));
    must(officer, 'UNKNOWN_OFFICER', statement.officer);
    must(officer.agency === statement.agency, 'WRONG_AGENCY');
    must(officer.revoked === null, 'OFFICER_REVOKED', statement.officer);
    return [write(officerKey(officer.handle), { ...officer, revoked: { at: now, reason: statement.reason } })];
  },
};

export const setFocalPoint: Rule<'focal-point.set/1'> = {
  role: 'coordinator',
  reads: (statement) => [unitKey(statement.agency, statement.unit), officerKey(statement.holder)],
  judge(statement, { state, now }) {
    must(state.get(unitKey(statement.agency, statement.unit))?.closed === false, 'UNKNOWN_UNIT', statement.unit);
    const officer = state.get(officerKey(statement.holder));
    must(officer?.agency === statement.agency, 'UNKNOWN_OFFICER', statement.holder);
    must(statement.closed || officer.revoked === null, 'OFFICER_REVOKED', statement.holder);
    const { agency, post, unit, holder, duties, languages, timeZone, until, closed } = statement;
    const point: FocalPoint = {
      agency,
      post,
      unit,
      holder,
      duties,
      languages,
      timeZone,
      until,
      confirmed: now,
      closed,
    };
    return [write(focalPointKey(agency, post), point)];
  },
};

export const publishKey: Rule<'key.publish/1'> = {
  role: 'keymaster',
  reads: ({ agency, unit, use, epoch }) => [
    unitKey(agency, unit),
    publishedKeyKey(agency, unit, use, epoch),
    publishedKeyKey(agency, unit, use, epoch - 1),
  ],
  judge(statement, { state, now, digest }) {
    const { agency, unit, use, epoch } = statement;
    must(state.get(unitKey(agency, unit))?.closed === false, 'UNKNOWN_UNIT', unit);
    must(state.get(publishedKeyKey(agency, unit, use, epoch)) === undefined, 'KEY_EPOCH', 'already announced');
    const last = state.get(publishedKeyKey(agency, unit, use, epoch - 1));
    must(epoch === 1 || last !== undefined, 'KEY_EPOCH', 'epoch must be the last one plus 1');
    must(statement.previous === (last?.digest ?? null), 'KEY_EPOCH', 'previous');
    must(statement.from < statement.until && statement.until > now, 'KEY_EPOCH', 'validity');
    const from = effectiveFrom(statement, now);
    must(from < statement.until, 'KEY_EPOCH', 'validity');
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
  role: 'keymaster',
  reads: ({ owner, unit, use, epoch }) => [publishedKeyKey(owner, unit, use, epoch)],
  judge(statement, { state, network, now }) {
    activeMember(network, statement.owner);
    const where = publishedKeyKey(statement.owner, statement.unit, statement.use, statement.epoch);
    const key = state.get(where);
    must(key, 'UNKNOWN_KEY');
    must(key.agency !== statement.agency, 'WRONG_AGENCY', 'a second agency must countersign');
    must(key.digest === statement.digest, 'DIGEST_MISMATCH');
    must(key.countersigned === null, 'ALREADY_SIGNED');
    return [write(where, { ...key, countersigned: statement.agency, from: now < key.from ? now : key.from })];
  },
};

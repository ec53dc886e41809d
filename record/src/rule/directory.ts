import type { FocalPoint, Gateway, Officer, Role, Unit } from '../agency.ts';
import { must } from '../error.ts';
import { agencyKey, focalPointKey, gatewayKey, officerKey, unitKey, write } from '../state.ts';
import { activeMember, membershipOf, mustNotBeAuditor } from './caller.ts';
import type { Context, Rule } from './rule.ts';

export const setUnit: Rule<'unit.set/1'> = {
  roles: ['registrar'],
  reads: () => [],
  judge({ agency, unit: code, level, names, desk, closed }) {
    const unit: Unit = { agency, code, level, names, desk, closed };
    return [write(unitKey(agency, code), unit)];
  },
};

export const registerOfficer: Rule<'officer.register/1'> = {
  roles: ['registrar'],
  reads: ({ officer, agency, unit }) => [officerKey(officer), unitKey(agency, unit), agencyKey(agency)],
  certificates: ({ certificate, agency }, state) => {
    const authority = state.get(agencyKey(agency));
    must(authority, 'UNKNOWN_AGENCY', agency);
    return [{ certificate, issuing: authority.issuing, root: authority.root }];
  },
  judge(statement, context) {
    const { state, caller, now, certified } = context;
    mustFit(statement.roles, context);
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

/** Roles that need a key of decryption, or that write and read records. */
const recordRoles: readonly Role[] = ['author', 'reader', 'keymaster'];

/** A gateway's key lies in its node and must not do what officers do; an auditor agency has no part in records. */
function mustFit(roles: readonly Role[], { network, caller }: Context): void {
  must(!roles.includes('gateway') || roles.length === 1, 'MALFORMED_STATEMENT', '/roles: gateway stands alone');
  if (roles.some((role) => recordRoles.includes(role))) mustNotBeAuditor(activeMember(network, caller.agency));
}

export const revokeOfficer: Rule<'officer.revoke/1'> = {
  roles: ['registrar'],
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
  roles: ['coordinator'],
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

export const setGateway: Rule<'gateway.set/1'> = {
  roles: ['registrar'],
  reads: ({ steward }) => [officerKey(steward)],
  judge({ id, agency, address, cosigner, steward: handle, tlsKeys }, { state, caller, now }) {
    const steward = state.get(officerKey(handle));
    must(steward?.agency === agency, 'UNKNOWN_OFFICER', handle);
    const standing = steward.revoked === null && steward.membership === caller.membership;
    must(standing, 'OFFICER_REVOKED', handle);
    must(steward.roles.includes('gateway'), 'ROLE_LACKING', 'gateway');
    const named = tlsKeys === undefined ? {} : { tlsKeys };
    const gateway: Gateway = { id, agency, address, cosigner, steward: handle, ...named, since: now };
    return [write(gatewayKey(agency), gateway)];
  },
};

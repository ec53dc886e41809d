import type { Agreement } from '../agreement.ts';
import { isParty, standing } from '../agreement.ts';
import { must } from '../error.ts';
import { agreementKey, type Write, write } from '../state.ts';
import type { StatementOf } from '../statement.ts';
import { activeMember } from './caller.ts';
import type { Context, Rule } from './rule.ts';

export const proposeAgreement: Rule<'agreement.propose/1'> = {
  roles: ['signatory'],
  reads: () => [],
  judge(statement, { network, digest, now }) {
    for (const party of statement.parties) activeMember(network, party);
    must(statement.parties.includes(statement.agency), 'NOT_A_PARTY', statement.agency);
    must(statement.from < statement.until && statement.until > now, 'AGREEMENT_EXPIRED', 'its term');
    const clauseIds = statement.clauses.map((clause) => clause.id);
    must(new Set(clauseIds).size === clauseIds.length, 'MALFORMED_STATEMENT', '/clauses: the same clause twice');
    const { id, name, agency: by, parties, clauses, from, until } = statement;
    const agreement: Agreement = {
      id,
      name,
      by,
      parties,
      clauses,
      from,
      until,
      digest,
      signed: [by],
      suspendedBy: null,
      withdrawn: [],
    };
    return [write(agreementKey(id), agreement)];
  },
};

export const signAgreement: Rule<'agreement.sign/1'> = changing((agreement, statement, { now }) => {
  must(agreement.digest === statement.digest, 'DIGEST_MISMATCH');
  must(!agreement.signed.includes(statement.agency), 'ALREADY_SIGNED', statement.agency);
  must(now < agreement.until, 'AGREEMENT_EXPIRED', agreement.name);
  return { ...agreement, signed: [...agreement.signed, statement.agency] };
});

export const suspendAgreement: Rule<'agreement.suspend/1'> = changing((agreement, statement) => {
  must(agreement.suspendedBy === null, 'AGREEMENT_SUSPENDED', agreement.name);
  return { ...agreement, suspendedBy: statement.agency };
});

/** A suspension outlives nobody: once its party is no longer a member, any other party may lift it. */
export const resumeAgreement: Rule<'agreement.resume/1'> = changing((agreement, statement, { network }) => {
  const suspender = network.members.find((member) => member.code === agreement.suspendedBy);
  const mine = agreement.suspendedBy === statement.agency || suspender?.status === 'removed';
  must(mine, 'NOT_A_PARTY', 'only the party that suspended it may resume it');
  return { ...agreement, suspendedBy: null };
});

/** Whoever leaves takes its own suspension along: a party that is gone could never lift it. */
export const withdrawFromAgreement: Rule<'agreement.withdraw/1'> = changing((agreement, statement) => ({
  ...agreement,
  withdrawn: [...agreement.withdrawn, statement.agency],
  suspendedBy: agreement.suspendedBy === statement.agency ? null : agreement.suspendedBy,
}));

type Change = 'agreement.sign/1' | 'agreement.suspend/1' | 'agreement.resume/1' | 'agreement.withdraw/1';

/** A rule by which a party changes an agreement that has not ended. */
function changing<T extends Change>(
  change: (agreement: Agreement, statement: StatementOf<T>, context: Context) => Agreement,
): Rule<T> {
  return {
    roles: ['signatory'],
    reads: (statement) => [agreementKey(statement.agreement)],
    judge(statement, context: Context): Write[] {
      const { state, now } = context;
      const agreement = state.get(agreementKey(statement.agreement));
      must(agreement, 'UNKNOWN_AGREEMENT');
      must(isParty(agreement, statement.agency), 'NOT_A_PARTY', statement.agency);
      must(standing(agreement, now) !== 'ended', 'AGREEMENT_ENDED', agreement.name);
      return [write(agreementKey(agreement.id), change(agreement, statement, context))];
    },
  };
}

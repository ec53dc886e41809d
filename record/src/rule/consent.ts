import { isParty, mustBeInForce } from '../agreement.ts';
import { must } from '../error.ts';
import { mustBeReadable } from '../opening.ts';
import type { Consent, Item, RecordHead, Share } from '../record.ts';
import { agreementKey, consentKey, itemKey, recordKey, write } from '../state.ts';
import type { StatementOf } from '../statement.ts';
import { activeMember, mustNotBeAuditor } from './caller.ts';
import { known } from './record.ts';
import type { Context, Rule } from './rule.ts';

/** Consents that one item holds at most, those withdrawn among them. */
const MAX_SHARES = 32;

/** Only who wrote an item lets a further agency open it, within the agreement that it was shared under. */
export const reshare: Rule<'consent.reshare/1'> = {
  roles: ['author'],
  reads: ({ record, item }) => [recordKey(record), itemKey(item)],
  andThen: ({ record }, state) => {
    const head = state.get(recordKey(record));
    return head === undefined ? [] : [agreementKey(head.agreement)];
  },
  judge(statement, context) {
    const head = known(statement, context);
    mustBeReadable(head, context.now);
    const item = context.state.get(itemKey(statement.item));
    must(item?.record === head.id && item.sealed !== null, 'UNKNOWN_RECORD', statement.item);
    must(item.author === statement.agency, 'NOT_THE_AUTHOR', statement.agency);
    must(item.shared.length < MAX_SHARES, 'LIMIT_REACHED', `${MAX_SHARES} consents`);
    const { id, to, purposes, until } = statement;
    must(to !== item.author && !item.to.includes(to), 'ALREADY_ADDRESSED', to);
    mustBeCovered(statement, head, context);
    must(until > context.now && until <= head.retain, 'RETENTION_NOT_COVERED', head.clause);
    const share: Share = { agency: to, consent: id, purposes, until, withdrawn: null };
    const consent: Consent = {
      id,
      record: head.id,
      item: item.id,
      by: item.author,
      to,
      purposes,
      at: context.now,
      until,
      withdrawn: null,
    };
    return [write(consentKey(id), consent), write(itemKey(item.id), { ...item, shared: [...item.shared, share] })];
  },
};

/** The new reader is a party and of a class that the record's clause shares with, for purposes of that clause. */
function mustBeCovered(
  { to, purposes, agency }: StatementOf<'consent.reshare/1'>,
  head: RecordHead,
  { state, network, now }: Context,
): void {
  const member = activeMember(network, to);
  mustNotBeAuditor(member);
  const agreement = state.get(agreementKey(head.agreement));
  must(agreement, 'UNKNOWN_AGREEMENT');
  mustBeInForce(agreement, now);
  for (const party of [agency, to]) must(isParty(agreement, party), 'NOT_A_PARTY', party);
  const clause = agreement.clauses.find(({ id }) => id === head.clause);
  const covered = clause?.to.includes(member.class) ? clause.purposes : undefined;
  must(covered, 'CLASS_NOT_COVERED', `${head.clause}: ${member.class}`);
  const other = purposes.find((purpose) => !covered.includes(purpose));
  must(other === undefined, 'PURPOSE_NOT_COVERED', `${head.clause}: ${other}`);
}

export const withdrawConsent: Rule<'consent.withdraw/1'> = {
  roles: ['author'],
  reads: (statement) => [consentKey(statement.consent)],
  andThen: (statement, state) => {
    const consent = state.get(consentKey(statement.consent));
    return consent === undefined ? [] : [itemKey(consent.item)];
  },
  judge(statement, { state, now }) {
    const consent = state.get(consentKey(statement.consent));
    must(consent, 'UNKNOWN_CONSENT', statement.consent);
    must(consent.by === statement.agency, 'NOT_THE_AUTHOR', statement.agency);
    must(consent.withdrawn === null, 'CONSENT_WITHDRAWN', consent.id);
    const item = state.get(itemKey(consent.item));
    if (item === undefined) throw new Error('a consent without its item');
    const withdrawn = write(consentKey(consent.id), { ...consent, withdrawn: now });
    return [withdrawn, write(itemKey(item.id), without(item, consent.id, now))];
  },
};

const without = (item: Item, consent: string, now: string): Item => ({
  ...item,
  shared: item.shared.map((share) => (share.consent === consent ? { ...share, withdrawn: now } : share)),
});

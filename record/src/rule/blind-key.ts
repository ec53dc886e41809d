import type { BlindDealt, BlindKey } from '../blind.ts';
import { must } from '../error.ts';
import type { AgencyCode } from '../id.ts';
import type { Roster } from '../roster.ts';
import { blindDealKey, blindKeyKey, blindTableKey, rosterKey, type StateKey, write } from '../state.ts';
import { activeMember, mustNotBeAuditor } from './caller.ts';
import type { Context, Rule } from './rule.ts';

const before = (epoch: number): StateKey<'blind-key'>[] => (epoch === 1 ? [] : [blindKeyKey(epoch - 1)]);

/** A trustee's part of the next key. The first deal of an epoch begins it, for the roster in force. */
export const dealBlindKey: Rule<'blind.deal/1'> = {
  roles: ['keymaster'],
  reads: ({ epoch, roster }) => [blindKeyKey(epoch), ...before(epoch), rosterKey(roster)],
  judge(statement, context) {
    const { agency, epoch, commitments, knowledge, shares } = statement;
    const making = context.state.get(blindKeyKey(epoch)) ?? begun(statement, context);
    must(making.roster === statement.roster, 'ROSTER_MISMATCH', String(making.roster));
    must(making.complaint === null, 'KEY_EPOCH', 'complained of: deal the next epoch');
    mustBeTrustee(making, agency);
    must(!making.dealt.includes(agency), 'ALREADY_SIGNED', agency);
    const { t, trustees } = making;
    must(
      commitments.length === t && shares.length === trustees.length,
      'ROSTER_MISMATCH',
      `${t} of ${trustees.length}`,
    );
    const deal: BlindDealt = { epoch, agency, commitments, knowledge, shares };
    const key = { ...making, dealt: [...making.dealt, agency] };
    return [write(blindDealKey(epoch, agency), deal), write(blindKeyKey(epoch), key)];
  },
};

function begun(
  { epoch, roster: named }: { readonly epoch: number; readonly roster: number },
  { state, network }: Context,
): BlindKey {
  const [last] = before(epoch).map((key) => state.get(key));
  must(epoch === 1 || last !== undefined, 'KEY_EPOCH', 'epoch must be the last one plus 1');
  const settled = last === undefined || last.since !== null || last.complaint !== null;
  must(settled, 'KEY_EPOCH', 'the last key is still being made: complain of who does not deal');
  const roster = state.get(rosterKey(named));
  must(roster, 'UNKNOWN_ROSTER', String(named));
  must(network.roster === named, 'ROSTER_MISMATCH', String(network.roster));
  return blank(epoch, roster);
}

const blank = (epoch: number, { epoch: roster, t, trustees }: Roster): BlindKey => ({
  epoch,
  roster,
  t,
  trustees: trustees.map(({ agency }) => agency),
  dealt: [],
  signed: [],
  key: null,
  shares: null,
  complaint: null,
  since: null,
  superseded: null,
});

const mustBeTrustee = ({ trustees }: BlindKey, agency: AgencyCode): void =>
  must(trustees.includes(agency), 'NOT_A_DEALER', agency);

/** Each trustee's node has computed the same from all deals, and holds a share that fits: then the key counts. */
export const signBlindKey: Rule<'blind.key/1'> = {
  roles: ['gateway'],
  reads: ({ epoch }) => [blindKeyKey(epoch), ...before(epoch)],
  judge({ agency, epoch, key, shares }, { state, now }) {
    const making = state.get(blindKeyKey(epoch));
    must(making, 'UNKNOWN_KEY', String(epoch));
    mustBeTrustee(making, agency);
    must(making.complaint === null, 'KEY_EPOCH', 'complained of');
    must(making.dealt.length === making.trustees.length, 'KEY_NOT_YET', 'not every trustee has dealt');
    must(!making.signed.includes(agency), 'ALREADY_SIGNED', agency);
    must(shares.length === making.trustees.length, 'ROSTER_MISMATCH', String(making.trustees.length));
    const same = making.key === null || (making.key === key && making.shares?.join() === shares.join());
    must(same, 'DIGEST_MISMATCH', 'another key than the first trustee signed');
    const signed = [...making.signed, agency];
    const whole = signed.length === making.trustees.length;
    const next: BlindKey = { ...making, key, shares, signed, since: whole ? now : null };
    const last = before(epoch).flatMap((where) => state.get(where) ?? []);
    const over = whole ? last.filter(({ since }) => since !== null) : [];
    return [
      write(blindKeyKey(epoch), next),
      ...over.map((old) => write(blindKeyKey(old.epoch), { ...old, superseded: now })),
    ];
  },
};

/** Whoever cannot go on says of whom, before every member's eyes; the next epoch begins anew. */
export const complainOfDeal: Rule<'blind.complain/1'> = {
  roles: ['keymaster', 'gateway'],
  reads: ({ epoch }) => [blindKeyKey(epoch)],
  judge({ agency, epoch, about }, { state, now }) {
    const making = state.get(blindKeyKey(epoch));
    must(making, 'UNKNOWN_KEY', String(epoch));
    mustBeTrustee(making, agency);
    for (const code of about) mustBeTrustee(making, code);
    must(making.since === null && making.complaint === null, 'KEY_EPOCH', 'it is made, or was complained of');
    return [write(blindKeyKey(epoch), { ...making, complaint: { by: agency, about, at: now } })];
  },
};

/** An owner's table: its bytes go from gateway to gateway, what they must be stands here. */
export const issueTable: Rule<'blind.table/1'> = {
  roles: ['author'],
  reads: ({ epoch }) => [blindKeyKey(epoch)],
  judge({ agency, epoch, rows, hash }, { state, network, now }) {
    mustNotBeAuditor(activeMember(network, agency));
    const key = state.get(blindKeyKey(epoch));
    must(key, 'UNKNOWN_KEY', String(epoch));
    must(key.since !== null && key.superseded === null, 'BLIND_KEY_NOT_IN_FORCE', String(epoch));
    return [write(blindTableKey(agency), { agency, epoch, rows, hash, at: now })];
  },
};

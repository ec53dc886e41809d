import { type Batch, BLIND_GRACE_HOURS, BLIND_QUOTA_PER_DAY, type BlindKey, type Demand } from '../blind.ts';
import { must } from '../error.ts';
import type { Handle, Instant } from '../id.ts';
import { batchKey, blindKeyKey, quotaKey, write } from '../state.ts';
import { hoursAfter } from '../time.ts';
import { activeMember, mustNotBeAuditor } from './caller.ts';
import { counted } from './quota.ts';
import type { Rule } from './rule.ts';

/** Whether blind checks are made under this key now: signed by all, and not superseded for longer than a day. */
export const isBlindKeyUsable = ({ since, superseded }: BlindKey, now: Instant): boolean =>
  since !== null && (superseded === null || now < hoursAfter(superseded, BLIND_GRACE_HOURS));

/** What is asked counts before it is asked: for the officer and for the agency, in elements, by the day. */
export const commitBatch: Rule<'check.batch/1'> = {
  roles: ['reader'],
  reads: ({ agency, epoch }, caller) => [blindKeyKey(epoch), quotaKey('blind', caller), quotaKey('blind', agency)],
  judge({ id, agency, epoch, purpose, count, root }, { state, network, caller, now }) {
    mustNotBeAuditor(activeMember(network, agency));
    const key = state.get(blindKeyKey(epoch));
    must(key, 'UNKNOWN_KEY', String(epoch));
    must(isBlindKeyUsable(key, now), 'BLIND_KEY_NOT_IN_FORCE', String(epoch));
    const [own, whole] = [quotaKey('blind', caller.handle), quotaKey('blind', agency)];
    const { handle: officer, unit } = caller;
    const batch: Batch = { id, agency, unit, officer, epoch, purpose, count, root, at: now, demands: [] };
    const day = (most: number) => ({ most, hours: 24 });
    return [
      write(batchKey(id), batch),
      write(own, counted(state.get(own), count, now, day(BLIND_QUOTA_PER_DAY.officer))),
      write(whole, counted(state.get(whole), count, now, day(BLIND_QUOTA_PER_DAY.agency))),
    ];
  },
};

/**
 * An agency's own auditors, and those of an agency that is there to audit, may have any batch opened. Each waits for an
 * answer of their own: an auditor of the agency that asked could else keep all others from demanding, by a demand that
 * nobody answers, or take the answer to another's away.
 */
export const demandOpening: Rule<'blind.demand/1'> = {
  roles: ['auditor'],
  reads: ({ batch }) => [batchKey(batch)],
  judge({ agency, batch: id, places }, { state, network, caller, now }) {
    const batch = state.get(batchKey(id));
    must(batch, 'UNKNOWN_BATCH', id);
    const may = batch.agency === agency || activeMember(network, agency).class === 'auditor';
    must(may, 'NOT_YOUR_BATCH', id);
    must(demandOf(batch, caller.handle)?.opened !== null, 'ALREADY_DEMANDED', id);
    must(
      places.every((place) => place < batch.count),
      'MALFORMED_STATEMENT',
      '/places',
    );
    return [write(batchKey(id), withDemand(batch, { by: caller.handle, agency, places, at: now, opened: null }))];
  },
};

const demandOf = ({ demands }: Batch, auditor: Handle): Demand | undefined => demands.find(({ by }) => by === auditor);

/** In place of what the same auditor demanded before. */
const withDemand = (batch: Batch, demand: Demand): Batch => ({
  ...batch,
  demands: [...batch.demands.filter(({ by }) => by !== demand.by), demand],
});

/** What was shown goes to the auditor alone; that it was, and which bytes, stands here. */
export const nameOpening: Rule<'blind.opening/1'> = {
  roles: ['reader'],
  reads: ({ batch }) => [batchKey(batch)],
  judge({ agency, batch: id, auditor, hash }, { state, caller, now }) {
    const batch = state.get(batchKey(id));
    must(batch, 'UNKNOWN_BATCH', id);
    must(batch.agency === agency, 'NOT_YOUR_BATCH', id);
    const demand = demandOf(batch, auditor);
    must(demand?.opened === null, 'NOT_DEMANDED', id);
    const opened = { by: caller.handle, hash, at: now };
    return [write(batchKey(id), withDemand(batch, { ...demand, opened }))];
  },
};

import { parseStatement } from '@tocsin/envelope';
import { type Committed, type Evaluated, ensureBatch, evaluateBlinded } from '@tocsin/envelope/blind';
import {
  type AgencyCode,
  BATCH_MINUTES,
  type Batch,
  batchKey,
  blindKeyKey,
  isBlindKeyUsable,
  type Ledger,
  Refusal,
  type StatementId,
  toMillis,
} from '@tocsin/record';
import { GatewayError } from '../error.ts';
import { keyName, noted } from '../own-log/noted.ts';
import type { OwnLog } from '../own-log/own-log.ts';
import type { Coverage } from '../trustee/coverage.ts';
import { statementOf } from '../view/directory.ts';
import type { View } from '../view/view.ts';
import type { BlindShares } from './shares.ts';

/** What a trustee evaluates with. */
export interface EvaluatingServices {
  readonly ledger: Pick<Ledger, 'state'>;
  readonly view: View;
  readonly shares: Pick<BlindShares, 'of'>;
  readonly coverage: Coverage;
  readonly log: Pick<OwnLog, 'append'>;
}

/** What another agency's gateway, or the own one, shows to have a batch evaluated. */
export interface EvaluationAsked {
  readonly batch: StatementId;
  /** All elements of the batch, in order. */
  readonly elements: readonly Committed[];
  readonly agency: AgencyCode;
  readonly now: Date;
}

/** A trustee's evaluations of a batch, and its place in the roster. */
export interface Evaluation extends Evaluated {
  readonly trustee: number;
}

/**
 * A trustee's act (docs/spec/blind-check.md): evaluates a batch that its asker has committed to on the ledger, and nothing
 * else. Like a release it rests on what enough agencies vouch for, and is in the own log before it is answered.
 * @throws Refusal, GatewayError, BlindError, LedgerFault
 */
export function evaluate(services: EvaluatingServices, asked: EvaluationAsked): Promise<Evaluation> {
  const { ledger, shares, log } = services;
  const ticket = { access: asked.batch };
  return noted(log, 'evaluate', { ...asked, ticket, officer: null }, async (note) => {
    const batch = await standing(ledger, asked);
    ensureBatch(asked.elements, batch);
    await mustBeWitnessed(services, batch);
    const key = await ledger.state(blindKeyKey(batch.epoch));
    if (key === undefined || !isBlindKeyUsable(key, asked.now.toISOString())) {
      throw new Refusal('BLIND_KEY_NOT_IN_FORCE', String(batch.epoch));
    }
    const { place, share, joint, key: opener } = await shares.of(key);
    note.key = keyName('trustee', opener);
    const elements = asked.elements.map(({ element }) => element);
    return { trustee: place, ...evaluateBlinded(share, joint.shares[place - 1] as Uint8Array, elements) };
  });
}

/** The batch as the own peer has it now, if it is the asker's and young enough. */
async function standing(ledger: Pick<Ledger, 'state'>, { batch: id, agency, now }: EvaluationAsked): Promise<Batch> {
  const batch = await ledger.state(batchKey(id));
  if (batch === undefined) throw new Refusal('UNKNOWN_BATCH', id);
  if (batch.agency !== agency) throw new Refusal('NOT_YOUR_BATCH', id);
  if (now.getTime() - toMillis(batch.at) > BATCH_MINUTES * 60_000) throw new GatewayError('BATCH_TOO_OLD', id);
  return batch;
}

/** What the own peer says of the batch must be what stands in a block that enough agencies cosigned: quotas count there. */
async function mustBeWitnessed(
  { view, coverage }: Pick<EvaluatingServices, 'view' | 'coverage'>,
  { id, agency, epoch, count, root }: Batch,
): Promise<void> {
  const { block } = await coverage.covered(BigInt(statementOf(view, id)?.block ?? 0));
  const said = block.transactions
    .filter(({ code }) => code === 'VALID')
    .map(({ statement }) => parseStatement(statement).payload)
    .find((payload) => payload.id === id && payload.typ === 'check.batch/1');
  const same = said?.agency === agency && said.epoch === epoch && said.count === count && said.root === root;
  if (!same) throw new GatewayError('NOT_COVERED', id);
}

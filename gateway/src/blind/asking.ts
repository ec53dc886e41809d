import { fromBase64url, toBase64url } from '@tocsin/envelope';
import { type Answered, type Committed, falseAnswers, type JointKey } from '@tocsin/envelope/blind';
import { BlindError } from '@tocsin/envelope/verify';
import { type AgencyCode, type BlindKey, batchKey, blindKeyKey, Refusal, type StatementId } from '@tocsin/record';
import { GatewayError } from '../error.ts';
import { codeOf } from '../plugins/fault-code.ts';
import type { Services } from '../services.ts';
import { statementOf } from '../view/directory.ts';
import { jointOf } from './ceremony.ts';
import { evaluateHere } from './evaluate-here.ts';

/** Answers of trustees that their shares gave, at least as many as it takes, and who gave none by then. */
export interface BatchEvaluated {
  readonly answers: readonly Answered[];
  readonly silent: readonly Silent[];
}

interface Silent {
  readonly agency: AgencyCode;
  /** Why; BAD_EVALUATION: it answered falsely. */
  readonly code: string;
}

/**
 * Has a committed batch evaluated: all trustees are asked at once, and whoever answers falsely does not count and is
 * named. Answers as soon as enough have answered rightly.
 * @throws Refusal UNKNOWN_BATCH, UNKNOWN_KEY; BlindError BAD_EVALUATION, TOO_FEW_EVALUATIONS; GatewayError NOT_READY
 */
export async function evaluateBatch(
  services: Services,
  id: StatementId,
  batch: readonly Committed[],
): Promise<BatchEvaluated> {
  const key = keyOf(services, id);
  const joint = jointOf(key);
  const answers: Answered[] = [];
  const silent: Silent[] = [];
  const asked = key.trustees.map(async (agency, i) => {
    try {
      const answer = { ...(await askTrustee(services, agency, { id, batch })), trustee: i + 1 };
      mustBeTrue(joint, batch, answer);
      answers.push(answer);
    } catch (fault) {
      silent.push({ agency, code: codeOf(fault).code });
    }
  });
  await untilEnough(asked, () => answers.length >= joint.t);
  if (answers.length >= joint.t) return { answers: [...answers], silent: [...silent] };
  const liars = silent.filter(({ code }) => code === 'BAD_EVALUATION').map(({ agency }) => agency);
  if (liars.length === 0) throw new BlindError('TOO_FEW_EVALUATIONS');
  throw new BlindError(
    'BAD_EVALUATION',
    liars.map((agency) => key.trustees.indexOf(agency) + 1),
  );
}

function keyOf({ view }: Services, id: StatementId): BlindKey {
  const batch = view.state(batchKey(id));
  if (batch === undefined) throw new Refusal('UNKNOWN_BATCH', id);
  const key = view.state(blindKeyKey(batch.epoch));
  if (key === undefined) throw new Refusal('UNKNOWN_KEY', String(batch.epoch));
  return key;
}

function mustBeTrue(joint: JointKey, batch: readonly Committed[], answer: Answered): void {
  const elements = batch.map(({ element }) => element);
  const wrong = falseAnswers(joint, elements, [answer]);
  if (wrong.length > 0) throw new BlindError('BAD_EVALUATION', wrong);
}

interface Asked {
  readonly id: StatementId;
  readonly batch: readonly Committed[];
}

async function askTrustee(
  services: Services,
  agency: AgencyCode,
  { id, batch }: Asked,
): Promise<Omit<Answered, 'trustee'>> {
  const { view, limits, witnessing } = services;
  const block = BigInt(statementOf(view, id)?.block ?? 0);
  if (agency === services.agency) return evaluateHere(services, { batch: id, elements: batch, agency }, block);
  if (witnessing === null) throw new GatewayError('NOT_WITNESSING');
  const elements = batch.map(({ element, salt }) => ({ element: toBase64url(element), salt: toBase64url(salt) }));
  const body = { batch: id, elements, block: String(block) };
  const signal = AbortSignal.timeout(limits.peerMs);
  return answerIn(agency, await witnessing.peers.ask(agency, '/peer/1/evaluations', body, signal));
}

/** Whatever is of another form is no answer; whether it is true is seen by its proof. */
function answerIn(agency: AgencyCode, value: unknown): Omit<Answered, 'trustee'> {
  const { evaluations, proof } = (value ?? {}) as { evaluations?: unknown; proof?: unknown };
  const isText = (one: unknown): one is string => typeof one === 'string';
  if (!Array.isArray(evaluations) || !evaluations.every(isText) || !isText(proof)) {
    throw new GatewayError('PEER_UNREACHABLE', agency);
  }
  return { evaluations: evaluations.map(fromBase64url), proof: fromBase64url(proof) };
}

/** Resolves once enough is there, at the latest when nothing more can come. */
async function untilEnough(pending: readonly Promise<void>[], isEnough: () => boolean): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  for (const each of pending) {
    void each.then(() => {
      if (isEnough()) resolve();
    });
  }
  await Promise.race([promise, Promise.all(pending)]);
}

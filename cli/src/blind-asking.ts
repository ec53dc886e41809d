import { fromBase64url, toBase64url, toHex } from '@tocsin/envelope';
import type { CheckQuery } from '@tocsin/gateway/api';
import { type AgencyCode, BATCH, type BlindKey, type Purpose, Refusal, type StatementId } from '@tocsin/record';
import { keepBatch } from './blind-notes.ts';
import type { KeyedTable } from './blind-tables.ts';
import { CliError } from './error.ts';
import { wordsOf } from './exit-code.ts';
import { act, type Session } from './session.ts';

/** The key that blind checks are made under now. @throws Refusal BLIND_KEY_NOT_IN_FORCE */
export function keyInForce(keys: readonly BlindKey[]): BlindKey {
  const key = keys.findLast(({ since, superseded }) => since !== null && superseded === null);
  if (key === undefined) throw new Refusal('BLIND_KEY_NOT_IN_FORCE', 'none is');
  return key;
}

/** The identifiers of a query as bytes that are asked about; names are not asked about blindly. @throws CliError USAGE */
export type InputReader = (query: CheckQuery) => Uint8Array[];

/** A reader of queries, as of the own country. */
export async function inputReader(session: Session): Promise<InputReader> {
  const [{ askedIn, UnreadableQuery }, { inputOf }] = await Promise.all([
    import('@tocsin/gateway/screening'),
    import('@tocsin/envelope/blind'),
  ]);
  const country = (await session.client.agencies()).find(({ code }) => code === session.agency)?.country ?? '';
  return (query) => {
    try {
      return askedIn(query, country).identifiers.map(({ type, value }) => inputOf(type, value));
    } catch (fault) {
      if (!(fault instanceof UnreadableQuery)) throw fault;
      throw new CliError('USAGE', `${wordsOf(fault.code).meaning} ${fault.field}`.trim());
    }
  };
}

export const inputsOf = async (session: Session, query: CheckQuery): Promise<Uint8Array[]> =>
  (await inputReader(session))(query);

/** For what, and under which key. */
export interface BlindOrder {
  readonly key: BlindKey;
  readonly purpose: Purpose;
}

/** What a batch was, and what came of its inputs: 64 bytes each, in order. */
export interface BlindOutputs {
  readonly batches: readonly StatementId[];
  readonly outputs: readonly Uint8Array[];
}

/**
 * Has inputs evaluated without showing them to anybody: blinded here, committed to on the ledger, evaluated by trustees,
 * verified and combined here. What opens the batches to an auditor stays on this device, without the words.
 * @throws Refusal QUOTA_EXCEEDED and others; BlindError; ApiError
 */
export async function outputsOf(
  session: Session,
  order: BlindOrder,
  inputs: readonly Uint8Array[],
): Promise<BlindOutputs> {
  // What stands on many papers, as an agent's number does, costs the quota once.
  const distinct = new Map(inputs.map((input) => [toHex(input), input]));
  const batches: StatementId[] = [];
  const outputs = new Map<string, Uint8Array>();
  for (const some of inBatches([...distinct])) {
    const done = await oneBatch(
      session,
      order,
      some.map(([, input]) => input),
    );
    batches.push(done.id);
    some.forEach(([name], i) => void outputs.set(name, done.outputs[i] as Uint8Array));
  }
  return { batches, outputs: inputs.map((input) => outputs.get(toHex(input)) as Uint8Array) };
}

function* inBatches<T>(all: readonly T[]): Generator<T[]> {
  for (let from = 0; from < all.length; from += BATCH.most) yield all.slice(from, from + BATCH.most);
}

async function oneBatch(session: Session, { key, purpose }: BlindOrder, inputs: readonly Uint8Array[]) {
  const { batchRoot, blindBatch, combineEvaluations, finalize } = await import('@tocsin/envelope/blind');
  const batch = blindBatch(inputs);
  const { epoch } = key;
  const root = batchRoot(batch);
  await keepBatch(session, { root, purpose, elements: batch, asked: inputs.length });
  const { id } = await act(session, 'check.batch/1', { epoch, purpose, count: batch.length, root });
  const words = batch.map(({ element, salt }) => ({ element: toBase64url(element), salt: toBase64url(salt) }));
  const { answers } = await session.client.evaluations(id, words);
  const read = answers.map(({ trustee, evaluations, proof }) => {
    return { trustee, evaluations: evaluations.map(fromBase64url), proof: fromBase64url(proof) };
  });
  const joint = { t: key.t, key: fromBase64url(key.key ?? ''), shares: (key.shares ?? []).map(fromBase64url) };
  const elements = batch.map(({ element }) => element);
  const whole = combineEvaluations(joint, elements, read);
  const outputs = inputs.map((input, i) => finalize(input, batch[i]?.blind as Uint8Array, whole[i] as Uint8Array));
  return { id, outputs };
}

/** What a table says of each input, in order, or why it was not asked. */
export type Said =
  | { readonly owner: AgencyCode; readonly texts: readonly string[][] }
  | { readonly owner: AgencyCode; readonly fault: unknown };

/** Asks tables about inputs. Tables under one key share the batches, and a key that fails costs the others nothing. */
export async function askTables(
  session: Session,
  { purpose, tables }: { readonly purpose: Purpose; readonly tables: readonly KeyedTable[] },
  inputs: readonly Uint8Array[],
): Promise<{ readonly batches: readonly StatementId[]; readonly said: readonly Said[] }> {
  const batches: StatementId[] = [];
  const said: Said[] = [];
  for (const alike of Map.groupBy(tables, ({ key }) => key.epoch).values()) {
    const { key } = alike[0] as KeyedTable;
    try {
      const done = await outputsOf(session, { key, purpose }, inputs);
      batches.push(...done.batches);
      const texts = ({ table }: KeyedTable) => done.outputs.map((output) => table.lookUp(output));
      said.push(...alike.map((one) => ({ owner: one.table.owner, texts: texts(one) })));
    } catch (fault) {
      said.push(...alike.map(({ table: { owner } }) => ({ owner, fault })));
    }
  }
  return { batches, said };
}

import { batchKey, Refusal } from '@tocsin/record';
import { BatchAnswer, BatchesAnswer, BlindAnswer } from '../api/blind.ts';
import { BatchesQuery, ById } from '../api/query.ts';
import type { Api, Services } from '../services.ts';
import { listBatches } from '../view/batches.ts';
import { limitOf, problems, signed } from './route.ts';

/** `GET /v1/blind`: keys for blind checks, made and in the making, and the tables that owners have issued. */
export function getBlind(app: Api, { view }: Services): void {
  const schema = {
    ...signed,
    summary: 'keys for blind checks by epoch, and the tables issued under them',
    response: { 200: BlindAnswer, ...problems },
  };
  app.get('/v1/blind', { schema }, () => ({
    keys: view.statesUnder('blind-key').sort((a, b) => a.epoch - b.epoch),
    tables: view.statesUnder('blind-table'),
  }));
}

/** `GET /v1/batches/:id`: a batch as the ledger has it. What was asked does not stand there. */
export function getBatch(app: Api, { view }: Services): void {
  const schema = {
    ...signed,
    summary: 'a committed batch of blind checks: by whom, for what, its root, and what an auditor demands of it',
    params: ById,
    response: { 200: BatchAnswer, ...problems },
  };
  app.get('/v1/batches/:id', { schema }, ({ params: { id } }) => {
    const batch = view.state(batchKey(id));
    if (batch === undefined) throw new Refusal('UNKNOWN_BATCH', id);
    return batch;
  });
}

/** `GET /v1/batches`: the latest batches of one agency or all, or those that an auditor waits for. */
export function getBatches(app: Api, { view }: Services): void {
  const schema = {
    ...signed,
    summary: 'committed batches of blind checks, the latest first',
    querystring: BatchesQuery,
    response: { 200: BatchesAnswer, ...problems },
  };
  app.get('/v1/batches', { schema }, ({ query: { agency, demanded, until, limit } }) => {
    return {
      batches: listBatches(view, { agency, demanded: demanded !== undefined, until, limit: limitOf(limit) }),
    };
  });
}

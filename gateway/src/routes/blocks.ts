import { Readable } from 'node:stream';
import type { Ledger } from '@tocsin/record';
import { BlocksQuery } from '../api/query.ts';
import type { Api, Services } from '../services.ts';
import { signed } from './route.ts';

/** `GET /v1/ledger/blocks`: raw blocks as the ledger stores them, one a line, up to the one the view stands at. */
export function getBlocks(app: Api, { ledger, view }: Services): void {
  const schema = {
    ...signed,
    summary: 'raw blocks as NDJSON, for verification offline',
    querystring: BlocksQuery,
    response: { 200: { description: 'one raw block a line', content: { 'application/x-ndjson': { schema: {} } } } },
  };
  app.get('/v1/ledger/blocks', { schema }, ({ query }, reply) => {
    const last = view.checkpoint?.number ?? -1n;
    const lines = Readable.from(rawBlocks(ledger, BigInt(query.from ?? '0'), last));
    return reply.type('application/x-ndjson').send(lines);
  });
}

async function* rawBlocks(ledger: Ledger, from: bigint, last: bigint): AsyncGenerator<string> {
  if (from > last) return;
  const done = new AbortController();
  try {
    for await (const { number, raw } of ledger.blocks(from, done.signal)) {
      yield `${raw}\n`;
      if (number >= last) return;
    }
  } finally {
    done.abort();
  }
}

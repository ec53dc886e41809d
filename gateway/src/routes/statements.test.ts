import type { Ledger } from '@tocsin/record';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Exchange, openExchange, openGateway, type TestGateway } from '../../fixture/gateway.ts';

let exchange: Exchange;
let thai: TestGateway;

beforeAll(async () => {
  exchange = await openExchange();
  thai = await openGateway(exchange, 'th-police');
});
afterAll(async () => {
  await thai?.gateway.close();
  await exchange?.close();
});

describe('POST /v1/statements', () => {
  test('submits, and what was written can be read at once', async () => {
    const post = await exchange.draft();
    const committed = await thai.client().submit(post.jws, post.file);
    expect(committed.already).toBe(false);
    expect((await thai.client().record(post.id)).head).toMatchObject({
      id: post.id,
      author: 'th-police',
      state: 'open',
    });
  });

  test('the same bytes again are answered as done, with the first transaction', async () => {
    const post = await exchange.draft();
    const first = await thai.client().submit(post.jws, post.file);
    expect(await thai.client().submit(post.jws, post.file)).toEqual({ ...first, already: true });
  });

  test('ten at once: each is committed, each is there', async () => {
    const posts = await Promise.all(Array.from({ length: 10 }, () => exchange.draft()));
    const client = thai.client();
    await Promise.all(posts.map(({ jws, file }) => client.submit(jws, file)));
    for (const { id } of posts) expect((await client.statement(id)).id).toBe(id);
  });

  test.each([
    [
      'other bytes under the same identifier',
      409,
      'CONFLICT',
      async () => {
        const post = await exchange.post();
        return exchange.draft({ odd: { nonce: post.payload.nonce } });
      },
    ],
    ['a record for the own agency', 403, 'NOT_ADDRESSED', () => exchange.draft({ to: ['th-police'] })],
    ['an unknown type', 400, 'UNKNOWN_TYPE', () => exchange.draft({ odd: { typ: 'record.burn/1' } })],
    ['another agency', 403, 'WRONG_AGENCY', () => exchange.draft({ from: 'kh-immigration', to: ['th-police'] })],
    ['a surplus member', 400, 'MALFORMED_STATEMENT', () => exchange.draft({ odd: { surplus: true } })],
    ['an unknown agreement', 404, 'UNKNOWN_AGREEMENT', () => exchange.draft({ odd: { agreement: 'a'.repeat(26) } })],
  ])('%s: %i %s', async (_name, status, code, make) => {
    const { jws, file } = await make();
    await expect(thai.client().submit(jws, file)).rejects.toMatchObject({ name: 'ApiError', status, code });
  });

  test('a statement without its file, and a file that is another one', async () => {
    const post = await exchange.draft();
    const client = thai.client();
    await expect(client.submit(post.jws)).rejects.toMatchObject({ status: 400, code: 'SEALED_FILE_MISSING' });
    const other = await exchange.draft();
    await expect(client.submit(post.jws, other.file)).rejects.toMatchObject({ code: 'SEALED_FILE_MISMATCH' });
  });

  test('no statement at all', async () => {
    await expect(thai.client().submit('x')).rejects.toMatchObject({ status: 400, code: 'MALFORMED_STATEMENT' });
  });
});

test('that an identifier is taken is told when the own view shows by what, though the peer is ahead of it', async () => {
  const { ledger, refused, hold, release } = holding(exchange.agency('th-police').ledger);
  const behind = await openGateway(exchange, 'th-police', { ledger });
  try {
    hold();
    const { id, jws, payload } = await exchange.post();
    const other = await exchange.draft({ odd: { nonce: payload.nonce } });
    const client = behind.client();
    let answered = false;
    const told = client.submit(other.jws, other.file).catch(({ code }: { code: string }) => {
      answered = true;
      return code;
    });
    await refused;
    await expect(client.statement(id)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    expect(answered).toBe(false);
    release();
    expect(await told).toBe('CONFLICT');
    expect((await client.statement(id)).jws).toBe(jws);
  } finally {
    release();
    await behind.gateway.close();
  }
});

/** A ledger whose blocks can be held back from the gateway that follows it, and that tells of its first refusal. */
function holding(ledger: Ledger) {
  let gate = Promise.withResolvers<void>();
  gate.resolve();
  const refused = Promise.withResolvers<void>();
  const held: Ledger = {
    agency: ledger.agency,
    submit: async (...given) => {
      try {
        return await ledger.submit(...given);
      } catch (fault) {
        refused.resolve();
        throw fault;
      }
    },
    state: (key) => ledger.state(key),
    sealed: (item) => ledger.sealed(item),
    height: (seen) => ledger.height(seen),
    close: () => ledger.close(),
    async *blocks(from, signal) {
      for await (const block of ledger.blocks(from, signal)) {
        await gate.promise;
        yield block;
      }
    },
  };
  const hold = (): void => {
    gate = Promise.withResolvers<void>();
  };
  return { ledger: held, refused: refused.promise, hold, release: () => gate.resolve() };
}

describe('GET /v1/statements/:id', () => {
  test('gives the statement exactly as it was signed', async () => {
    const post = await exchange.draft();
    const { transaction, block, at } = await thai.client().submit(post.jws, post.file);
    expect(await thai.client().statement(post.id)).toEqual({
      id: post.id,
      typ: 'record.post/1',
      jws: post.jws,
      transaction,
      block,
      at,
    });
  });

  test('unknown: 404', async () => {
    await expect(thai.client().statement('a'.repeat(26))).rejects.toMatchObject({ status: 404, code: 'NOT_FOUND' });
  });
});

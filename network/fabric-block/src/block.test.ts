import { execFile } from 'node:child_process';
import { createHash, hash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { TOGETHER } from '@tocsin/record';
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { agencyKeys } from '../../../test/support/agency.ts';
import { certifiedNode, type TestNode } from '../../../test/support/node.ts';
import { block, type CallOrder, call } from '../fixture/channel.ts';
import { BlockError, decodeBlock, toldBlock } from './index.ts';

const at = Date.parse('2026-11-23T07:30:00.123Z');
const statement = 'eyJhIjoxfQ.eyJiIjoyfQ.c2lnbmF0dXJl';
const noughts = '0'.repeat(64);
let creator: TestNode;
let endorser: TestNode;

beforeAll(async () => {
  const { authority } = await agencyKeys({ code: 'th-police', class: 'police' }, () => at);
  creator = await certifiedNode(authority, 'client', new Date(at));
  endorser = await certifiedNode(authority, 'peer', new Date(at));
});

const called = (order: Partial<CallOrder> = {}) =>
  call({ creator, endorsers: [endorser], statement, at, writes: { 'record/b': '{"b":2}', 'item/a': '{}' }, ...order });

const one = (envelope: Uint8Array, codes?: number[]) =>
  block({ number: 7, previous: noughts, data: [envelope], ...(codes && { codes }) });

/** Bytes as a field of a message in a field of a message. */
const nested = (bytes: Uint8Array, ...fields: readonly number[]): Buffer =>
  fields.reduceRight(
    (inner, field) => Buffer.concat([Uint8Array.of((field << 3) | 2), lengthOf(inner), inner]),
    Buffer.from(bytes),
  );

const lengthOf = ({ length }: Uint8Array): Buffer => {
  const bytes: number[] = [];
  let rest = length;
  for (; rest > 0x7f; rest = Math.floor(rest / 0x80)) bytes.push((rest % 0x80) | 0x80);
  return Buffer.from([...bytes, rest]);
};

/** The code that decoding ends with; anything but a BlockError fails the test. */
const codeOf = (bytes: Uint8Array): string => {
  try {
    toldBlock(decodeBlock(bytes));
    return 'decoded';
  } catch (error) {
    if (error instanceof BlockError) return error.code;
    throw error;
  }
};

test('a block tells who called what, when, and what it wrote', () => {
  const hashOf = (text: string) => createHash('sha256').update(text).digest();
  const { id, envelope } = called({ sealed: [[hashOf('item'), hashOf('file')]] });
  const [transaction] = decodeBlock(one(envelope)).transactions;
  expect(transaction).toMatchObject({
    kind: 'endorser',
    code: 'VALID',
    id,
    channel: 'tocsin',
    at: '2026-11-23T07:30:00.123Z',
    creator: { mspid: 'th-police', certificate: creator.certificate },
    chaincode: 'tocsin',
    function: 'submit',
    response: { status: 200 },
    endorsements: [{ endorser: { mspid: 'th-police' } }],
    hashedWrites: [
      {
        collection: 'sealed',
        key: hashOf('item').toString('hex'),
        value: hashOf('file').toString('hex'),
        purged: false,
      },
    ],
  });
});

test('a purge is told as one', () => {
  const { envelope } = called({ sealed: [[Buffer.alloc(32, 1), new Uint8Array()]] });
  const [transaction] = decodeBlock(one(envelope)).transactions;
  expect(transaction).toMatchObject({ hashedWrites: [{ value: null, purged: true }] });
});

test('the told block holds submissions of the chaincode and nothing else', () => {
  const calls = [
    called(),
    called({ fn: 'state' }),
    called({ chaincode: '_lifecycle' }),
    called({ writes: {} }),
    called(),
  ];
  const bytes = block({ number: 3, previous: 'ab'.repeat(32), data: calls.map(({ envelope }) => envelope) });
  const told = toldBlock(decodeBlock(bytes));
  expect(told).toMatchObject({ number: 3n, previous: 'ab'.repeat(32), raw: Buffer.from(bytes).toString('base64') });
  expect(told.transactions.map(({ id, index }) => [id, index])).toEqual([
    [calls[0]?.id, 0],
    [calls[4]?.id, 4],
  ]);
  expect(told.transactions[0]).toEqual({
    id: calls[0]?.id,
    index: 0,
    code: 'VALID',
    at: '2026-11-23T07:30:00.123Z',
    submitter: 'th-police',
    statement,
    writes: [
      { key: 'item/a', value: '{}' },
      { key: 'record/b', value: '{"b":2}' },
    ],
  });
});

test('every envelope is told for the tree, with the verdict on it: also what is no submission and what nobody can read', () => {
  const calls = [called({ fn: 'state' }), called(), called({ chaincode: '_lifecycle' })];
  const rubbish = Buffer.from([0x0a, 0x01, 0x00]);
  const data = [...calls.map(({ envelope }) => envelope), rubbish];
  const told = toldBlock(decodeBlock(block({ number: 3, previous: 'ab'.repeat(32), data, codes: [0, 11, 0, 2] })));
  expect(told.envelopes).toEqual(
    data.map((bytes, index) => ({
      id: calls[index]?.id ?? '',
      code: ['VALID', 'MVCC_READ_CONFLICT', 'VALID', 'BAD_PAYLOAD'][index],
      digest: hash('sha256', bytes),
    })),
  );
});

describe('a transaction of several statements', () => {
  const [a, b] = ['a', 'b'].map((letter) => letter.repeat(26)) as [string, string];
  const answer = [
    { already: false, id: a, keys: [`statement/${a}`, 'item/x'] },
    { already: false, id: b, keys: [`statement/${b}`] },
  ];
  const writes = { [`statement/${a}`]: '1', [`statement/${b}`]: '2', 'item/x': '3' };
  const shared = (order: Partial<CallOrder>, codes?: number[]) =>
    one(called({ others: ['x.y.z'], answer, writes, ...order }).envelope, codes);

  test('is told as each of them, with what each wrote', () => {
    const { transactions } = toldBlock(decodeBlock(shared({})));
    expect(new Set(transactions.map(({ id, index }) => `${id} ${index}`)).size).toBe(1);
    expect(transactions.map(({ statement: jws, writes: own }) => [jws, own.map(({ key }) => key)])).toEqual([
      [statement, ['item/x', `statement/${a}`]],
      ['x.y.z', [`statement/${b}`]],
    ]);
  });

  test('that came to nothing is told without writes, whatever was answered', () => {
    const { transactions } = toldBlock(decodeBlock(shared({ answer: {} }, [11])));
    expect(transactions).toMatchObject([
      { statement, code: 'MVCC_READ_CONFLICT', writes: [] },
      { statement: 'x.y.z', code: 'MVCC_READ_CONFLICT', writes: [] },
    ]);
  });

  test.each([
    ['no answer', {}],
    ['an answer to one', answer.slice(1)],
    ['a write of nobody', [{ ...answer[0], keys: [`statement/${a}`] }, answer[1]]],
    ['a write of two', [answer[0], { ...answer[1], keys: [`statement/${b}`, 'item/x'] }]],
    ['a write that is not there', [answer[0], { ...answer[1], keys: [`statement/${b}`, 'item/y'] }]],
    [
      "a statement that another's write proves",
      [
        { ...answer[0], id: b },
        { ...answer[1], id: a },
      ],
    ],
    ['a statement that nothing proves', [{ ...answer[0], id: 'c' }, answer[1]]],
  ])('%s: whose writes they are is not clear', (_name, told) => {
    expect(codeOf(shared({ answer: told }))).toBe('MALFORMED_TRANSACTION');
  });
});

test.each([
  [0, 'VALID'],
  [10, 'ENDORSEMENT_POLICY_FAILURE'],
  [11, 'MVCC_READ_CONFLICT'],
  [12, 'INVALID'],
  [9, 'INVALID'],
  [254, 'INVALID'],
  [200, 'INVALID'],
])('validation code %i is told as %s', (code, told) => {
  const [transaction] = toldBlock(decodeBlock(one(called().envelope, [code]))).transactions;
  expect(transaction?.code).toBe(told);
  expect(transaction?.writes).toHaveLength(code === 0 ? 2 : 0);
});

test('a block that no peer validated is told as such', () => {
  const [transaction] = decodeBlock(one(called().envelope, [])).transactions;
  expect(transaction?.code).toBe('NOT_VALIDATED');
});

test.each([0, 1, 999_999])('ledger time is cut like the chaincode cuts it (%i ns more)', (nanos) => {
  const [transaction] = toldBlock(decodeBlock(one(called({ nanos }).envelope))).transactions;
  expect(transaction?.at).toBe('2026-11-23T07:30:00.123Z');
});

test('repeated messages are merged, as the peers that judged them did', () => {
  // A second ChaincodeSpec with one more argument: Fabric appends it, it does not take its place.
  const [, ...more] = [0, ...Buffer.from('more')];
  const spec = Buffer.from([0x0a, 8, 0x1a, 6, 0x0a, 4, ...more]);
  const [transaction] = decodeBlock(one(called({ spec }).envelope)).transactions;
  const args =
    transaction?.kind === 'endorser' ? transaction.arguments.map((bytes) => Buffer.from(bytes).toString()) : [];
  expect(args).toEqual([statement, 'more']);
});

describe('rubbish', () => {
  const rubbish = Buffer.from([0x0a, 3, 1, 2, 3]);

  test('that was ordered and found invalid does not spoil its block', () => {
    const { id, envelope } = called();
    const bytes = block({ number: 1, previous: noughts, data: [rubbish, envelope], codes: [2, 0] });
    expect(decodeBlock(bytes).transactions[0]).toEqual({ kind: 'unreadable', index: 0, code: 'BAD_PAYLOAD' });
    expect(toldBlock(decodeBlock(bytes)).transactions).toMatchObject([{ id, index: 1 }]);
  });

  test('that claims to be valid is refused', () => {
    expect(codeOf(one(rubbish))).toBe('MALFORMED_TRANSACTION');
  });

  // Peers take each of these for valid: what one member can have ordered must not stop every member's gateway there.
  test.each([
    ['an endorser that is no identity', { endorsed: Buffer.from([0x12, 4, 0x0a, 2, 0xff, 0xff]) }],
    ['an endorser whose agency is no text', { endorsed: Buffer.from([0x12, 5, 0x0a, 3, 0x0a, 1, 0xff]) }],
    ['an endorser without a certificate', { endorsed: Buffer.from([0x12, 5, 0x0a, 3, 0x0a, 1, 0x61]) }],
  ])('that peers pass over is passed over: %s', (_name, order) => {
    const { id, envelope } = called(order);
    expect(decodeBlock(one(envelope)).transactions).toMatchObject([
      { id, endorsements: [{ endorser: { mspid: 'th-police' } }] },
    ]);
    expect(toldBlock(decodeBlock(one(envelope))).transactions).toMatchObject([{ id, statement, code: 'VALID' }]);
  });

  test.each([
    ['arguments that cannot be read', { spec: Uint8Array.of(0xff) }, { function: '', arguments: [] }],
    ['a time long ago', { at: 0 }, { at: '1970-01-01T00:00:00.000Z' }],
    ['a time far away', { at: Date.parse('2126-01-01T00:00:00Z') }, { at: '1970-01-01T00:00:00.000Z' }],
    ['a time that no calendar knows', { at: 2 ** 53 - 1 }, { at: '1970-01-01T00:00:00.000Z' }],
  ])('in what an agency approves for itself stops nobody: %s', (_name, order, read) => {
    const { id, envelope } = called({ chaincode: '_lifecycle', ...order });
    expect(decodeBlock(one(envelope)).transactions).toMatchObject([{ id, code: 'VALID', ...read }]);
    expect(toldBlock(decodeBlock(one(envelope))).transactions).toEqual([]);
  });

  test('of more statements than a transaction may hold is not told, of as many it is', () => {
    const holding = (count: number) => one(called({ others: Array(count - 1).fill('x.y.z') }).envelope, [10]);
    expect(toldBlock(decodeBlock(holding(TOGETHER.statements))).transactions).toHaveLength(TOGETHER.statements);
    const many = decodeBlock(holding(300_000));
    expect(many.transactions).toMatchObject([{ kind: 'endorser', code: 'ENDORSEMENT_POLICY_FAILURE' }]);
    expect(toldBlock(many).transactions).toEqual([]);
  });

  // Each is a few megabytes that anybody's client may have ordered, and would take some gigabytes to hold apart.
  test.each<[string, (bytes: Buffer) => Partial<CallOrder>]>([
    ['arguments', (bytes) => ({ spec: nested(bytes, 1, 3) })],
    ['endorsements', (bytes) => ({ endorsed: bytes })],
    ['unknown fields', (bytes) => ({ spec: nested(bytes, 1) })],
  ])(
    'of millions of %s takes no more memory than it has bytes',
    async (name, orderOf) => {
      const fields = Buffer.alloc(6_000_000, Uint8Array.of(name === 'endorsements' ? 0x12 : 0x0a, 0));
      const bytes = one(called(orderOf(fields)).envelope, [10]);
      const file = join(await mkdtemp(join(tmpdir(), 'tocsin-block-')), 'block');
      await writeFile(file, bytes);
      const reads = `import { decodeBlock, toldBlock } from ${JSON.stringify(import.meta.resolve('./index.ts'))};
      import { readFileSync } from 'node:fs';
      const block = decodeBlock(readFileSync(process.argv[1]));
      console.log(block.transactions[0].kind, toldBlock(block).envelopes.length);`;
      const options = ['--max-old-space-size=64', '--input-type=module', '-e', reads, file];
      const { stdout } = await promisify(execFile)(process.execPath, options);
      await rm(dirname(file), { recursive: true });
      expect(stdout).toBe('endorser 1\n');
    },
    60_000,
  );

  test('in place of the transactions that the header names is noticed', () => {
    const dataHash = createHash('sha256').update('others').digest();
    expect(codeOf(block({ number: 1, previous: noughts, data: [called().envelope], dataHash }))).toBe(
      'WRONG_DATA_HASH',
    );
  });

  test('the same bytes cut into other transactions are refused', () => {
    const [a, b] = [called().envelope, called().envelope];
    expect(codeOf(one(Buffer.concat([a, b])))).toBe('MALFORMED_BLOCK');
    const data = [Buffer.concat([a, b.subarray(0, 40)]), b.subarray(40)];
    expect(codeOf(block({ number: 1, previous: noughts, data }))).toBe('MALFORMED_BLOCK');
  });

  // Fabric keeps what it does not know, and any client may send it: refusing it would stop every gateway at that block.
  test.each([
    ['a field of another number', Uint8Array.of(0x1a, 1, 0x75)],
    ['a known number in another form', Uint8Array.of(0x08, 1)],
    ['a group', Uint8Array.of(0x1b, 0x0a, 1, 0x75, 0x1c)],
  ])('with something unknown after the envelope is read: %s', (_name, unknown) => {
    const { id, envelope } = called();
    const [transaction] = decodeBlock(one(Buffer.concat([envelope, unknown]))).transactions;
    expect(transaction).toMatchObject({ kind: 'endorser', id });
  });

  test.each([
    ['before the envelope', (envelope: Uint8Array) => Buffer.concat([Uint8Array.of(0x1a, 1, 0x75), envelope])],
    ['that is a second signature', (envelope: Uint8Array) => Buffer.concat([envelope, Uint8Array.of(0x12, 1, 0x75)])],
    ['that is an empty one', (envelope: Uint8Array) => Buffer.concat([envelope, Uint8Array.of(0x12, 0)])],
    ['that is no field', (envelope: Uint8Array) => Buffer.concat([envelope, Uint8Array.of(0x1a, 9)])],
  ])('with something %s is refused, as Fabric does', (_name, doctored) => {
    expect(codeOf(one(doctored(called().envelope)))).toBe('MALFORMED_BLOCK');
  });

  test.each([
    ['no bytes', new Uint8Array()],
    ['no transactions', block({ number: 1, previous: noughts, data: [] })],
    ['a first block with a predecessor', block({ number: 0, previous: noughts, data: [rubbish], codes: [2] })],
    ['a later block without one', block({ number: 1, previous: '', data: [rubbish], codes: [2] })],
    ['more codes than transactions', block({ number: 1, previous: noughts, data: [rubbish], codes: [2, 2] })],
    ['a field that ends too early', Uint8Array.of(0x0a, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01)],
    ['a number without end', new Uint8Array(12).fill(0xff)],
    ['a group without end', Uint8Array.of(0x0b, 0x0b, 0x0b)],
  ])('%s: refused', (_name, bytes) => {
    expect(codeOf(bytes)).toBe('MALFORMED_BLOCK');
  });

  test('of any kind gives a BlockError or a block', () => {
    const bytes = one(called().envelope);
    const runs = { numRuns: process.env.SLOW === '1' ? 20_000 : 500 };
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (any) => void codeOf(any)),
      runs,
    );
    const flip = fc.tuple(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }));
    fc.assert(
      fc.property(fc.array(flip, { minLength: 1, maxLength: 4 }), fc.nat(bytes.length), (flips, length) => {
        const other = Uint8Array.from(bytes);
        for (const [position, mask] of flips) other[position] = (other[position] ?? 0) ^ mask;
        codeOf(other);
        codeOf(other.subarray(0, length));
      }),
      runs,
    );
  });

  test('inside a transaction whose hash was made to fit gives a BlockError or a block', () => {
    const { envelope } = called({ sealed: [[Buffer.alloc(32), Buffer.alloc(32)]] });
    const flip = fc.tuple(fc.nat(envelope.length - 1), fc.integer({ min: 1, max: 255 }));
    fc.assert(
      fc.property(fc.array(flip, { minLength: 1, maxLength: 3 }), fc.constantFrom(0, 2), (flips, code) => {
        const other = Uint8Array.from(envelope);
        for (const [position, mask] of flips) other[position] = (other[position] ?? 0) ^ mask;
        codeOf(one(other, [code]));
      }),
      { numRuns: process.env.SLOW === '1' ? 20_000 : 500 },
    );
  });
});

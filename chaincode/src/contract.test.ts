import { digest, fromUtf8, utf8 } from '@tocsin/envelope/verify';
import { answersIn, networkKey, refusalIn } from '@tocsin/record';
import { beforeAll, expect, test } from 'vitest';
import { pemOf } from '../fixture/pem.ts';
import { type Scene, scene } from '../fixture/walk.ts';
import { type Chaincode, chaincode, type Stub } from './index.ts';

/** Writes are kept apart from what is read, and reads are counted by rounds. */
class MemoryStub implements Stub {
  readonly written = new Map<string, string>();
  readonly sealed = new Map<string, Uint8Array>();
  readonly purged: string[] = [];
  readonly #here: Scene;
  readonly #call: readonly [fcn: string, ...params: string[]];
  readonly #files: readonly (Uint8Array | undefined)[];
  mspid = 'th-police';
  certificate: Uint8Array;
  seconds: number;
  rounds = 0;

  constructor(here: Scene, call: readonly [string, ...string[]], ...files: readonly (Uint8Array | undefined)[]) {
    this.#here = here;
    this.#call = call;
    this.#files = files;
    this.seconds = here.exchange.clock() / 1000;
    this.certificate = pemOf(here.exchange.agency('th-police').gateway.certificate);
  }
  getFunctionAndParameters() {
    const [fcn, ...params] = this.#call;
    return { fcn, params };
  }
  getTxID() {
    return 'transaction-of-the-stub';
  }
  async getStates(keys: readonly string[]) {
    this.rounds += 1;
    return keys.map((key) => utf8(this.#here.peer.state.get(key) ?? ''));
  }
  putState(key: string, value: Uint8Array) {
    this.written.set(key, fromUtf8(value));
  }
  async getPrivateData(collection: string, key: string) {
    return utf8(`${collection}/${key}`);
  }
  putPrivateData(collection: string, key: string, value: Uint8Array) {
    this.sealed.set(`${collection}/${key}`, value);
  }
  purgePrivateData(collection: string, key: string) {
    this.purged.push(`${collection}/${key}`);
  }
  getTransient() {
    return new Map(this.#files.flatMap((file, i) => (file === undefined ? [] : [[String(i), file] as const])));
  }
  getTxTimestamp() {
    return { seconds: this.seconds, nanos: 0 };
  }
  getCreator() {
    return { mspid: this.mspid, certificate: this.certificate };
  }
}

let here: Scene;
let contract: Chaincode;
beforeAll(async () => {
  here = await scene();
  contract = chaincode({ agency: 'th-police', digest: '0123456789abcdef', clock: () => here.exchange.now() });
});

test('a post writes what the judgement says, and its file into the private collection', async () => {
  const { id, jws, file } = await here.exchange.draft();
  const stub = new MemoryStub(here, ['submit', jws], file);
  const answer = await contract.invoke(stub);
  const keys = [`record/${id}`, `item/${id}`, `statement/${id}`];
  expect(answer).toEqual({ ok: true, payload: utf8(JSON.stringify([{ already: false, id, keys }])) });
  expect([...stub.written.keys()]).toEqual(keys);
  expect(JSON.parse(stub.written.get(`statement/${id}`) ?? '').transaction).toBe(stub.getTxID());
  expect([...stub.sealed]).toEqual([[`sealed/${id}`, file]]);
  expect(stub.rounds).toBe(1);
});

test('a file sealed anew is kept under its item; a purge destroys what the record holds and nothing else', async () => {
  const { id: record } = await here.exchange.post();
  const { officer } = here.exchange.agency('th-police');
  const { file } = await here.exchange.draft();
  const sealed = { mode: 'direct' as const, hash: digest(file), header: digest('header'), size: file.length };
  const rehead = await officer.sign('record.rehead/1', { record, item: record, sealed });
  const anew = new MemoryStub(here, ['submit', rehead.jws], file);
  expect((await contract.invoke(anew)).ok).toBe(true);
  expect([...anew.sealed]).toEqual([[`sealed/${record}`, file]]);
  const purge = await officer.sign('record.purge/1', { record, reason: 'mistaken' });
  const gone = new MemoryStub(here, ['submit', purge.jws]);
  expect((await contract.invoke(gone)).ok).toBe(true);
  expect([gone.purged, gone.sealed.size]).toEqual([[`sealed/${record}`], 0]);
  const stray = new MemoryStub(here, ['submit', purge.jws], file);
  const answer = await contract.invoke(stray);
  expect(answer.ok ? null : refusalIn(answer.message)?.code).toBe('SEALED_FILE_MISMATCH');
  expect([stray.purged, stray.sealed.size]).toEqual([[], 0]);
});

test('a retry writes nothing, not even the file', async () => {
  const { id, jws, file } = await here.exchange.post();
  const stub = new MemoryStub(here, ['submit', jws], file);
  expect(await contract.invoke(stub)).toEqual({
    ok: true,
    payload: utf8(JSON.stringify([{ already: true, id, keys: [] }])),
  });
  expect([stub.written.size, stub.sealed.size]).toEqual([0, 0]);
});

test('a refusal comes as one line and writes nothing', async () => {
  const { jws } = await here.exchange.draft();
  const stub = new MemoryStub(here, ['submit', jws]);
  const answer = await contract.invoke(stub);
  expect(answer.ok ? null : refusalIn(answer.message)?.code).toBe('SEALED_FILE_MISSING');
  expect([stub.written.size, stub.sealed.size]).toEqual([0, 0]);
});

test('several statements are written together, each with its own file', async () => {
  const [first, second] = await Promise.all([here.exchange.draft(), here.exchange.draft()]);
  const { id: record } = await here.exchange.post();
  const { jws } = await here.exchange
    .agency('th-police')
    .officer.sign('record.withdraw/1', { record, reason: 'mistaken' });
  const stub = new MemoryStub(here, ['submit', first.jws, jws, second.jws], first.file, undefined, second.file);
  const answer = await contract.invoke(stub);
  const answers = answersIn(answer.ok ? fromUtf8(answer.payload) : '', 3);
  expect(answers?.map(({ already }) => already)).toEqual([false, false, false]);
  expect(answers?.flatMap(({ keys }) => keys)).toEqual([...stub.written.keys()]);
  expect(answers?.[2]?.keys).toEqual([`record/${second.id}`, `item/${second.id}`, `statement/${second.id}`]);
  expect(new Map(stub.sealed)).toEqual(new Map([first, second].map(({ id, file }) => [`sealed/${id}`, file] as const)));
  expect(stub.rounds).toBe(1);
});

test('one refused statement is named and nothing is written', async () => {
  const [first, second] = await Promise.all([here.exchange.draft(), here.exchange.draft()]);
  const stub = new MemoryStub(here, ['submit', first.jws, second.jws], first.file, first.file);
  expect(await contract.invoke(stub)).toEqual({ ok: false, message: 'TOCSIN SUBMIT_APART 1' });
  expect([stub.written.size, stub.sealed.size]).toEqual([0, 0]);
});

test('only the own agency may ask its peer', async () => {
  const ask = async (mspid: string, call: readonly [string, ...string[]]) => {
    const stub = new MemoryStub(here, call);
    stub.mspid = mspid;
    const answer = await contract.invoke(stub);
    return answer.ok ? fromUtf8(answer.payload) : refusalIn(answer.message)?.code;
  };
  expect(await ask('th-police', ['state', networkKey])).toBe(here.peer.state.get(networkKey));
  const several = await ask('th-police', ['states', networkKey, 'record/none', networkKey]);
  const network = JSON.parse(here.peer.state.get(networkKey) ?? '') as unknown;
  expect(JSON.parse(several ?? '')).toEqual([network, null, network]);
  expect(await ask('th-police', ['sealed', 'x'])).toBe('sealed/x');
  const both = await ask('th-police', ['reading', 'x', networkKey, 'record/none']);
  expect(JSON.parse(both?.slice(8, -'sealed/x'.length) ?? '')).toEqual([network, null]);
  expect(both?.endsWith(']sealed/x')).toBe(true);
  expect(await ask('kh-immigration', ['state', networkKey])).toBe('WRONG_AGENCY');
  expect(await ask('kh-immigration', ['states', networkKey])).toBe('WRONG_AGENCY');
  expect(await ask('kh-immigration', ['sealed', 'x'])).toBe('WRONG_AGENCY');
  expect(await ask('kh-immigration', ['reading', 'x', networkKey])).toBe('WRONG_AGENCY');
  expect(await ask('th-police', ['purge', 'x'])).toBe('UNKNOWN_TYPE');
  expect(await ask('kh-immigration', ['digest'])).toBe('0123456789abcdef');
});

test("only a gateway submits and asks: no officer's, administrator's or unreadable certificate does", async () => {
  const { officer } = here.exchange.agency('th-police');
  const { jws, file } = await here.exchange.draft();
  const { certificate: der } = here.exchange.agency('th-police').gateway;
  // To Fabric the last two are the officer, whose PEM is the first it finds.
  const officers = pemOf(officer.certificate);
  const hidden = new Uint8Array([...der, ...officers]);
  const after = new Uint8Array([...officers, ...pemOf(der)]);
  for (const certificate of [officers, new Uint8Array(), utf8('not a certificate'), der, hidden, after]) {
    for (const call of [
      ['submit', jws],
      ['state', networkKey],
      ['states', networkKey, networkKey],
      ['sealed', 'x'],
      ['reading', 'x', networkKey],
    ] as const) {
      const stub = new MemoryStub(here, call, file);
      stub.certificate = certificate;
      const answer = await contract.invoke(stub);
      expect(answer.ok ? null : refusalIn(answer.message)).toMatchObject({
        code: 'WRONG_AGENCY',
        detail: 'not the certificate of a gateway',
      });
      expect([stub.written.size, stub.sealed.size]).toEqual([0, 0]);
    }
  }
});

test.each([61, -61, 1e14, Number.NaN])('ledger time that is %d seconds off is refused', async (off) => {
  const { jws, file } = await here.exchange.draft();
  const stub = new MemoryStub(here, ['submit', jws], file);
  stub.seconds += off;
  expect(await contract.invoke(stub)).toEqual({ ok: false, message: 'TOCSIN CLOCK_SKEW ledger time' });
});

import { chmod, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestExchange, run, type TestExchange } from '../../exchange.test-support.ts';

let exchange: TestExchange;
beforeAll(async () => {
  exchange = await openTestExchange();
});
afterAll(() => exchange.close());

const serve = (config = exchange.place.config, around = {}) =>
  run(exchange.folder, ['gateway', 'serve', '--config', config, '--json'], around);

test('a ledger is served by one process at a time; then the next one may', async () => {
  expect(await serve()).toMatchObject({ exit: 2, err: expect.stringContaining('[LEDGER_LOCKED]') });
  await exchange.running.close();
  const stop = new AbortController();
  const listening: string[] = [];
  const onOut = (text: string) => {
    listening.push(text);
    if (listening.length === 3) stop.abort();
  };
  const { exit, json, err } = await serve(exchange.place.config, { signal: stop.signal, onOut });
  expect(exit).toBe(0);
  expect(err).toContain('the only operator');
  expect(json).toEqual(
    ['th-police', 'kh-immigration', 'la-fiu'].map((agency) => ({
      shape: 'serving/1',
      agency,
      origin: expect.stringMatching(/^https:\/\/127\.0\.0\.1:\d+$/),
    })),
  );
});

test('a gateway with keys that others may read does not start', async () => {
  for (const key of ['tls.key.pem', 'ledger.key.pem', 'seal/border-checks.1.age']) {
    const path = exchange.place.agency('kh-immigration', 'gateway', key);
    await chmod(path, 0o644);
    expect(await serve()).toMatchObject({ exit: 1, err: expect.stringContaining('[KEY_FILE_EXPOSED]'), json: [{}] });
    await chmod(path, 0o600);
  }
});

test('a configuration that is not there, or is none, is a mistake of the caller', async () => {
  expect(await serve('nowhere.json')).toMatchObject({ exit: 1, err: expect.stringContaining('[INPUT_UNREADABLE]') });
  const config = JSON.parse(await readFile(exchange.place.config, 'utf8')) as { gateways: { tls?: object }[] };
  delete config.gateways[1]?.tls;
  const path = join(exchange.folder, 'broken.json');
  await writeFile(path, JSON.stringify(config));
  expect(await serve(path)).toMatchObject({ exit: 1, err: expect.stringContaining('[INPUT_MALFORMED]') });
});

/** The configuration of one agency on Fabric; nobody listens where its peer should be. */
async function onFabric(): Promise<string> {
  const { place } = exchange;
  const { gateways } = JSON.parse(await readFile(place.config, 'utf8')) as { gateways: { agency: string }[] };
  const home = place.agency('la-fiu', 'gateway');
  const peer = {
    address: '127.0.0.1:9',
    serverName: 'peer.la-fiu',
    authority: place.agency('la-fiu', 'authority/tls.pem'),
  };
  const tls = { key: join(home, 'peer.key.pem'), chain: join(home, 'peer.chain.pem') };
  const ledger = { fabric: { channel: 'tocsin', chaincode: 'tocsin', peer, tls } };
  const path = join(exchange.folder, 'la-fiu.json');
  await writeFile(path, JSON.stringify({ ledger, gateways: gateways.filter(({ agency }) => agency === 'la-fiu') }));
  return path;
}

test('on Fabric a gateway listens while its peer is away, and says through which peer it will write', async () => {
  const stop = new AbortController();
  const { exit, json, err } = await serve(await onFabric(), { signal: stop.signal, onOut: () => stop.abort() });
  expect([exit, err]).toEqual([0, expect.stringContaining("through the agency's own peer at 127.0.0.1:9")]);
  expect(json).toMatchObject([{ agency: 'la-fiu' }]);
});

test("on Fabric too, a gateway with keys that others may read, or that are not its own, doesn't start", async () => {
  const config = await onFabric();
  const key = exchange.place.agency('la-fiu', 'gateway', 'peer.key.pem');
  await chmod(key, 0o644);
  expect(await serve(config)).toMatchObject({ exit: 1, err: expect.stringContaining('[KEY_FILE_EXPOSED]') });
  await writeFile(key, await readFile(exchange.place.agency('th-police', 'gateway', 'peer.key.pem')));
  await chmod(key, 0o600);
  expect(await serve(config)).toMatchObject({ exit: 1, err: expect.stringContaining('[INPUT_MALFORMED]') });
});

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { fromUtf8 } from '@tocsin/envelope/verify';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { freshFolder, removeFolder } from '../../test/support/host.ts';
import { FakePeer } from '../fixture/fake-peer.ts';
import { type ServiceFolder, serviceFolder } from '../fixture/service-folder.ts';

const main = fileURLToPath(new URL('./main.ts', import.meta.url));

let folder: string;
let here: ServiceFolder;
beforeAll(async () => {
  folder = await freshFolder();
  here = await serviceFolder(folder);
});
afterAll(() => removeFolder(folder));

const start = (change: Record<string, string> = {}) =>
  spawn(process.execPath, [main], { env: { ...here.environment, ...change }, stdio: ['ignore', 'pipe', 'pipe'] });

async function ended(child: ReturnType<typeof start>): Promise<readonly [number, string, string]> {
  const said = [text(child.stdout), text(child.stderr)];
  const [code] = await once(child, 'exit');
  const [out = '', error = ''] = await Promise.all(said);
  return [code, out, error];
}

test('says why it does not start, in one line', async () => {
  expect(await ended(start({ TOCSIN_AGENCY: '' }))).toEqual([2, '', 'TOCSIN_AGENCY is not set\n']);
});

test('says one line, serves, and ends at once when told to', async () => {
  const child = start();
  const errors = text(child.stderr);
  const said: string[] = [];
  child.stdout.on('data', (some) => said.push(String(some)));
  await once(child.stdout, 'data');
  const [, address = ''] = /^serving tocsin chaincode on (127\.0\.0\.1:\d+)\n$/.exec(said.join('')) ?? [];
  const options = { address, root: here.authority.root.certificate, side: here.side, announce: null, state: new Map() };
  const peer = new FakePeer(options);
  expect(await peer.ready).toBe(here.environment.CHAINCODE_ID);
  const ask = { parameters: ['digest'], seconds: Date.now() / 1000 };
  expect(fromUtf8((await peer.invoke({ ...ask, transaction: 't1' })).payload)).toBe(here.digest);
  const late = { parameters: ['submit', '+1-555-0100'], seconds: 0, transaction: 't2' };
  expect((await peer.invoke(late)).text).toMatch('WRONG_AGENCY');
  child.kill('SIGTERM');
  expect(await once(child, 'exit')).toEqual([0, null]);
  expect(await peer.over).toMatchObject({ code: expect.any(Number) });
  peer.close();
  expect([said.length, await errors]).toEqual([1, '']);
});

test('an address that is taken is said in one line', async () => {
  const first = start();
  const [line] = await once(first.stdout, 'data');
  const [taken = ''] = /127\.0\.0\.1:\d+/.exec(String(line)) ?? [];
  const [code, out, error] = await ended(start({ CHAINCODE_SERVER_ADDRESS: taken }));
  first.kill('SIGTERM');
  expect([code, out]).toEqual([1, '']);
  expect(error).toMatch(/^[^\n]+\n$/);
});

import { mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { freshFolder, removeFolder, run } from '../../exchange.test-support.ts';

let folder: string;
const at = (...names: string[]): string => join(folder, 'kit', ...names);
const addresses = (...args: string[]) =>
  run(folder, ['network', 'addresses', '--folder', 'kit', '--gateway', '192.0.2.11', ...args]);
const written = (): string => at('systemd', 'tocsin-peer.service.d', 'addresses.conf');
const said = { orderer: ['192.0.2.10', '192.0.2.20'], peer: ['192.0.2.10', '192.0.2.11', '192.0.2.20'] };

async function put(path: string, text: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, text, { mode: 0o600 });
}

beforeAll(async () => {
  folder = await freshFolder();
  const hosts = { 'kh-immigration': '192.0.2.10', 'th-police': '192.0.2.20' };
  const sites = Object.entries(hosts).map(([agency, host]) => ({ agency, host, bind: '0.0.0.0', port: 7050 }));
  const topology = { name: 'hosts', channel: 'tocsin', consensus: 'raft', agencies: [] };
  const description = { format: 'tocsin-network/1', topology, sites, sequence: 0, digest: '' };
  await put(at('network.json'), JSON.stringify(description));
  await put(at('agencies', 'kh-immigration', 'admin', 'msp', 'keystore', 'key.pem'), 'its administrator');
});
afterAll(() => removeFolder(folder));

test('a folder without units is no kit; nothing is written', async () => {
  expect(await addresses()).toMatchObject({ exit: 1, err: expect.stringContaining('[NOT_A_KIT]') });
  await expect(stat(at('systemd'))).rejects.toThrow('ENOENT');
});

test('a dry run says whom the units would speak to, and writes nothing', async () => {
  await mkdir(at('systemd'));
  expect((await addresses('--dry-run', '--json')).json).toMatchObject([
    { shape: 'network-addresses/1', written: false, ...said },
  ]);
  await expect(stat(written())).rejects.toThrow('ENOENT');
});

test('written beside the units, and written anew without a gateway that is gone', async () => {
  expect((await addresses('--json')).json).toMatchObject([{ written: true, ...said }]);
  const allowed = async () => (await readFile(written(), 'utf8')).match(/(?<=^IPAddressAllow=).*$/gm);
  expect(await allowed()).toEqual(said.peer);
  await run(folder, ['network', 'addresses', '--folder', 'kit']);
  expect(await allowed()).toEqual(said.orderer);
});

test("another agency than the kit's is refused", async () => {
  expect((await addresses('--agency', 'th-police')).err).toContain('[ADMINISTRATOR_MISSING]');
});

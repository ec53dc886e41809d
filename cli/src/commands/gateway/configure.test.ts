import { chmod, copyFile, mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { freshFolder, removeFolder, run } from '../../exchange.test-support.ts';
import { readServeConfig } from '../../gateway-config.ts';

let folder: string;
const code = 'kh-immigration';
const at = (...names: string[]): string => join(folder, ...names);
const tocsin = (...args: string[]) => run(folder, args, { env: { TOCSIN_PASSPHRASE_FILE: 'passphrase' } });
const configure = (...args: string[]) => tocsin('gateway', 'configure', '--kit', 'kit', ...args);

async function put(path: string, text: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, text, { mode: 0o600 });
}

/** What this command reads of a kit: who and where its agency is, whose key makes it the own one, and by whom to know its peer. */
async function layKit(): Promise<void> {
  const sites = [code, 'th-police'].map((agency, i) => ({
    agency,
    host: `peer-${i}.example`,
    bind: '0.0.0.0',
    port: 7050,
  }));
  const agencies = sites.map(({ agency }) => ({
    code: agency,
    country: agency.slice(0, 2).toUpperCase(),
    name: agency,
  }));
  const topology = { name: 'hosts', channel: 'mekong', consensus: 'bft', agencies };
  const description = { format: 'tocsin-network/1', topology, sites, sequence: 0, digest: '' };
  await put(at('kit', 'network.json'), JSON.stringify(description));
  await put(at('kit', 'agencies', code, 'admin', 'msp', 'keystore', 'key.pem'), 'its administrator');
  await put(at('kit', 'agencies', code, 'admin', 'tls', 'authority.pem'), 'who signed its peer');
}

beforeAll(async () => {
  folder = await freshFolder();
  await put(at('passphrase'), 'fictitious passphrase\n');
  await layKit();
  for (const [agency, authority, out] of [
    [code, 'authority', 'gateway'],
    ['th-police', 'other', 'strange'],
  ] as const) {
    const by = ['--folder', authority];
    await tocsin('authority', 'create', '--agency', agency, '--name', 'អន្តោប្រវេសន៍', ...by);
    await tocsin('authority', 'gateway', '--out', out, ...by);
    for (const place of [out, `${out}/peer`])
      await tocsin('authority', 'tls', '--host', 'gateway.example', '--out', place, ...by);
  }
  await mkdir(at('roots'));
  await copyFile(at('authority', 'root.pem'), at('roots', `${code}.pem`));
}, 60_000);
afterAll(() => removeFolder(folder));

test('a dry run shows the configuration and writes nothing', async () => {
  const { exit, json } = await configure('--dry-run', '--json');
  expect(exit).toBe(0);
  expect(json[0]).toMatchObject({ shape: 'gateway-config/1', written: false, file: 'gateway.json' });
  for (const name of ['gateway.json', 'gateway/seal', 'gateway/peer/authority.pem'])
    await expect(stat(at(name))).rejects.toThrow('ENOENT');
});

test("what is written is what a gateway reads: its agency's own peer, and every path where the file is", async () => {
  const { exit, out } = await configure('--port', '8443');
  expect([exit, out]).toEqual([0, expect.stringContaining('tocsin gateway serve --config gateway.json')]);
  const { ledger, gateways } = await readServeConfig(at('gateway.json'));
  const peer = {
    address: 'peer-0.example:7051',
    serverName: `peer.${code}`,
    authority: at('gateway', 'peer', 'authority.pem'),
  };
  expect(ledger).toMatchObject({ fabric: { channel: 'mekong', chaincode: 'tocsin', peer } });
  const places = { roots: at('roots'), seal: at('gateway', 'seal'), folder: at('gateway', 'data') };
  expect(gateways).toMatchObject([{ agency: code, host: '0.0.0.0', port: 8443, ...places }]);
  expect(await readFile(peer.authority, 'utf8')).toBe('who signed its peer');
  expect((await stat(at('gateway', 'seal'))).mode & 0o077).toBe(0);
  expect(JSON.parse(await readFile(at('gateway.json'), 'utf8')).gateways[0].roots).toBe('roots');
  expect((await configure()).err).toContain('[OUTPUT_EXISTS]');
});

test.each<[string, string, string[]]>([
  ['no kit', 'NETWORK_MISSING', ['--kit', 'nowhere']],
  ["another agency than the kit's", 'ADMINISTRATOR_MISSING', ['--agency', 'th-police']],
  ['no port', 'USAGE', ['--port', '70000']],
  ['no keys', 'INPUT_UNREADABLE', ['--keys', 'nowhere']],
  ["another agency's keys", 'INPUT_MALFORMED', ['--keys', 'strange']],
  ['no roots', 'NO_ROOT', ['--roots', 'nowhere']],
  ["roots without the agency's own", 'NO_ROOT', ['--roots', 'gateway/seal']],
])('%s: refused, and nothing written', async (_, refusal, args) => {
  const { exit, err } = await configure(...args, '--out', 'other.json');
  expect([exit, err]).toEqual([expect.any(Number), expect.stringContaining(`[${refusal}]`)]);
  expect(exit).not.toBe(0);
  await expect(stat(at('other.json'))).rejects.toThrow('ENOENT');
});

test('refused: a key of another certificate, and one that others may read', async () => {
  await copyFile(at('gateway', 'ledger.key.pem'), at('kept.pem'));
  await copyFile(at('gateway', 'tls.key.pem'), at('gateway', 'ledger.key.pem'));
  expect((await configure('--out', 'other.json')).err).toContain('[INPUT_MALFORMED]');
  await copyFile(at('kept.pem'), at('gateway', 'ledger.key.pem'));
  await chmod(at('gateway', 'ledger.key.pem'), 0o640);
  expect((await configure('--out', 'other.json')).err).toContain('[KEY_FILE_EXPOSED]');
  await chmod(at('gateway', 'ledger.key.pem'), 0o600);
});

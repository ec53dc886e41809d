import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { freePorts } from '@tocsin/network-fabric';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { freshFolder, type Run, removeFolder, run } from './exchange.test-support.ts';
import { readServeConfig } from './gateway-config.ts';
import { serve } from './serving.ts';

/** Two agencies as an operator would make them, by commands alone, on the embedded ledger. */
const codes = ['kh-immigration', 'th-police'] as const;
const memberships = codes.map((code) => `${code}.json`);
let folder: string;
let served: Awaited<ReturnType<typeof serve>>;
let founding = '';

const tocsin = (...args: string[]) =>
  run(folder, args, { env: { TOCSIN_PASSPHRASE_FILE: 'passphrase', TOCSIN_HOME: folder } });
const done = async (...args: string[]): Promise<Run> => {
  const result = await tocsin(...args);
  expect(result.err).not.toContain('error:');
  expect(result.exit).toBe(0);
  return result;
};
const refused = async (code: string, ...args: string[]) => expect((await tocsin(...args)).err).toContain(`[${code}]`);

async function makeAgency(code: (typeof codes)[number], port: number): Promise<object> {
  const at = ['--folder', `${code}/authority`];
  await done('authority', 'create', '--agency', code, '--name', 'កិច្ចការជនអន្តោប្រវេសន៍', ...at);
  await done('authority', 'gateway', '--out', `${code}/gateway`, ...at);
  await done('authority', 'tls', '--host', '127.0.0.1', '--out', `${code}/gateway`, ...at);
  const home = ['--agency', code, '--unit', 'registry', '--gateway', `https://127.0.0.1:${port}`, '--roots', 'roots'];
  await done('officer', 'request', code, ...home, '--out', `${code}.csr`);
  const roles = ['registrar', 'signatory', 'coordinator'].flatMap((role) => ['--role', role]);
  await done('authority', 'officer', `${code}.csr`, '--unit', 'registry', ...roles, '--out', `${code}.pem`, ...at);
  const about = ['--class', code === 'th-police' ? 'police' : 'immigration', '--name', 'th=ตำรวจ'];
  await done('authority', 'membership', ...about, '--registrar', `${code}.pem`, '--out', `${code}.json`, ...at);
  const own = `${code}/gateway`;
  await mkdir(join(folder, own, 'seal'));
  const pair = (name: string) => ({ key: `${own}/${name}.key.pem`, chain: `${own}/${name}.chain.pem` });
  const places = { folder: `${own}/data`, seal: `${own}/seal`, roots: 'roots', log: `${own}/log` };
  return { agency: code, ...places, host: '127.0.0.1', port, tls: pair('tls'), identity: pair('ledger') };
}

beforeAll(async () => {
  folder = await freshFolder();
  await writeFile(join(folder, 'passphrase'), 'fictitious passphrase\n', { mode: 0o600 });
}, 60_000);
afterAll(async () => {
  await served?.close();
  await removeFolder(folder);
});

test('agencies compare their roots by one code; another code makes no bundle', async () => {
  const port = await freePorts(1);
  const gateways = [await makeAgency('kh-immigration', port), await makeAgency('th-police', port + 1)];
  await writeFile(join(folder, 'gateways.json'), JSON.stringify({ ledger: { embedded: 'ledger' }, gateways }));
  const bundle = ['network', 'bundle', ...memberships, '--out', 'roots'];
  await refused('CONFIRMATION_NEEDED', ...bundle);
  await refused('CODE_DIFFERS', ...bundle, '--expect', 'aaaa aaaa');
  const { json } = await done(...bundle, '--yes', '--json');
  const code = String(json[0]?.code);
  expect(code).toMatch(/^([a-z2-7]{4} ){7}[a-z2-7]{4}$/);
  await done('network', 'bundle', ...[...memberships].reverse(), '--out', 'again', '--expect', code.toUpperCase());
  for (const agency of codes) await done('officer', 'install', `${agency}.pem`, '--as', agency);
}, 120_000);

test('one registrar proposes through the own gateway; the other signs what it was told to expect', async () => {
  served = await serve(await readServeConfig(join(folder, 'gateways.json')));
  const found = ['network', 'found', '--name', 'mekong-alerts', ...memberships, '--as', 'th-police'];
  const dry = await done(...found, '--dry-run');
  expect(dry.err).toMatch(/th-police +police +TH/);
  await refused('CONFIRMATION_NEEDED', ...found);
  await refused('UNKNOWN_OFFICER', 'network', 'sign', '--as', 'kh-immigration', '--yes');
  const proposed = await done(...found, '--yes');
  founding = /code of this founding: ([a-z2-7 ]{39})/.exec(proposed.err)?.[1] ?? '';
  expect(founding).not.toBe('');
  await refused('FOUNDING_CLOSED', 'agency', 'list', '--as', 'th-police');
  const waiting = await done('proposals', '--as', 'kh-immigration');
  expect(waiting.out).toContain(`code ${founding}`);
  await refused('CODE_DIFFERS', 'network', 'sign', '--as', 'kh-immigration', '--expect', 'aaaa');
  await done('network', 'sign', '--as', 'kh-immigration', '--expect', founding);
  expect((await done('agency', 'list', '--as', 'kh-immigration')).out).toMatch(/th-police .*trusted/);
  await refused('UNKNOWN_PROPOSAL', 'network', 'sign', '--as', 'kh-immigration', '--yes');
  await refused('ALREADY_FOUNDED', ...found, '--yes');
  expect((await done('proposals', '--as', 'th-police')).out).toBe('nothing waits for your signature\n');
}, 120_000);

test('a membership over another root than the one compared is refused on the device, and nothing is sent', async () => {
  const at = ['--folder', 'forged/authority'];
  await done('authority', 'create', '--agency', 'kh-immigration', '--name', 'forged', ...at);
  const about = ['--class', 'immigration', '--name', 'en=forged', '--registrar', 'kh-immigration.pem'];
  await done('authority', 'membership', ...about, '--out', 'forged.json', ...at);
  await refused(
    'ROOT_NOT_TRUSTED',
    ...['network', 'found', '--name', 'x', 'th-police.json', 'forged.json', '--yes', '--as', 'th-police'],
  );
  await refused('OUTPUT_EXISTS', 'network', 'bundle', 'forged.json', '--out', 'roots', '--yes');
  await refused('INPUT_MALFORMED', 'network', 'bundle', 'forged.json', ...memberships, '--out', 'other', '--yes');
}, 60_000);

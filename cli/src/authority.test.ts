import { execFileSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { example, openTestExchange, run, type TestExchange } from './exchange.test-support.ts';

let exchange: TestExchange;
let env: { TOCSIN_PASSPHRASE_FILE: string };
beforeAll(async () => {
  exchange = await openTestExchange();
  env = { TOCSIN_PASSPHRASE_FILE: exchange.place.passphraseFile };
});
afterAll(() => exchange.close());

const tocsin = (args: string[], around = {}) => run(exchange.folder, args, { env, ...around });
const done = async (args: string[]) => {
  const result = await tocsin(args);
  expect(result.err).not.toContain('error:');
  expect(result.exit).toBe(0);
  return result;
};

test('a new officer: key here, certificate by the authority, registration on the ledger, then at work', async () => {
  const folder = exchange.place.agency('th-police', 'authority');
  const gateway = exchange.running.gateways.find(({ agency }) => agency === 'th-police')!.origin;
  const post = ['--agency', 'th-police', '--unit', 'anti-trafficking', '--gateway', gateway];
  const { json } = await done([
    ...['officer', 'request', 'new-desk', ...post, '--roots', exchange.place.roots, '--out', 'new.csr', '--json'],
  ]);
  const handle = String(json[0]?.handle);
  expect(await tocsin(['inbox', '--as', 'new-desk'])).toMatchObject({
    exit: 1,
    err: expect.stringContaining('officer install'),
  });
  const roles = ['--unit', 'anti-trafficking', '--role', 'author', '--role', 'reader'];
  await done(['authority', 'officer', 'new.csr', ...roles, '--folder', folder, '--out', 'new.pem']);
  await done(['officer', 'install', 'new.pem', '--as', 'new-desk']);
  expect(await tocsin(['inbox', '--as', 'new-desk'])).toMatchObject({
    exit: 5,
    err: expect.stringContaining('[UNKNOWN_OFFICER]'),
  });
  await done(['officer', 'register', 'new.pem', ...roles, '--as', 'th-police-registrar']);
  await done(['alert', 'post', example('03-fishing-boat.json'), '--as', 'new-desk']);
  await done(['officer', 'revoke', handle, '--reason', 'left-post', '--as', 'th-police-registrar']);
  expect(await tocsin(['inbox', '--as', 'new-desk'])).toMatchObject({
    exit: 5,
    err: expect.stringContaining('[OFFICER_REVOKED]'),
  });
  await done(['authority', 'revoke', handle, '--reason', 'affiliationChanged', '--folder', folder]);
  const shown = await done(['authority', 'show', '--folder', folder]);
  expect(shown.out).toMatch(new RegExp(`revoked: affiliationChanged +${handle}`));
});

test('an authority with its gateway and TLS keys, which openssl accepts', async () => {
  const at = ['--folder', 'vn/authority'];
  await done(['authority', 'create', '--agency', 'vn-labour', '--name', 'Cục Quản lý lao động', ...at]);
  await done(['authority', 'gateway', '--out', 'vn/gateway', ...at]);
  await done(['authority', 'tls', '--host', 'localhost', '--out', 'vn/gateway', ...at]);
  await done(['authority', 'crl', ...at]);
  const path = (name: string) => join(exchange.folder, 'vn', name);
  for (const [issuer, chain] of [
    ['issuing', 'ledger.chain.pem'],
    ['tls', 'tls.chain.pem'],
  ] as const) {
    const files = ['-CAfile', path('authority/root.pem'), '-untrusted', path(`authority/${issuer}.pem`)];
    const lists = ['-CRLfile', path('authority/crl/root.pem'), '-CRLfile', path(`authority/crl/${issuer}.pem`)];
    const args = ['verify', '-x509_strict', '-crl_check_all', ...files, ...lists, path(`gateway/${chain}`)];
    expect(execFileSync('openssl', args, { encoding: 'utf8' })).toContain('OK');
  }
  const again = await tocsin(['authority', 'gateway', '--out', 'vn/gateway', ...at]);
  expect(again).toMatchObject({ exit: 1, err: expect.stringContaining('[OUTPUT_EXISTS]') });
});

test('an authority is made once, and opened with its passphrase only', async () => {
  const at = ['--folder', 'once'];
  await done(['authority', 'create', '--agency', 'mm-police', '--name', 'Demo', ...at]);
  const again = await tocsin(['authority', 'create', '--agency', 'mm-police', '--name', 'Demo', ...at]);
  expect(again).toMatchObject({ exit: 1, err: expect.stringContaining('[AUTHORITY_EXISTS]') });
  const wrong = await run(exchange.folder, ['authority', 'show', ...at], { secrets: ['something else'] });
  expect(wrong).toMatchObject({ exit: 1, err: expect.stringContaining('[WRONG_PASSPHRASE]') });
  const differ = ['authority', 'create', '--agency', 'mm-police', '--name', 'Demo', '--folder', 'twice'];
  expect(await run(exchange.folder, differ, { secrets: ['one passphrase', 'another one'] })).toMatchObject({ exit: 1 });
});

test('an identity held as PKCS#12 is taken over, with an encrypted key', async () => {
  const at = exchange.folder;
  const ssl = (...args: string[]) => execFileSync('openssl', args, { cwd: at, stdio: 'pipe' });
  ssl(
    'req',
    '-x509',
    '-newkey',
    'ec',
    '-pkeyopt',
    'ec_paramgen_curve:P-256',
    '-nodes',
    '-subj',
    '/CN=held-1',
    '-keyout',
    'k.pem',
    '-out',
    'c.pem',
    '-days',
    '2',
  );
  ssl(
    'pkcs12',
    '-export',
    '-inkey',
    'k.pem',
    '-in',
    'c.pem',
    '-out',
    'held.p12',
    '-passout',
    'pass:secret of the agency',
  );
  await writeFile(join(at, 'p12.txt'), 'secret of the agency\n', { mode: 0o600 });
  const { json } = await done([
    'authority',
    'import-pkcs12',
    'held.p12',
    '--password-file',
    'p12.txt',
    '--out',
    'held',
    '--json',
  ]);
  expect(json[0]).toMatchObject({ shape: 'certificate/1', name: 'held-1', files: ['held.key.pem', 'held.chain.pem'] });
});

test('a fourth agency is proposed, and admitted by a majority', async () => {
  const at = ['--folder', 'fourth'];
  await done(['authority', 'create', '--agency', 'vn-police', '--name', 'Demo', ...at]);
  const own = ['--agency', 'vn-police', '--unit', 'registry', '--gateway', 'https://127.0.0.1:1'];
  await done(['officer', 'request', 'vn-registrar', ...own, '--roots', '.', '--out', 'vn.csr']);
  await done(['authority', 'officer', 'vn.csr', '--unit', 'registry', '--role', 'registrar', '--out', 'vn.pem', ...at]);
  const about = ['--class', 'police', '--name', 'vi=Cảnh sát', '--registrar', 'vn.pem', '--out', 'vn.json'];
  await done(['authority', 'membership', ...about, ...at]);
  const { json } = await done(['agency', 'propose', '--admit', 'vn.json', '--as', 'th-police-registrar', '--json']);
  await done(['agency', 'approve', String(json[0]?.id), '--as', 'kh-immigration-registrar']);
  const listed = await done(['agency', 'list', '--as', 'kh-immigration-registrar']);
  expect(listed.out).toMatch(/vn-police +police +VN +active +NOT TRUSTED/);
});

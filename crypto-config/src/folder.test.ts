import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { crlNumberOf } from './crl.ts';
import { AuthorityFolder } from './folder.ts';
import { issueOfficer } from './issue.ts';
import { makePublicKey, officerRequest } from './test-agency.ts';
import { verifyIssued } from './verify.ts';

const request = { agency: 'th-police', country: 'TH', name: 'Royal Thai Police' };
const passphrase = 'correct horse battery';
const publicKey = makePublicKey();
let base = '';

beforeAll(async () => {
  base = await mkdtemp(join(tmpdir(), 'tocsin-authority-'));
});
afterAll(() => rm(base, { recursive: true }));

let count = 0;
const newPath = () => join(base, `agency-${++count}`);
const made = () => AuthorityFolder.create(newPath(), request, passphrase);
const issue = (folder: AuthorityFolder) =>
  folder.issue((authority) => issueOfficer(authority, { ...officerRequest, publicKey }));

async function filesIn(path: string): Promise<Record<string, string>> {
  const names = await readdir(path, { recursive: true, withFileTypes: true });
  const paths = names
    .filter((name) => name.isFile())
    .map((name) => join(name.parentPath, name.name))
    .sort();
  return Object.fromEntries(
    await Promise.all(paths.map(async (file) => [file.slice(path.length + 1), await readFile(file, 'utf8')] as const)),
  );
}

test('an authority is created, opened and issues what others can verify', async () => {
  const { path, bundle } = await made();
  const folder = await AuthorityFolder.open(path, passphrase);
  expect(folder.bundle).toEqual(bundle);
  const { certificate } = await issue(folder);
  const crls = Object.values(await folder.crls());
  expect(await verifyIssued(certificate, bundle, { at: new Date(), crls })).toMatchObject({ handle: 'th-4711' });
});

test('the folder holds these files, and no key in the clear', async () => {
  const { path } = await made();
  const files = await filesIn(path);
  expect(Object.keys(files)).toEqual([
    'crl/issuing.pem',
    'crl/root.pem',
    'crl/tls.pem',
    'issued.json',
    'issuing.pem',
    'keys/issuing.key.pem',
    'keys/root.key.pem',
    'keys/tls.key.pem',
    'root.pem',
    'tls.pem',
  ]);
  for (const name of ['root', 'issuing', 'tls'])
    expect(files[`keys/${name}.key.pem`]).toMatch(/^-----BEGIN ENCRYPTED PRIVATE KEY-----/);
  if (process.platform === 'win32') return;
  expect((await stat(join(path, 'keys'))).mode & 0o777).toBe(0o700);
  expect((await stat(join(path, 'keys/root.key.pem'))).mode & 0o777).toBe(0o600);
});

test('a second create in a folder that is not empty changes nothing', async () => {
  const { path } = await made();
  const before = await filesIn(path);
  await expect(AuthorityFolder.create(path, request, passphrase)).rejects.toMatchObject({ code: 'AUTHORITY_EXISTS' });
  expect(await filesIn(path)).toEqual(before);
  const other = newPath();
  await mkdir(other);
  await AuthorityFolder.create(other, request, passphrase);
  await writeFile(join(base, 'file'), 'text');
  await expect(AuthorityFolder.create(join(base, 'file'), request, passphrase)).rejects.toMatchObject({
    code: 'AUTHORITY_EXISTS',
  });
  expect((await readdir(base)).filter((name) => name.endsWith('.draft'))).toEqual([]);
});

test('a refused create leaves nothing behind', async () => {
  const path = newPath();
  await expect(AuthorityFolder.create(path, request, 'short')).rejects.toMatchObject({ code: 'WEAK_PASSPHRASE' });
  await expect(AuthorityFolder.create(path, { ...request, agency: 'police' }, passphrase)).rejects.toMatchObject({
    code: 'BAD_NAME',
  });
  expect((await readdir(base)).filter((name) => name.includes(`agency-${count}`))).toEqual([]);
});

test('what does not open is refused with its reason', async () => {
  const { path } = await made();
  await expect(AuthorityFolder.open(path, 'wrong passphrase')).rejects.toMatchObject({ code: 'WRONG_PASSPHRASE' });
  await expect(AuthorityFolder.open(newPath(), passphrase)).rejects.toMatchObject({ code: 'AUTHORITY_MISSING' });
  await rm(join(path, 'keys/tls.key.pem'));
  await expect(AuthorityFolder.open(path, passphrase)).rejects.toMatchObject({ code: 'KEY_FILE_MISSING' });
});

test.runIf(process.platform !== 'win32')('a key that others can read is refused', async () => {
  const { path } = await made();
  await chmod(join(path, 'keys/issuing.key.pem'), 0o644);
  await expect(AuthorityFolder.open(path, passphrase)).rejects.toMatchObject({ code: 'KEY_FILE_EXPOSED' });
});

test('files that do not belong together are refused', async () => {
  const [{ path }, other] = [await made(), await made()];
  const register = await readFile(join(path, 'issued.json'), 'utf8');
  for (const text of [
    '',
    '[]',
    '{}',
    register.slice(0, -9),
    register.replace('"kind": "authority"', '"kind": "king"'),
  ]) {
    await writeFile(join(path, 'issued.json'), text);
    await expect(AuthorityFolder.open(path, passphrase)).rejects.toMatchObject({ code: 'AUTHORITY_DAMAGED' });
  }
  await writeFile(join(path, 'issued.json'), register);
  await writeFile(join(path, 'issuing.pem'), other.bundle.issuing);
  await expect(AuthorityFolder.open(path, passphrase)).rejects.toMatchObject({ code: 'AUTHORITY_DAMAGED' });
});

test('every certificate issued at once is in the register, and revoking is seen by the next to open', async () => {
  const folder = await made();
  const issued = await Promise.all(Array.from({ length: 8 }, () => issue(folder)));
  const [first] = issued;
  await folder.revoke(first!.entry.serial, 'keyCompromise');
  await expect(folder.revoke(first!.entry.serial, 'superseded')).rejects.toMatchObject({ code: 'ALREADY_REVOKED' });
  const again = await AuthorityFolder.open(folder.path, passphrase);
  const serials = again.authority.issued.filter(({ kind }) => kind === 'officer').map(({ serial }) => serial);
  expect(serials.toSorted()).toEqual(issued.map(({ entry }) => entry.serial).toSorted());
  expect(crlNumberOf((await again.crls()).issuing)).toBe(2n);
  const crls = Object.values(await again.crls());
  const checked = verifyIssued(first!.certificate, again.bundle, { at: new Date(), crls });
  await expect(checked).rejects.toMatchObject({ code: 'CERTIFICATE_REVOKED' });
});

test('two who opened the same folder lose no entry of each other', async () => {
  const one = await made();
  const two = await AuthorityFolder.open(one.path, passphrase);
  const { entry } = await issue(one);
  await issue(two);
  await issue(one);
  const { issued } = (await AuthorityFolder.open(one.path, passphrase)).authority;
  expect(issued.filter(({ kind }) => kind === 'officer')).toHaveLength(3);
  await two.revoke(entry.serial, 'superseded');
  await expect(one.revoke(entry.serial, 'superseded')).rejects.toMatchObject({ code: 'ALREADY_REVOKED' });
});

test('another process’s lock is respected, a dead one’s is not', async () => {
  const folder = await made();
  const lock = join(folder.path, 'lock');
  await writeFile(lock, String(process.pid));
  await expect(issue(folder)).rejects.toMatchObject({ code: 'AUTHORITY_BUSY' });
  // Beyond the largest process id of any system.
  await writeFile(lock, '999999999');
  await issue(folder);
  expect(await readdir(folder.path)).not.toContain('lock');
});

test('lists that a kill left behind the register are made again at the next open', async () => {
  const folder = await made();
  const { entry, certificate } = await issue(folder);
  const old = await folder.crls();
  await folder.revoke(entry.serial, 'keyCompromise');
  await writeFile(join(folder.path, 'crl/issuing.pem'), old.issuing);
  const again = await AuthorityFolder.open(folder.path, passphrase);
  const crls = Object.values(await again.crls());
  const checked = verifyIssued(certificate, again.bundle, { at: new Date(), crls });
  await expect(checked).rejects.toMatchObject({ code: 'CERTIFICATE_REVOKED' });
});

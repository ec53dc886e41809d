import { chmod, mkdir, mkdtemp, readdir, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readKeyFile, writeKeyFile } from './key-file.ts';
import { derToPem } from './pem.ts';
import { keyPair } from './test-agency.ts';

const pem = derToPem(keyPair('P-256').privateKey, 'PRIVATE KEY');
const hasModes = process.platform !== 'win32';
let folder = '';

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tocsin-key-'));
});
afterEach(() => rm(folder, { recursive: true }));

test('a key is written for its owner only and read back', async () => {
  const path = join(folder, 'new', 'officer.key.pem');
  await writeKeyFile(path, pem);
  await writeKeyFile(path, pem);
  expect(await readKeyFile(path)).toBe(pem);
  expect(await readdir(join(folder, 'new'))).toEqual(['officer.key.pem']);
  if (!hasModes) return;
  expect((await stat(path)).mode & 0o777).toBe(0o600);
  expect((await stat(join(folder, 'new'))).mode & 0o777).toBe(0o700);
});

test.runIf(hasModes).each([0o640, 0o604, 0o620, 0o601])('a key of mode %o is refused', async (mode) => {
  const path = join(folder, 'key.pem');
  await writeKeyFile(path, pem);
  await chmod(path, mode);
  await expect(readKeyFile(path)).rejects.toMatchObject({ code: 'KEY_FILE_EXPOSED' });
  await symlink(path, join(folder, 'link.pem'));
  await expect(readKeyFile(join(folder, 'link.pem'))).rejects.toMatchObject({ code: 'KEY_FILE_EXPOSED' });
});

test.runIf(hasModes)('a folder that others may write to gets no key', async () => {
  const open = join(folder, 'open');
  await mkdir(open);
  await chmod(open, 0o777);
  await expect(writeKeyFile(join(open, 'key.pem'), pem)).rejects.toMatchObject({ code: 'KEY_FILE_EXPOSED' });
  expect(await readdir(open)).toEqual([]);
});

test('what is missing or no key is refused', async () => {
  await expect(readKeyFile(join(folder, 'none.pem'))).rejects.toMatchObject({ code: 'KEY_FILE_MISSING' });
  await writeFile(join(folder, 'text.pem'), 'not a key', { mode: 0o600 });
  await expect(readKeyFile(join(folder, 'text.pem'))).rejects.toMatchObject({ code: 'BAD_PEM' });
  await expect(
    writeKeyFile(join(folder, 'cert.pem'), derToPem(Uint8Array.of(0x30, 0), 'CERTIFICATE')),
  ).rejects.toMatchObject({ code: 'BAD_PEM' });
  expect(await readdir(folder)).toEqual(['text.pem']);
});

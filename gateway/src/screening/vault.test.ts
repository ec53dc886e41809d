import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encryptFor, generateSealKey, publicKeyOf, utf8 } from '@tocsin/envelope';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type UnitKey, UnitKeys } from '../keys/unit-keys.ts';
import { bornIn } from './born.ts';
import { Decisions } from './decisions.ts';
import { Vault } from './vault.ts';

let folder: string;
let held: UnitKey[];
const key = (epoch: number): UnitKey => ({ unit: 'duty-desk', epoch, secretKey: generateSealKey().secretKey });
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tocsin-vault-'));
  held = [key(1)];
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function opened() {
  const keys = new UnitKeys(async () => held);
  await keys.load();
  return { keys, vault: new Vault(folder, keys) };
}
const plain = utf8('CANARY');

test('a file is sealed on the disk, read back, and as good as none when damaged or of a key that is gone', async () => {
  const { vault } = await opened();
  expect(await vault.read('a.age')).toBeNull();
  await Promise.all([vault.write('a.age', utf8('older')), vault.write('a.age', plain)]);
  expect(await (await opened()).vault.read('a.age')).toEqual(plain);
  expect(await readdir(folder)).toEqual(['a.age']);
  const file = await readFile(join(folder, 'a.age'));
  expect(file.toString('latin1')).not.toContain('CANARY');
  await writeFile(join(folder, 'a.age'), file.with(file.length - 1, (file.at(-1) ?? 0) ^ 1));
  expect(await vault.read('a.age')).toBeNull();
  await writeFile(join(folder, 'a.age'), file);
  held = [key(2)];
  expect(await (await opened()).vault.read('a.age')).toBeNull();
});

test('what anybody has sealed to the key of the unit, and one file in place of another, are as good as none', async () => {
  const { vault } = await opened();
  await vault.write('a.age', plain);
  await writeFile(join(folder, 'b.age'), await readFile(join(folder, 'a.age')));
  const [unit] = held;
  if (unit === undefined) throw new Error('no key');
  await writeFile(join(folder, 'c.age'), encryptFor(publicKeyOf(unit.secretKey), plain));
  const again = (await opened()).vault;
  expect(await Promise.all(['a.age', 'b.age', 'c.age'].map((name) => again.read(name)))).toEqual([plain, null, null]);
});

test('decisions move to the newest key, so that they outlive the one they were sealed to', async () => {
  const asked = { names: [{ text: 'สมมติ ตัวอย่าง', kind: 'person' as const }], companies: [], identifiers: [] };
  const person = { ...asked, born: bornIn('1/5/2523')?.value ?? null, licence: null, authority: null, notes: [] };
  const [record, decision] = [
    'a'.repeat(26),
    { at: '2026-11-27T10:00:00.000Z', by: 'b'.repeat(26), reason: 'other father' },
  ];
  const { keys, vault } = await opened();
  const decisions = new Decisions(vault);
  await decisions.keep(person, record, decision);
  held = [key(2), ...held];
  await keys.load();
  expect(vault.isStale('decisions.age')).toBe(true);
  await decisions.reseal();
  expect(vault.isStale('decisions.age')).toBe(false);
  held = held.slice(0, 1);
  const later = new Decisions((await opened()).vault);
  await later.load();
  expect(later.of(person, record, [])).toEqual({ notTheSame: decision, quiets: true });
  expect(later.of({ ...person, born: '1980-05-02' }, record, [])).toBeNull();
  expect(later.of(person, 'c'.repeat(26), [])).toBeNull();
  await later.forget(new Set([record]));
  expect(later.of(person, record, [])).toBeNull();
});

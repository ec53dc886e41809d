import { mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { formatSealSecretKey, generateSealKey } from '@tocsin/envelope';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { freshFolder, type Run, removeFolder, run } from '../exchange.test-support.ts';
import { readUnitKeys } from '../unit-key-folder.ts';

let folder: string;
beforeEach(async () => {
  folder = await freshFolder();
});
afterEach(() => removeFolder(folder));

const holders = ['a', 'b', 'c', 'd', 'e'].map((name) => `holder-${name}/share.txt`);
const to = holders.flatMap((file) => ['--to', file]);
const tocsin = (args: readonly string[], around = {}) => run(folder, ['key', 'recovery', ...args], around);
const split = (...more: string[]) => tocsin(['split', '--agency', 'th-police', ...to, ...more]);
const done = async (running: Promise<Run>): Promise<Record<string, unknown>> => {
  const { exit, err, json } = await running;
  expect([exit, err]).toEqual([0, '']);
  return json[0] ?? {};
};
const refused = async (running: Promise<Run>, code: string, exit: number): Promise<Run> => {
  const result = await running;
  expect(result.err).toContain(`[${code}]`);
  expect(result.exit).toBe(exit);
  return result;
};

/** Unit keys as a gateway keeps them. */
async function unitKeys(...names: string[]): Promise<void> {
  await mkdir(join(folder, 'seal'), { mode: 0o700 });
  for (const name of names) {
    const text = `${formatSealSecretKey(generateSealKey().secretKey)}\n`;
    await writeFile(join(folder, 'seal', `${name}.age`), text, { mode: 0o600 });
  }
}

test('five people hold it, three of them bring every unit key back after the gateway burned', async () => {
  await unitKeys('border-checks.1', 'border-checks.2', 'registry.1');
  const before = await readUnitKeys(join(folder, 'seal'));
  const made = await done(split('--seal', 'seal', '--json'));
  expect(made).toMatchObject({ threshold: 3, shares: 5, kept: { length: 3 } });
  const drill = await done(tocsin(['drill', ...holders.slice(2), '--json']));
  expect(drill).toMatchObject({ set: made.set, fingerprint: made.fingerprint, shares: [3, 4, 5], keys: { length: 3 } });

  await rm(join(folder, 'seal'), { recursive: true });
  const dry = await done(tocsin(['restore', ...holders.slice(0, 3), '--out', 'seal', '--dry-run', '--json']));
  expect(dry).toMatchObject({ restored: { length: 3 }, 'dry-run': true });
  await expect(stat(join(folder, 'seal'))).rejects.toThrow('ENOENT');
  await done(tocsin(['restore', ...holders.slice(0, 3), '--out', 'seal', '--json']));
  expect(await readUnitKeys(join(folder, 'seal'))).toEqual(before);
  const again = await done(tocsin(['restore', ...holders.slice(0, 3), '--out', 'seal', '--json']));
  expect(again).toMatchObject({ restored: [], there: { length: 3 } });
});

test('nothing on disk but the shares gives the key away, and a share is for its holder alone', async () => {
  await unitKeys('border-checks.1');
  const identity = (await readFile(join(folder, 'seal', 'border-checks.1.age'), 'utf8')).trim();
  await done(split('--seal', 'seal', '--json'));
  for (const name of await readdir(join(folder, 'recovery'))) {
    const text = await readFile(join(folder, 'recovery', name), 'latin1');
    expect(text).not.toContain(identity.slice(20, 40));
    expect(text).not.toContain('AGE-SECRET-KEY');
    expect((await stat(join(folder, 'recovery', name))).mode & 0o077).toBe(0);
  }
  for (const file of holders) expect((await stat(join(folder, file))).mode & 0o077).toBe(0);
  const share = await readFile(join(folder, holders[1] as string), 'utf8');
  expect(share).toMatch(/share 2 of 5; any 3 restore the key/);
  expect(share.split('\n').every((line) => line.length <= 80)).toBe(true);
});

test('on a terminal each share is shown by itself, and typed in again by its holder', async () => {
  let shown = '';
  const shares: string[] = [];
  const confirms = true;
  const { exit, err } = await tocsin(['split', '--agency', 'th-police', '--threshold', '2', '--shares', '3'], {
    confirms,
  });
  shown = err;
  expect(exit).toBe(0);
  // Between any two shares the screen and what was scrolled away are emptied.
  for (const part of shown.split('\u001b[2J\u001b[3J\u001b[H')) {
    const codes = part.match(/TOCS IN-S HARE/g) ?? [];
    expect(codes.length).toBeLessThanOrEqual(1);
    if (codes.length === 1) shares.push(part.slice(part.indexOf('TOCS IN-S'), part.indexOf('\n\nkeep')));
  }
  expect(shares).toHaveLength(3);
  const secrets = [shares[2] as string, (shares[0] as string).toLowerCase().replaceAll(/\s/g, '')];
  expect(await tocsin(['drill'], { secrets })).toMatchObject({ exit: 0 });
  await refused(tocsin(['drill'], { secrets: [shares[0] as string, null] }), 'TOO_FEW_RECOVERY_SHARES', 1);
});

test('a holder who has not written it down voids the split: no set is left', async () => {
  await refused(tocsin(['split', '--agency', 'th-police'], { confirms: false }), 'CONFIRMATION_NEEDED', 1);
  await expect(stat(join(folder, 'recovery'))).rejects.toThrow('ENOENT');
});

describe('refused', () => {
  beforeEach(async () => {
    await unitKeys('border-checks.1');
    await done(split('--seal', 'seal', '--json'));
  });
  const [a, b, c] = holders as [string, string, string];
  const drill = (...shares: string[]) => tocsin(['drill', ...shares]);

  test('too few, the same one twice, none', async () => {
    await refused(drill(a, b), 'TOO_FEW_RECOVERY_SHARES', 1);
    await refused(drill(a, b, b), 'RECOVERY_SHARE_TWICE', 1);
    await refused(drill(), 'TOO_FEW_RECOVERY_SHARES', 1);
  });

  test('a damaged share is named, and its text is not repeated', async () => {
    const text = await readFile(join(folder, b), 'utf8');
    const at = text.indexOf('TOCS') + 30;
    const letter = text[at] === 'Q' ? 'P' : 'Q';
    await writeFile(join(folder, b), text.slice(0, at) + letter + text.slice(at + 1));
    const { err } = await refused(drill(a, b, c), 'BAD_RECOVERY_SHARE', 1);
    expect(err).toContain(b);
    expect(err).not.toContain('TOCS');
    for (const odd of ['', 'no share here', 'tocsin-', `tocsin-share1${'q'.repeat(77)}`, '\u0000'.repeat(1000)]) {
      await writeFile(join(folder, b), odd);
      await refused(drill(a, b, c), 'BAD_RECOVERY_SHARE', 1);
    }
    await writeFile(join(folder, b), Uint8Array.of(0xff, 0xfe));
    await refused(drill(a, b, c), 'INPUT_MALFORMED', 1);
    await refused(drill(a, 'not-there', c), 'INPUT_UNREADABLE', 1);
  });

  test('shares of another set', async () => {
    const other = holders.map((file) => `other/${file}`);
    const args = ['split', '--agency', 'th-police', '--recovery', 'recovery-2', ...other.flatMap((f) => ['--to', f])];
    await done(tocsin([...args, '--json']));
    await refused(drill(a, b, other[2] as string), 'OTHER_RECOVERY_SET', 6);
    await refused(drill(...other.slice(0, 3)), 'OTHER_RECOVERY_SET', 6);
  });

  test('a second split into the same folder, over a file, or of two shares into one folder', async () => {
    await refused(split(), 'OUTPUT_EXISTS', 1);
    await refused(split('--recovery', 'recovery-2'), 'OUTPUT_EXISTS', 1);
    const near = ['x/1', 'x/2', 'y/3', 'z/4', 'u/5'].flatMap((file) => ['--to', file]);
    await refused(tocsin(['split', '--agency', 'th-police', '--recovery', 'r2', ...near]), 'USAGE', 1);
    await refused(tocsin(['split', '--agency', 'th-police', '--recovery', 'r2', '--to', 'x/1']), 'USAGE', 1);
    await refused(tocsin(['split', '--agency', 'th-police', '--recovery', 'r2']), 'USAGE', 1);
    await refused(tocsin(['split', '--agency', 'TH', '--recovery', 'r2', ...near]), 'USAGE', 1);
    await refused(tocsin(['split', '--agency', 'th-police', '--shares', '2.5', ...to]), 'USAGE', 1);
    await refused(split('--recovery', 'r2', '--threshold', '9'), 'BAD_RECOVERY_SET', 1);
    expect(await readdir(folder)).not.toContain('r2');
  });

  test('a split that can restore nothing, or is no split', async () => {
    const far = ['1', '2', '3'].flatMap((name) => ['--to', `far-${name}/s`]);
    for (const threshold of ['1', '4']) {
      const args = ['split', '--agency', 'th-police', '--recovery', 'r3', '--shares', '3', '--threshold', threshold];
      await refused(tocsin([...args, ...far]), 'BAD_RECOVERY_SET', 1);
    }
    expect(await readdir(folder)).not.toContain('r3');
  });

  test('a set or a copy that somebody edited', async () => {
    const copy = join(folder, 'recovery', 'border-checks.1.age');
    const kept = await readFile(copy);
    await writeFile(join(folder, 'recovery', 'registry.1.age'), kept);
    await refused(drill(a, b, c), 'RECOVERY_DAMAGED', 6);
    await rm(join(folder, 'recovery', 'registry.1.age'));
    await writeFile(copy, kept.subarray(0, -1));
    await refused(drill(a, b, c), 'RECOVERY_DAMAGED', 6);
    await writeFile(copy, kept);
    const path = join(folder, 'recovery', 'set.json');
    const set = await readFile(path, 'utf8');
    for (const odd of [set.replace('"threshold": 3', '"threshold": 2'), '{}', 'null', set.slice(0, 40)]) {
      await writeFile(path, odd);
      await refused(drill(a, b, c), 'RECOVERY_DAMAGED', 6);
    }
    await rm(path);
    await refused(drill(a, b, c), 'RECOVERY_MISSING', 1);
  });

  test('restoring over another key of that name, or a unit that is not kept; nothing is written', async () => {
    await writeFile(join(folder, 'seal', 'border-checks.1.age'), 'another\n');
    await refused(tocsin(['restore', a, b, c, '--out', 'seal']), 'OUTPUT_EXISTS', 1);
    expect(await readFile(join(folder, 'seal', 'border-checks.1.age'), 'utf8')).toBe('another\n');
    await refused(tocsin(['restore', a, b, c, '--out', 'x', '--unit', 'nobody']), 'RECOVERY_MISSING', 1);
    expect(await readdir(folder)).not.toContain('x');
  });
});

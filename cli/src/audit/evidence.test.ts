import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { derToPem } from '@tocsin/crypto-config';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Scene } from '../../../test/support/audit/scene.ts';
import { freshFolder, removeFolder, run } from '../exchange.test-support.ts';

let scene: Scene;
let folder: string;
let record: string;
beforeAll(async () => {
  scene = await Scene.open('2026-11-23T03:30:00.000Z');
  folder = await freshFolder();
  record = await scene.posts(['kh-immigration', 'la-fiu']);
  await scene.opens('kh-immigration', record);
  await scene.acknowledges('kh-immigration', record);
  const note = await scene.cosigned();
  await scene.opens('la-fiu', record); // nobody has vouched for this one yet
  await writeFile(join(folder, 'checkpoint'), note);
  await writeFile(join(folder, 'ledger.ndjson'), (await scene.blocks()).map(({ raw }) => `${raw}\n`).join(''));
  await mkdir(join(folder, 'roots'));
  for (const { code, root } of scene.exchange.agencies)
    await writeFile(join(folder, 'roots', `${code}.pem`), derToPem(root, 'CERTIFICATE'));
});
afterAll(async () => {
  await scene.close();
  await removeFolder(folder);
});

const source = ['--ledger', 'ledger.ndjson', '--checkpoint', 'checkpoint', '--roots', 'roots'];
const audit = (...args: string[]) => run(folder, ['audit', ...args]);

describe('evidence of one record', () => {
  test('is exported and verified on a machine with no ledger, no gateway, no profile and no key', async () => {
    const { exit, out } = await audit('export', 'case.evidence', '--record', record, ...source);
    expect([exit, out]).toEqual([0, expect.stringContaining(`4 statements about ${record}`)]);
    const elsewhere = await freshFolder();
    try {
      await copyFile(join(folder, 'case.evidence'), join(elsewhere, 'case.evidence'));
      const roots = join(folder, 'roots');
      const verified = await run(elsewhere, ['audit', 'verify', 'case.evidence', '--roots', roots]);
      expect(verified.exit).toBe(0);
      expect(verified.out).toContain('certificate: yes');
      expect(verified.out).toContain('verified: these statements stand on the ledger');
      expect(verified.out).toMatch(/access\.request\/1 +trafficking-investigation/);
      expect(verified.out).toContain('vouched for by');
      const input = await readFile(join(elsewhere, 'case.evidence'), 'utf8');
      const { json } = await run(elsewhere, ['audit', 'verify', '-', '--roots', roots, '--json'], { input });
      expect(json[0]).toMatchObject({ shape: 'evidence/1', record, ledger: 'embedded', fault: null });
    } finally {
      await removeFolder(elsewhere);
    }
  });

  test('a changed byte is refused with exit 6, the layer named', async () => {
    const text = await readFile(join(folder, 'case.evidence'), 'utf8');
    await writeFile(join(folder, 'changed.evidence'), text.replace('"code":"VALID"', '"code":"VALIE"'));
    const { exit, out, err } = await audit('verify', 'changed.evidence', '--roots', 'roots');
    expect([exit, err]).toEqual([6, expect.stringContaining('[EVIDENCE_NOT_VERIFIED]')]);
    expect(out).toContain('form: no');
    expect(out).toContain('NOT verified: form: its digest is another: it was changed');
    await writeFile(join(folder, 'marked.evidence'), `\ufeff${text}`);
    expect(await audit('verify', 'marked.evidence', '--roots', 'roots')).toMatchObject({ exit: 6 });
  });

  test.each([
    ['of a record that is not there', ['--record', 'a'.repeat(26), ...source], 6, 'EVIDENCE_NOT_VERIFIED'],
    ['of something that is no record', ['--record', 'ALERT-7', ...source], 1, 'USAGE'],
    ['of an export without a checkpoint', ['--record', 'a'.repeat(26), ...source.slice(0, 2)], 1, 'USAGE'],
    [
      'under more agencies than there are',
      ['--record', 'RECORD', ...source, '--cosigners', '4'],
      6,
      'EVIDENCE_NOT_VERIFIED',
    ],
    ['with options that go with --record', source, 1, 'USAGE'],
  ])('nothing is written %s', async (_, args, exit, code) => {
    const told = await audit('export', 'none.evidence', ...args.map((arg) => (arg === 'RECORD' ? record : arg)));
    expect([told.exit, told.err]).toEqual([exit, expect.stringContaining(`[${code}]`)]);
    await expect(readFile(join(folder, 'none.evidence'))).rejects.toThrow('ENOENT');
  });

  test.each([
    ['a checkpoint that is none', 'rubbish\n', 'EVIDENCE_NOT_VERIFIED'],
    ['the checkpoint of another ledger', null, 'EVIDENCE_NOT_VERIFIED'],
  ])('nothing is written under %s', async (_, text, code) => {
    const note = text ?? (await scene.vouchedFor((await scene.blocks()).slice(1)));
    await writeFile(join(folder, 'other'), note);
    const args = ['--ledger', 'ledger.ndjson', '--checkpoint', 'other', '--roots', 'roots'];
    const told = await audit('export', 'none.evidence', '--record', record, ...args);
    expect([told.exit, told.err]).toEqual([6, expect.stringContaining(`[${code}]`)]);
  });

  test('a file that is no bundle, is not there, or is verified without roots, says so', async () => {
    expect(await audit('verify', 'ledger.ndjson', '--roots', 'roots')).toMatchObject({ exit: 6 });
    expect(await audit('verify', 'none', '--roots', 'roots')).toMatchObject({ exit: 1 });
    expect(await audit('verify', 'case.evidence', '--roots', 'nowhere')).toMatchObject({ exit: 6 });
    expect(await audit('verify', 'case.evidence')).toMatchObject({ exit: 1 });
    expect(await audit('verify', 'case.evidence', '--roots', 'roots', '--cosigners', '0')).toMatchObject({ exit: 1 });
  });

  test('a bundle is never written over another file', async () => {
    const told = await audit('export', 'case.evidence', '--record', record, ...source);
    expect([told.exit, told.err]).toEqual([1, expect.stringContaining('[OUTPUT_EXISTS]')]);
  });
});

import { randomBytes } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { originOf } from '@tocsin/envelope/log';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { blocksAfter, Mirrored } from '../../fixture/mirrored.ts';
import { openCosignerKey } from './cosigner-key.ts';
import { cosignatureLine, signedNote } from './signed-notes.ts';

const blocks = blocksAfter([], 4, 'ledger');
let all: Mirrored;
beforeEach(async () => {
  all = new Mirrored(['th-police', 'kh-immigration', 'la-fiu'], blocks, { catchUpMs: 20, gatherMs: 1_000 });
  await all.settled();
});
afterEach(() => all.close());

const keyOf = (agency: string) => openCosignerKey(join(all.site(agency).folder, 'mirror'));
const lie = () =>
  signedNote({ origin: originOf(blocks[0]!.hash), size: 2, root: randomBytes(32) }, keyOf('kh-immigration'));

test('a gateway that signs a hundred trees neither fills the disk nor hides what was found against another', async () => {
  const { mirror, folder } = all.site('th-police');
  mirror.alarms.raise('CHECKPOINT_INCONSISTENT', 'la-fiu', ['one', 'other']);
  for (let i = 0; i < 100; i++)
    expect(await mirror.witness.cosign('kh-immigration', await lie())).toMatchObject({
      refused: 'CHECKPOINT_INCONSISTENT',
    });
  for (let i = 0; i < 20; i++) await mirror.offered(await lie(), 'kh-immigration', 3n);
  const against = mirror.alarms.list.map((alarm) => alarm.against);
  expect(against).toContain('la-fiu');
  expect(against).toContain('kh-immigration');
  expect(readdirSync(join(folder, 'mirror', 'evidence')).length).toBe(9);
});

test('a cosignature of a time that nobody lives at is no cosignature: nobody could write it down', async () => {
  all.line = async (to, from, note) => {
    if (to.agency !== 'la-fiu') return to.mirror.witness.cosign(from, note);
    const checkpoint = { origin: originOf(blocks[0]!.hash), size: 7, root: to.view.tree.prover.root(7) };
    const time = Number.MAX_SAFE_INTEGER;
    return { cosignature: await cosignatureLine(checkpoint, { agency: 'la-fiu', signer: keyOf('la-fiu'), time }) };
  };
  expect(all.site('th-police').view.tree.size).toBe(7);
  const { cosigned } = await all.site('th-police').mirror.checkpoint();
  expect([...cosigned.keys()]).not.toContain('la-fiu');
  for (const time of cosigned.values()) expect(new Date(time * 1000).toISOString()).toMatch(/^20/);
});

import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { formatSealSecretKey } from '@tocsin/envelope';
import type { UnitKey } from '@tocsin/gateway';
import { CliError } from '../../error.ts';
import { pathFrom, replacePrivate } from '../../file.ts';
import { answer, nextSteps } from '../../output.ts';
import { nameOf, recover } from '../../recovery/restoring.ts';
import { fields } from '../../table.ts';
import type { Terminal } from '../../terminal.ts';
import { keyFileName } from '../../unit-key-folder.ts';
import { verb } from '../../verb.ts';

export const restoreKeys = (terminal: Terminal) =>
  verb('restore', "put unit keys back into the gateway's folder, by the shares of the recovery key", [
    'key recovery restore /media/a/share /media/b/share /media/c/share --out gateway/seal',
    'key recovery restore --unit border-checks --out gateway/seal --dry-run',
  ])
    .argument('[shares...]', 'files of the shares; none to be asked for them')
    .requiredOption('--out <folder>', "folder of the gateway's unit keys")
    .option('--recovery <folder>', 'recovery folder', 'recovery')
    .option('--unit <unit>', 'only the keys of one unit')
    .option('--dry-run', 'say what would be written, and write nothing')
    .action(async (shares, options) => {
      const recovered = await recover(terminal, pathFrom(terminal.folder, options.recovery), shares);
      const { set, keys } = recovered;
      const out = pathFrom(terminal.folder, options.out);
      const wanted = keys.filter(({ unit }) => options.unit === undefined || unit === options.unit);
      if (wanted.length === 0) throw new CliError('RECOVERY_MISSING', 'no key of that unit is kept');
      const { missing, there } = await sorted(out, wanted);
      if (options.dryRun !== true) await writeKeys(out, missing);
      for (const { secretKey } of keys) secretKey.fill(0);
      const restored = missing.map(nameOf);
      const next = ['tocsin key list   (the gateway takes the keys in by itself)'];
      const about = { agency: set.agency, set: set.set, shares: recovered.shares };
      const value = { ...about, restored, there: there.map(nameOf), 'dry-run': options.dryRun === true, next };
      answer(terminal, options, 'recovery-restored/1', value, `${wordsFor(value)}${nextSteps(next)}`);
    });

/** Which of the keys are missing in the folder. @throws CliError OUTPUT_EXISTS where another key has the name of one */
async function sorted(folder: string, keys: readonly UnitKey[]) {
  const [missing, there]: [UnitKey[], UnitKey[]] = [[], []];
  for (const key of keys) {
    const text = await readFile(join(folder, keyFileName(key)), 'utf8').catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return null;
      throw error;
    });
    if (text !== null && text.trim() !== formatSealSecretKey(key.secretKey))
      throw new CliError('OUTPUT_EXISTS', `${keyFileName(key)} is another key`);
    (text === null ? missing : there).push(key);
  }
  return { missing, there };
}

async function writeKeys(folder: string, keys: readonly UnitKey[]): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  for (const key of keys)
    await replacePrivate(join(folder, keyFileName(key)), `${formatSealSecretKey(key.secretKey)}\n`);
}

type Names = readonly { readonly unit: string; readonly epoch: number }[];

function wordsFor(value: { set: string; restored: Names; there: Names; 'dry-run': boolean }): string {
  const named = (names: Names) => names.map(({ unit, epoch }) => `${unit} ${epoch}`).join(', ') || 'none';
  return fields([
    ['set', value.set],
    [value['dry-run'] ? 'would be restored' : 'restored', named(value.restored)],
    ['there already', named(value.there)],
  ]);
}

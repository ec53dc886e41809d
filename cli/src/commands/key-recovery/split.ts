import { CliError } from '../../error.ts';
import { pathFrom } from '../../file.ts';
import { answer, nextSteps } from '../../output.ts';
import { onScreen, toFiles } from '../../recovery/handing-out.ts';
import { fingerprintOf } from '../../recovery/set.ts';
import { keepAll, splitNewKey } from '../../recovery/splitting.ts';
import { fields } from '../../table.ts';
import type { Terminal } from '../../terminal.ts';
import { collect, verb } from '../../verb.ts';

export const splitRecovery = (terminal: Terminal) =>
  verb('split', "make the agency's recovery key and split it among people; the key itself is kept nowhere", [
    'key recovery split --agency th-police --recovery recovery   # shows one share after the other',
    'key recovery split --agency th-police --threshold 2 --shares 3 --to /media/a/s --to /media/b/s --to /media/c/s',
  ])
    .requiredOption('--agency <agency>', 'code of your agency')
    .option('--threshold <number>', 'how many shares restore the key', '3')
    .option('--shares <number>', 'how many shares there are', '5')
    .option('--recovery <folder>', 'recovery folder: the public half, and copies that only the shares open', 'recovery')
    .option('--to <file>', 'file of one share, each in a folder of its own (repeatable)', collect, [] as string[])
    .option('--seal <folder>', "the gateway's unit keys, to be kept under the new key")
    .action(async (options) => {
      const { agency } = options;
      if (!/^[a-z]{2}-[a-z0-9-]{2,60}$/.test(agency)) throw new CliError('USAGE', '--agency is a code like th-police');
      const split = { agency, threshold: numberIn(options.threshold), count: numberIn(options.shares) };
      const path = (name: string) => pathFrom(terminal.folder, name);
      const folder = path(options.recovery);
      const handOut = options.to.length > 0 ? toFiles(options.to.map(path)) : onScreen(terminal);
      const set = await splitNewKey(folder, split, handOut);
      const kept = options.seal === undefined ? [] : await keepAll(folder, set, path(options.seal));
      const next = [`tocsin key recovery drill SHARE SHARE SHARE --recovery ${options.recovery}`];
      const about = { agency, set: set.set, fingerprint: fingerprintOf(set), threshold: set.threshold };
      const value = { ...about, shares: set.count, files: options.to, kept, next };
      const words = fields([
        ['set', set.set],
        ['key', fingerprintOf(set)],
        ['shares', `${set.count}, any ${set.threshold} restore the key`],
        ['kept', kept.length === 0 ? 'no unit key yet' : kept.map(({ unit, epoch }) => `${unit} ${epoch}`).join(', ')],
      ]);
      answer(terminal, options, 'recovery-split/1', value, `${words}${nextSteps(next)}`);
    });

function numberIn(text: string): number {
  if (!/^[1-9][0-9]?$/.test(text)) throw new CliError('USAGE', '--threshold and --shares are whole numbers');
  return Number(text);
}

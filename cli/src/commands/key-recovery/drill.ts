import { pathFrom } from '../../file.ts';
import { answer } from '../../output.ts';
import { nameOf, recover } from '../../recovery/restoring.ts';
import { fingerprintOf } from '../../recovery/set.ts';
import { fields } from '../../table.ts';
import type { Terminal } from '../../terminal.ts';
import { verb } from '../../verb.ts';

export const drillRecovery = (terminal: Terminal) =>
  verb('drill', 'prove that shares restore the recovery key and every unit key under it; nothing is written', [
    'key recovery drill /media/a/share /media/b/share /media/c/share --recovery recovery',
    'key recovery drill --recovery recovery   # asks each holder to type theirs',
  ])
    .argument('[shares...]', 'files of the shares; none to be asked for them')
    .option('--recovery <folder>', 'recovery folder', 'recovery')
    .action(async (shares, options) => {
      const recovered = await recover(terminal, pathFrom(terminal.folder, options.recovery), shares);
      const { set, keys } = recovered;
      for (const { secretKey } of keys) secretKey.fill(0);
      const names = keys.map(nameOf);
      const about = { agency: set.agency, set: set.set, fingerprint: fingerprintOf(set) };
      const words = fields([
        ['set', set.set],
        ['key', `${fingerprintOf(set)}, as the shares gave it`],
        ['shares', recovered.shares.join(', ')],
        ['they open', names.map(({ unit, epoch }) => `${unit} ${epoch}`).join(', ') || 'no unit key: none is kept'],
      ]);
      answer(terminal, options, 'recovery-drill/1', { ...about, shares: recovered.shares, keys: names }, words);
    });

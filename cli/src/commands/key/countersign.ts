import { DeviceError, provenKey } from '@tocsin/device';
import { CliError } from '../../error.ts';
import { useIn, useWords } from '../../key-use.ts';
import { act, inSession, type Session } from '../../session.ts';
import { fields } from '../../table.ts';
import type { Terminal } from '../../terminal.ts';
import { officerVerb } from '../../verb.ts';
import { answerDone, minute } from '../../words.ts';

export const countersignKey = (terminal: Terminal) =>
  officerVerb('countersign', "let another agency's urgent key take effect at once, without its 24 hours of notice", [
    'key countersign --agency kh-immigration --unit border-checks --epoch 2 --as th-police-keymaster',
    'key countersign --agency kh-immigration --unit border-checks --epoch 2 --digest 259df9a82720cc01 --yes',
  ])
    .requiredOption('--agency <agency>', 'agency whose key it is')
    .requiredOption('--unit <unit>', 'its unit')
    .requiredOption('--epoch <number>', 'epoch of the key')
    .option('--use <use>', useWords, 'seal')
    .option('--digest <hex>', 'first 16 digits or more of the digest, as that agency read it out to you')
    .option('--yes', 'do not ask; needs --digest')
    .action((options) =>
      inSession(terminal, options, async (session) => {
        const { agency, unit, digest } = options;
        const key = await announced(session, options);
        if (digest !== undefined && (digest.length < 16 || !key.digest.startsWith(digest)))
          throw new DeviceError('KEY_SUBSTITUTED', `${agency}/${unit}, epoch ${key.epoch}`);
        if (options.yes === true && digest === undefined) throw new CliError('USAGE', '--yes needs --digest');
        if (options.yes !== true) await confirmed(terminal, key);
        const body = { owner: agency, unit, use: useIn(options.use), epoch: key.epoch, digest: key.digest };
        const done = await act(session, 'key.countersign/1', body);
        const next = [`tocsin key list --agency ${agency}`];
        answerDone(terminal, options, done, { done: `countersigned ${agency}/${unit} epoch ${key.epoch}`, next });
      }),
    );

/** The key that is to be countersigned, proved to its agency's root: a gateway could show another. */
async function announced(session: Session, wish: { agency: string; unit: string; epoch: string; use: string }) {
  const { agency, unit } = wish;
  const use = useIn(wish.use);
  const listed = await session.client.keys({ agency, unit });
  const found = listed.find(({ key }) => key.use === use && String(key.epoch) === wish.epoch);
  if (found === undefined) throw new DeviceError('NO_SEAL_KEY', `${agency}/${unit}, epoch ${wish.epoch}`);
  return provenKey(session.roots, found, { agency, unit, use });
}

/** Whoever countersigns vouches for the key: the agency reads its digest out, by another way than this gateway. */
async function confirmed(terminal: Terminal, key: Awaited<ReturnType<typeof announced>>): Promise<void> {
  terminal.err(
    fields([
      ['key', `${key.agency}/${key.unit}, epoch ${key.epoch}`],
      ['announced for', minute(key.from)],
      ['digest', key.digest],
    ]),
  );
  const yes = terminal.interactive && (await terminal.confirm('Has that agency read this digest out to you?'));
  if (!yes) throw new CliError('CONFIRMATION_NEEDED');
}

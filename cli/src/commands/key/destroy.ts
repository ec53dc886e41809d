import { join } from 'node:path';
import { ApiError } from '@tocsin/gateway/api';
import { type PublishedKey, Refusal } from '@tocsin/record';
import { counted } from '../../counted.ts';
import { CliError } from '../../error.ts';
import { pathFrom } from '../../file.ts';
import { type KeyUse, useIn, useWords } from '../../key-use.ts';
import { type OpenedItem, openedByKey } from '../../opened-by.ts';
import { answer } from '../../output.ts';
import { destroyFile } from '../../overwriting.ts';
import { act, inSession, type Session } from '../../session.ts';
import { fields } from '../../table.ts';
import type { Terminal } from '../../terminal.ts';
import { keyFileName } from '../../unit-key-folder.ts';
import { officerVerb } from '../../verb.ts';
import { minute } from '../../words.ts';
import { epochIn } from './rehead.ts';

export const destroyKey = (terminal: Terminal) =>
  officerVerb('destroy', "destroy a unit's old key, here and under the recovery key, and say so on the ledger", [
    'key destroy --unit duty-desk --epoch 1 --seal gateway/seal --recovery gateway/recovery --dry-run',
    'key destroy --unit duty-desk --epoch 1 --seal gateway/seal --recovery gateway/recovery --yes',
  ])
    .requiredOption('--unit <unit>', 'the unit whose key it is')
    .requiredOption('--epoch <number>', 'epoch of the key')
    .requiredOption('--seal <folder>', "folder of the gateway's keys of that use")
    .option('--use <use>', useWords, 'seal')
    .option('--recovery <folder>', "recovery folder; default: `recovery` beside the gateway's keys")
    .option('--dry-run', 'say what would be lost, and destroy nothing')
    .option('--yes', 'do not ask')
    .action((options) =>
      inSession(terminal, options, async (session) => {
        const { unit } = options;
        const use = useIn(options.use);
        const key = await destructible(session, { unit, use, epoch: epochIn(options.epoch) });
        const opened = await stillOpened(terminal, session, key);
        const alone = opened.filter((item) => item.alone);
        const about = { unit, epoch: key.epoch, opens: opened.length, lost: alone.map(({ item }) => item) };
        const words = wordsFor(key.epoch, unit, opened, alone);
        if (options.dryRun === true) {
          const value = { ...about, destroyed: false, files: [], statement: null };
          return answer(terminal, options, 'key-destroyed/1', value, words);
        }
        if (options.yes !== true) await confirmed(terminal, words);
        const files = await overwrite(terminal, options, key);
        const { digest, epoch } = key;
        const done = await act(session, 'key.destroy/1', { unit, use, epoch, digest });
        const value = { ...about, destroyed: true, files, statement: done.id };
        answer(terminal, options, 'key-destroyed/1', value, `${words}destroyed, on the ledger at ${minute(done.at)}\n`);
      }),
    );

/** Everything that the ledger could refuse is asked before: a key cannot be put back. @throws Refusal, CliError USAGE */
async function destructible(
  { client, agency }: Session,
  { unit, use, epoch }: { readonly unit: string; readonly use: KeyUse; readonly epoch: number },
) {
  const [{ officer, time }, listed] = await Promise.all([client.me(), client.keys({ agency, unit })]);
  if (!officer.roles.includes('keymaster')) throw new Refusal('ROLE_LACKING', 'keymaster');
  const keys = listed.map(({ key }) => key).filter((one) => one.use === use);
  const key = keys.find((one) => one.epoch === epoch);
  if (key === undefined) throw new Refusal('UNKNOWN_KEY', `${unit} ${epoch}`);
  if (key.destroyed !== null) throw new Refusal('KEY_DESTROYED', `${unit} ${epoch}`);
  if (use === 'trustee') {
    const roster = await client.roster();
    const used = roster?.trustees.some(({ digest }) => digest === key.digest) ?? false;
    if (used) throw new Refusal('KEY_IN_USE', `roster ${roster?.epoch}`);
    return key;
  }
  const replaced = keys.some((one) => one.epoch > epoch && one.from <= time && time < one.until);
  if (!replaced) throw new CliError('USAGE', 'no later key of the unit is in effect: rotate it first');
  return key;
}

/** An earlier run may have overwritten the file and been cut off before it could say so. */
async function stillOpened(terminal: Terminal, session: Session, key: PublishedKey) {
  // A trustee's key opens no file: those of an earlier roster lose one share with it.
  if (key.use === 'trustee') return [];
  try {
    return await openedByKey(terminal, session, key.unit, key.epoch);
  } catch (error) {
    if (error instanceof ApiError && error.code === 'KEY_NOT_HELD') return [];
    throw error;
  }
}

async function confirmed(terminal: Terminal, words: string): Promise<void> {
  terminal.err(words);
  const yes = terminal.interactive && (await terminal.confirm('Destroy this key for good?'));
  if (!yes) throw new CliError('CONFIRMATION_NEEDED');
}

async function overwrite(
  terminal: Terminal,
  { seal, recovery }: { readonly seal: string; readonly recovery?: string | undefined },
  key: PublishedKey,
): Promise<string[]> {
  const folder = pathFrom(terminal.folder, seal);
  const copies = recovery === undefined ? join(folder, '..', 'recovery') : pathFrom(terminal.folder, recovery);
  const copy = key.use === 'seal' ? [join(copies, keyFileName(key))] : [];
  const paths = [join(folder, keyFileName(key)), ...copy];
  const gone: string[] = [];
  for (const path of paths) if (await destroyFile(path)) gone.push(path);
  return gone;
}

function wordsFor(epoch: number, unit: string, opened: readonly OpenedItem[], alone: readonly OpenedItem[]): string {
  const lost = alone.length === 0 ? 'nothing' : `${alone.length}: ${alone.map(({ item }) => item).join(', ')}`;
  return fields([
    ['key', `${unit}, epoch ${epoch}`],
    ['opens', counted(opened.length, 'file')],
    ['lost with it', lost],
  ]);
}

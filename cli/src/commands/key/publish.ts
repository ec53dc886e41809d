import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { formatSealSecretKey, generateSealKey, toBase64url } from '@tocsin/envelope';
import { daysAfter, hoursAfter, KEY_NOTICE_HOURS } from '@tocsin/record';
import { CliError } from '../../error.ts';
import { pathFrom, writeOutput } from '../../file.ts';
import { act, inSession, type Session } from '../../session.ts';
import type { Terminal } from '../../terminal.ts';
import { officerVerb } from '../../verb.ts';
import { answerDone } from '../../words.ts';

export const publishKey = (terminal: Terminal) =>
  officerVerb('publish', "make a unit's next seal key and announce it; the secret half goes to the gateway's folder", [
    'key publish --unit duty-desk --out .tocsin/demo/th-police/gateway/seal --as th-police-keymaster',
    'key publish --unit duty-desk --out seal --days 90 --json',
  ])
    .requiredOption('--unit <unit>', 'the unit whose key it is')
    .requiredOption('--out <folder>', "folder of the gateway's seal keys; the file is <unit>.<epoch>.age")
    .option('--days <number>', 'validity; a week of overlap is added', '90')
    .action((options) =>
      inSession(terminal, options, async (session) => {
        const { unit } = options;
        const { epoch, previous } = await following(session, unit);
        const { publicKey, secretKey } = generateSealKey();
        const now = session.clock().toISOString();
        const from = epoch === 1 ? now : hoursAfter(now, KEY_NOTICE_HOURS);
        const until = daysAfter(from, wholeDays(options.days) + 7);
        const name = join(options.out, `${unit}.${epoch}.age`);
        await mkdir(pathFrom(terminal.folder, options.out), { recursive: true, mode: 0o700 });
        // Written before it is announced: a key that nobody holds would lock the unit out of its own mail.
        await writeOutput(terminal, name, `${formatSealSecretKey(secretKey)}\n`, 0o600);
        secretKey.fill(0);
        const key = toBase64url(publicKey);
        const done = await act(session, 'key.publish/1', { unit, use: 'seal', epoch, key, previous, from, until });
        answerDone(terminal, options, done, { done: `key ${unit} epoch ${epoch}`, next: ['tocsin key list'] });
      }),
    );

/** The epoch after the last one, and the digest of the statement that announced that. */
async function following({ client, agency }: Session, unit: string) {
  const keys = (await client.keys({ agency, unit })).map(({ key }) => key).filter(({ use }) => use === 'seal');
  const last = keys.sort((a, b) => b.epoch - a.epoch)[0];
  return { epoch: (last?.epoch ?? 0) + 1, previous: last?.digest ?? null };
}

function wholeDays(text: string): number {
  if (!/^[1-9][0-9]{0,2}$/.test(text)) throw new CliError('USAGE', '--days is a whole number');
  return Number(text);
}

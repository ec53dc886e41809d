import type { BlindKey } from '@tocsin/record';
import { standingOf } from '../../blind.ts';
import { ownersKept } from '../../blind-tables.ts';
import { answer, nextSteps } from '../../output.ts';
import { inSession } from '../../session.ts';
import { table } from '../../table.ts';
import type { Terminal } from '../../terminal.ts';
import { officerVerb } from '../../verb.ts';
import { sameProfile } from '../../words.ts';

export const blindStatus = (terminal: Terminal) =>
  officerVerb('status', 'keys for blind checks, who has dealt and signed them, and the tables issued', [
    'blind status --as th-police-officer',
    'blind status --json',
  ]).action((options) =>
    inSession(terminal, options, async (session) => {
      const { keys, tables } = await session.client.blind();
      const now = session.clock().toISOString();
      const told = keys.map((key) => toldOf(key, now));
      const here = await ownersKept(session.folder);
      const issued = tables.map(({ agency, epoch, rows, at }) => {
        return { agency, epoch, rows, at, kept: here.includes(agency) };
      });
      const words = [
        keys.length === 0 ? 'no key for blind checks was ever dealt\n' : keysTable(told),
        issued.length === 0
          ? ''
          : table(
              ['OWNER', 'KEY', 'ROWS', 'HERE'],
              issued.map(({ agency, epoch, rows, kept }) => [
                agency,
                String(epoch),
                String(rows),
                kept ? 'asked by every check' : '',
              ]),
            ),
      ];
      const next = sameProfile(nextFor(told.at(-1)?.standing, issued), options.as);
      const value = { keys: told, tables: issued, next };
      answer(terminal, options, 'blind/1', value, `${words.filter(Boolean).join('\n')}${nextSteps(next)}`);
    }),
  );

interface Issued {
  readonly agency: string;
  readonly kept: boolean;
}

/** Without a key its making, without a table of others theirs, else the check. */
function nextFor(standing: string | undefined, issued: readonly Issued[]): string[] {
  if (standing !== 'in force') return ['tocsin blind deal   (the keymaster of every trustee, once)'];
  const [other] = issued.filter(({ kept }) => !kept);
  if (issued.length === 0)
    return ['tocsin blind table --listings --out OWN.table   # others take it, and ask it unseen'];
  return other === undefined
    ? ['tocsin check --passport NUMBER   # asks the tables here by itself']
    : [`tocsin blind take --table ${other.agency}=FILE   # FILE comes from ${other.agency}`];
}

function toldOf(key: BlindKey, now: string) {
  const { epoch, roster, t, trustees, dealt, signed, since } = key;
  const about = key.complaint?.about ?? [];
  return { epoch, roster, t, of: trustees.length, standing: standingOf(key, now), dealt, signed, about, since };
}

const keysTable = (keys: readonly ReturnType<typeof toldOf>[]): string =>
  table(
    ['KEY', 'STANDING', 'EVALUATE', 'DEALT', 'SIGNED'],
    keys.map(({ epoch, standing, t, of, dealt, signed, about }) => [
      String(epoch),
      about.length === 0 ? standing : `${standing}: ${about.join(', ')}`,
      `${t} of ${of}`,
      `${dealt.length} of ${of}`,
      `${signed.length} of ${of}`,
    ]),
  );

import type { Roster, Trustee } from '@tocsin/record';
import { answer, nextSteps } from '../../output.ts';
import { inSession, type Session } from '../../session.ts';
import { fields, table } from '../../table.ts';
import type { Terminal } from '../../terminal.ts';
import { officerVerb } from '../../verb.ts';
import { minute, sameProfile } from '../../words.ts';

export const listRoster = (terminal: Terminal) =>
  officerVerb('list', 'list the trustees of the day, who of them can still release, and what is due', [
    'roster list --as th-police-officer',
    'roster list --json',
  ]).action((options) =>
    inSession(terminal, options, async (session) => {
      const [roster, { items }] = await Promise.all([session.client.roster(), session.client.oldLocks()]);
      if (roster === null) {
        const none = { epoch: null, t: null, trustees: [], left: 0, 'old-locks': 0, next: [] };
        return answer(terminal, options, 'roster/1', none, 'no roster is in force: files are sealed direct\n');
      }
      const trustees = await standings(session, roster);
      const left = trustees.filter(({ standing }) => standing === 'in force').length;
      const next = sameProfile(dueFor(roster, trustees, left, items.length), options.as);
      const { epoch, t } = roster;
      const value = { epoch, t, trustees, left, 'old-locks': items.length, next };
      const about = fields([
        ['roster', `epoch ${epoch}, ${t} of ${trustees.length} release together, until ${minute(roster.until)}`],
        ['left', left < t + 2 ? `${left}: fewer than ${t + 2}, nearly too few to open anything` : String(left)],
        ['old locks', items.length === 0 ? 'none' : `${items.length} own files are locked by an earlier roster`],
      ]);
      const rows = trustees.map((one) => [
        one.agency,
        one.unit,
        String(one['key-epoch']),
        one.digest.slice(0, 16),
        one.standing,
      ]);
      const words = `${about}\n${table(['TRUSTEE', 'UNIT', 'EPOCH', 'KEY', 'STANDING'], rows)}${nextSteps(next)}`;
      answer(terminal, options, 'roster/1', value, words);
    }),
  );

type Standing = 'in force' | 'no member' | 'key destroyed' | 'key over';

async function standings({ client, clock }: Session, roster: Roster) {
  const [agencies, keys] = await Promise.all([client.agencies(), client.keys()]);
  const now = clock().toISOString();
  const standingOf = ({ agency, digest }: Trustee): Standing => {
    if (agencies.find(({ code }) => code === agency)?.status !== 'active') return 'no member';
    const key = keys.find((one) => one.key.digest === digest)?.key;
    if (key === undefined || key.destroyed !== null) return 'key destroyed';
    return now < key.until ? 'in force' : 'key over';
  };
  return roster.trustees.map((trustee) => {
    const { agency, unit, keyEpoch, digest } = trustee;
    return { agency, unit, 'key-epoch': keyEpoch, digest, standing: standingOf(trustee) };
  });
}

function dueFor(
  { t }: Roster,
  trustees: readonly { readonly agency: string; readonly standing: Standing }[],
  left: number,
  oldLocks: number,
): string[] {
  const gone = trustees.filter(({ standing }) => standing !== 'in force').map(({ agency }) => agency);
  const without = gone.map((agency) => `--without ${agency}`).join(' ');
  const short = left < t + 2 && gone.length > 0 ? [`tocsin roster propose ${without}   (a signatory)`] : [];
  return [...short, ...(oldLocks > 0 ? ['tocsin roster rehead'] : [])];
}

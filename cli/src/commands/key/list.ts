import { provenKey } from '@tocsin/device';
import { standingOf } from '@tocsin/device/doctor';
import type { ListedKey } from '@tocsin/gateway/api';
import type { Instant } from '@tocsin/record';
import { dueText } from '../../key-due.ts';
import { answer } from '../../output.ts';
import { inSession, type Session } from '../../session.ts';
import { table } from '../../table.ts';
import type { Terminal } from '../../terminal.ts';
import { officerVerb } from '../../verb.ts';
import { minute } from '../../words.ts';

export const listKeys = (terminal: Terminal) =>
  officerVerb('list', 'list published keys, each proved to the roots in your profile', [
    'key list',
    'key list --agency kh-immigration --json',
  ])
    .option('--agency <agency>', 'only those of one agency')
    .action((options) =>
      inSession(terminal, options, async (session) => {
        const { agency } = options;
        const listed = await session.client.keys(agency === undefined ? {} : { agency });
        const now = session.clock().toISOString();
        const keys = await Promise.all(listed.map((each) => judged(session, each, listed, now)));
        const rows = keys.map((key) => [
          key.agency,
          key.unit,
          key.use,
          String(key.epoch),
          minute(key.from),
          minute(key.until),
          key.digest.slice(0, 16),
          key.standing,
          key.agency === session.agency ? dueText(key, now) : '-',
          `${key.proof}${key.pinned ? ', pinned' : ''}`,
        ]);
        const heading = ['AGENCY', 'UNIT', 'USE', 'EPOCH', 'FROM', 'UNTIL', 'KEY', 'STANDING', 'DUE', 'PROOF'];
        answer(terminal, options, 'keys/1', { keys }, table(heading, rows) || 'none\n');
      }),
    );

/** A key with what this device thinks of it: `proved`, or the code of what is wrong. */
async function judged(session: Session, listed: ListedKey, all: readonly ListedKey[], now: Instant) {
  const { agency, unit, use, epoch, from, until, digest } = listed.key;
  const proof = await provenKey(session.roots, listed, { agency, unit, use }).then(
    () => 'proved',
    async (error: unknown) => (await import('../../failure.ts')).failureOf(error).code,
  );
  const pin = session.pins.of(agency, unit);
  const own = all.map(({ key }) => key).filter((key) => key.agency === agency && key.unit === unit && key.use === use);
  return {
    agency,
    unit,
    use,
    epoch,
    from,
    until,
    digest,
    proof,
    pinned: pin?.epoch === epoch && pin.digest === digest,
    ...standingOf(listed.key, own, now),
  };
}

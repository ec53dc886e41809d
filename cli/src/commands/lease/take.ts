import { LEASE_HOURS, purposes } from '@tocsin/record';
import { CliError } from '../../error.ts';
import { instantIn } from '../../instant.ts';
import { LeaseBook } from '../../lease/book.ts';
import { leaseFolder, publicHalf, storeKey } from '../../lease/store-key.ts';
import { takeLease as take } from '../../lease/taking.ts';
import { answer, nextSteps } from '../../output.ts';
import { inSession } from '../../session.ts';
import { fields } from '../../table.ts';
import type { Terminal } from '../../terminal.ts';
import { officerVerb } from '../../verb.ts';
import { minute, sameProfile } from '../../words.ts';

export const takeLease = (terminal: Terminal) =>
  officerVerb('take', 'be able to open named files without a line until a time; the ledger shows it beforehand', [
    'lease take RECORD RECORD --until 48h --basis "patrol on the river, no coverage" --as kh-immigration-officer',
    'lease take FOLLOW_UP --until 2026-12-01T18:00Z --purpose victim-protection --basis "transfer by road"',
  ])
    .argument('<items...>', 'identifiers of records or of their follow-ups')
    .requiredOption('--until <time>', `hours like 48h, at most ${LEASE_HOURS}h, or a time (UTC)`)
    .requiredOption('--basis <words>', 'why: only a salted digest of it leaves this device')
    .option('--purpose <purpose>', `one of ${purposes.join(', ')}; default: the first of the first item`)
    .option('--case <reference>', "your agency's case reference; only a salted digest of it leaves this device")
    .action((items, options) =>
      inSession(terminal, options, async (session, profile) => {
        const { basis, case: caseReference, passphraseFile } = options;
        const purpose = purposes.find((each) => each === options.purpose);
        if (options.purpose !== undefined && purpose === undefined)
          throw new CliError('USAGE', `--purpose is one of ${purposes.join(', ')}`);
        const until = untilIn(options.until, session.clock());
        const secretKey = await storeKey(terminal, profile, { passphraseFile, make: true });
        const book = new LeaseBook(leaseFolder(profile));
        const taking = { book, storeKey: publicHalf(secretKey), progress: terminal.progress };
        secretKey.fill(0);
        const done = await take(session, { items, until, purpose, basis, caseReference }, taking);
        const next = sameProfile([`tocsin lease open ${items[0]}   # no line needed`, 'tocsin lease list'], options.as);
        const value = { lease: done.id, until: until.toISOString(), items, block: done.block, next };
        const words = fields([
          ['lease', `${done.id}, on the ledger in block ${done.block}`],
          ['until', minute(value.until)],
          ['items', items.join(', ')],
        ]);
        answer(terminal, options, 'lease/1', value, `${words}${nextSteps(next)}`);
      }),
    );

function untilIn(text: string, now: Date): Date {
  const [, hours] = /^([1-9][0-9]?)h$/.exec(text) ?? [];
  if (hours === undefined) return new Date(instantIn(text) ?? Number.NaN);
  if (Number(hours) > LEASE_HOURS) throw new CliError('USAGE', `--until is ${LEASE_HOURS}h at most`);
  return new Date(now.getTime() + Number(hours) * 3_600_000);
}

import { toBase64url } from '@tocsin/envelope';
import type { Purpose } from '@tocsin/record';
import { accountForChecks } from '../../check/accounting.ts';
import { purposeFor, USUAL_PURPOSE } from '../../check/asking.ts';
import { DeviceTime } from '../../check/device-time.ts';
import type { Holder } from '../../check/offline-copy.ts';
import { staleWords } from '../../check/text.ts';
import { counted } from '../../counted.ts';
import { CliError } from '../../error.ts';
import { existsFile, pathFrom, writeOutput } from '../../file.ts';
import { publicHalf, storeKey } from '../../lease/store-key.ts';
import { answer, nextSteps } from '../../output.ts';
import { inSession, type Session } from '../../session.ts';
import type { Terminal } from '../../terminal.ts';
import { officerVerb } from '../../verb.ts';
import { minute, sameProfile } from '../../words.ts';

/** As the gateway has it. */
const MOST_HOURS = 72;

export const takeOfflineCopy = (terminal: Terminal) =>
  officerVerb('offline-copy', 'take the list along to a post without a line, sealed to this device, until a time', [
    'check offline-copy --out post.age --expires 72h --as kh-immigration-officer',
    'check offline-copy --out post.age --expires 12h --purpose labour-inspection',
  ])
    .requiredOption('--out <file>', 'a new file')
    .requiredOption('--expires <hours>', `hours like 48h, at most ${MOST_HOURS}h`)
    .option('--purpose <purpose>', `what it is taken for; default ${USUAL_PURPOSE}`)
    .action((options) =>
      inSession(terminal, options, async (session, profile) => {
        const { out, passphraseFile } = options;
        const purpose = purposeFor(options.purpose);
        const hours = hoursIn(options.expires);
        if (await existsFile(pathFrom(terminal.folder, out))) throw new CliError('OUTPUT_EXISTS', out);
        const secretKey = await storeKey(terminal, profile, { passphraseFile, make: true });
        const holder = { profile, secretKey };
        const given = await taken(session, holder, { purpose, hours }, (file) =>
          writeOutput(terminal, out, file, 0o600),
        ).finally(() => secretKey.fill(0));
        const { expires, listings, licences, withheld, stale } = given;
        if (stale) terminal.err(`${staleWords('en')}\n`);
        const next = sameProfile([`tocsin check --offline ${out} --passport NUMBER   # no line needed`], options.as);
        const value = { file: out, expires, listings, licences, withheld, next };
        const left = withheld === 0 ? '' : `${counted(withheld, 'listing')} not in it by handling: ask the gateway\n`;
        const words = `${counted(listings, 'listing')} and ${counted(licences, 'licence')}, answering until ${minute(expires)}: ${out}\n`;
        answer(terminal, options, 'offline-copy/1', value, `${words}${left}${nextSteps(next)}`);
      }),
    );

/**
 * A new copy, proved here as it will be at the post. What was checked with the last one is accounted for first: time begins
 * anew with this one.
 */
async function taken(
  session: Session,
  holder: Holder,
  { purpose, hours }: { readonly purpose: Purpose; readonly hours: number },
  write: (file: Uint8Array) => Promise<void>,
) {
  await accountForChecks(session);
  const key = toBase64url(publicHalf(holder.secretKey));
  const given = await session.client.offlineCopy({ purpose, hours, key });
  const { provenCopy } = await import('../../check/offline-copy.ts');
  const { facts } = await provenCopy(given.file, holder, session.clock().toISOString());
  await write(given.file);
  // Only then: what went before is not to be refused for one that does not lie there.
  const { profile, secretKey } = holder;
  await DeviceTime.begin({ folder: profile.folder, secretKey }, facts.purpose, facts.made);
  return given;
}

function hoursIn(text: string): number {
  const [, hours] = /^([1-9][0-9]?)h$/.exec(text) ?? [];
  if (hours === undefined || Number(hours) > MOST_HOURS)
    throw new CliError('USAGE', `--expires is hours like 48h, at most ${MOST_HOURS}h`);
  return Number(hours);
}

import { type Item, type Purpose, purposes, Refusal } from '@tocsin/record';
import { CliError } from '../../error.ts';
import { instantIn } from '../../instant.ts';
import { rehead } from '../../reheading.ts';
import { act, inSession, type Session } from '../../session.ts';
import type { Terminal } from '../../terminal.ts';
import { collect, officerVerb } from '../../verb.ts';
import { answerDone } from '../../words.ts';

export const giveConsent = (terminal: Terminal) =>
  officerVerb('give', 'let a further agency open what your agency wrote', [
    'consent give RECORD --to la-fiu --purpose financial-intelligence --as th-police-officer',
    'consent give RECORD --item FOLLOW_UP --to la-fiu --purpose victim-protection --until 2027-01-31',
  ])
    .argument('<record>', 'identifier of the record')
    .requiredOption('--to <agency>', 'agency that may open it from now on')
    .requiredOption('--purpose <purpose>', `one of ${purposes.join(', ')} (repeatable)`, collect)
    .option('--item <item>', 'a follow-up of the record that your agency wrote, instead of its post')
    .option('--until <time>', 'until this day or time (UTC); default: as long as the record is kept')
    .action((record, options) =>
      inSession(terminal, options, async (session) => {
        const { to, purpose } = options;
        const item = await itemOf(session, record, options.item);
        const until = instantIn(options.until) ?? item.retain;
        const wish = { record, item: item.id, to, purposes: purpose.map(purposeIn), until };
        const consent =
          standing(item, wish, session.clock().toISOString()) ?? (await act(session, 'consent.reshare/1', wish)).id;
        // The file as it is has no layer for that agency: from here on it does.
        const done = await rehead(session, await itemOf(session, record, options.item));
        const next = [`tocsin consent withdraw ${consent}`, `tocsin consent list --record ${record}`];
        answerDone(terminal, options, { ...done, id: consent }, { done: `${to} may open it`, next });
      }),
    );

export async function itemOf({ client }: Session, record: string, id = record): Promise<Item> {
  const item = (await client.record(record)).items.find((one) => one.id === id);
  if (item === undefined || item.sealed === null) throw new Refusal('UNKNOWN_RECORD', id);
  return item;
}

/** The consent of an earlier run that was cut off before the file got its new header. */
function standing(item: Item, wish: { to: string; purposes: readonly Purpose[]; until: string }, now: string) {
  const same = item.shared.find(
    ({ agency, purposes: given, until, withdrawn }) =>
      agency === wish.to &&
      withdrawn === null &&
      now < until &&
      until === wish.until &&
      wish.purposes.every((purpose) => given.includes(purpose)),
  );
  return same?.consent;
}

function purposeIn(word: string): Purpose {
  const purpose = purposes.find((each) => each === word);
  if (purpose === undefined) throw new CliError('USAGE', `--purpose is one of ${purposes.join(', ')}`);
  return purpose;
}

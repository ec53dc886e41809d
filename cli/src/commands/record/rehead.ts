import { Refusal } from '@tocsin/record';
import { rehead } from '../../reheading.ts';
import { inSession } from '../../session.ts';
import type { Terminal } from '../../terminal.ts';
import { officerVerb } from '../../verb.ts';
import { answerDone } from '../../words.ts';

export const reheadRecord = (terminal: Terminal) =>
  officerVerb('rehead', 'put a file that your agency wrote under a new header, for the keys and trustees of today', [
    'record rehead mzxw6ytboi4dknbvgm3dinzwha --as th-police-officer',
    'record rehead mzxw6ytboi4dknbvgm3dinzwha --item FOLLOW_UP --json',
  ])
    .argument('<record>', 'identifier of the record')
    .option('--item <item>', 'a follow-up of the record that your agency wrote, instead of its post')
    .action((record, options) =>
      inSession(terminal, options, async (session) => {
        const id = options.item ?? record;
        const item = (await session.client.record(record)).items.find((one) => one.id === id);
        if (item === undefined || item.sealed === null) throw new Refusal('UNKNOWN_RECORD', id);
        const done = await rehead(session, item);
        answerDone(terminal, options, done, { done: 'under a new header', next: [`tocsin alert show ${record}`] });
      }),
    );

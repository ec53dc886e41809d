import { atThePost } from '../../lease/at-the-post.ts';
import { act } from '../../session.ts';
import type { Terminal } from '../../terminal.ts';
import { officerVerb, offlineWords } from '../../verb.ts';
import { answerDone } from '../../words.ts';

export const acknowledgeAlert = (terminal: Terminal) =>
  officerVerb('ack', 'acknowledge an alert: your agency has it and takes it on', [
    'alert ack mzxw6ytboi4dknbvgm3dinzwha --as kh-immigration-officer',
    'alert ack mzxw6ytboi4dknbvgm3dinzwha --json',
  ])
    .argument('<record>', 'identifier of the record')
    .option('--offline', offlineWords)
    .action((record, options) =>
      atThePost(terminal, options, async (session) => {
        const done = await act(session, 'record.acknowledge/1', { record });
        const next = [`tocsin alert follow-up ${record} --outcome located --text "..."`];
        answerDone(terminal, options, done, { done: 'acknowledged', next });
      }),
    );

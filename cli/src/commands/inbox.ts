import type { GatewayEvent } from '@tocsin/gateway/api';
import { atThePost } from '../lease/at-the-post.ts';
import { answer } from '../output.ts';
import type { Terminal } from '../terminal.ts';
import { officerVerb } from '../verb.ts';
import { recordsTable } from '../words.ts';

export const inbox = (terminal: Terminal) =>
  officerVerb('inbox', 'what waits for your agency: open alerts, newest first', [
    'inbox --as kh-immigration-officer',
    'inbox --follow --json   # one event a line, as it happens, until Ctrl-C',
  ])
    .option('--follow', 'go on telling what happens, until interrupted')
    .option('--after <event>', 'with --follow: begin after an event that was seen')
    .action((options) =>
      atThePost(terminal, options, async ({ client }) => {
        if (!options.follow) {
          const { records, next } = await client.records({ box: 'inbox', state: 'open' });
          return answer(terminal, options, 'records/1', { records, next }, recordsTable(records) || 'nothing waits\n');
        }
        if (!options.json) terminal.err('following; Ctrl-C ends it\n');
        const place = options.after === undefined ? {} : { after: options.after };
        for await (const event of client.events({ ...place, signal: terminal.signal })) {
          const { type, id, ...data } = event;
          if (options.json || type !== 'block')
            answer(terminal, options, 'event/1', { type, id, data }, eventText(event));
        }
      }),
    );

function eventText(event: GatewayEvent): string {
  if (event.type === 'block') return '';
  if (event.type === 'access') {
    const { change, record, by, officer, purpose, released } = event;
    const from = released.length === 0 ? '' : `, released by ${released.join(' ')}`;
    return `${change.padEnd(9)}  ${record}  by ${officer} of ${by} for ${purpose}${from}\n`;
  }
  if (event.type === 'exchange') return `changed  ${event.part}  ${event.typ} by ${event.by}\n`;
  const { record, change, typ, by, state } = event;
  return `${change === 'posted' ? 'new' : 'changed'}  ${record}  ${typ} by ${by}, now ${state}\n`;
}

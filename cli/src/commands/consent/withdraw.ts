import { Refusal } from '@tocsin/record';
import { rehead } from '../../reheading.ts';
import { act, inSession } from '../../session.ts';
import type { Terminal } from '../../terminal.ts';
import { officerVerb } from '../../verb.ts';
import { answerDone } from '../../words.ts';
import { itemOf } from './give.ts';

export const withdrawConsent = (terminal: Terminal) =>
  officerVerb('withdraw', 'take a consent back: no key is released to that agency any more', [
    'consent withdraw mzxw6ytboi4dknbvgm3dinzwha --as th-police-officer',
    'consent withdraw mzxw6ytboi4dknbvgm3dinzwha --json',
  ])
    .argument('<consent>', 'identifier of the consent')
    .action((consent, options) =>
      inSession(terminal, options, async (session) => {
        const found = (await session.client.consents()).find(({ id }) => id === consent);
        if (found === undefined) throw new Refusal('UNKNOWN_CONSENT', consent);
        const { record, item } = found;
        const done = await act(session, 'consent.withdraw/1', { consent });
        // Its layer goes with the next header: who kept the file has no key for the new one.
        await rehead(session, await itemOf(session, record, item));
        const next = [`tocsin consent list --record ${record}`];
        answerDone(terminal, options, done, { done: `withdrawn from ${found.to}`, next });
      }),
    );

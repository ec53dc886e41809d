import { dealPart } from '../../blind.ts';
import { inSession } from '../../session.ts';
import type { Terminal } from '../../terminal.ts';
import { officerVerb } from '../../verb.ts';
import { answerDone } from '../../words.ts';

export const dealBlind = (terminal: Terminal) =>
  officerVerb('deal', "deal your agency's part of the next key for blind checks; every trustee must", [
    'blind deal --as th-police-keymaster',
    'blind deal --as th-police-keymaster --json',
  ]).action((options) =>
    inSession(terminal, options, async (session) => {
      const { done, epoch } = await dealPart(session);
      const next = [
        'tocsin blind deal   (the keymaster of every other trustee)',
        'tocsin blind status   # in force when all have dealt and their gateways signed',
      ];
      answerDone(terminal, options, done, { done: `part of key ${epoch} for blind checks dealt`, next });
    }),
  );

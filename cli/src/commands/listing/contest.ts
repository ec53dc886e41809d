import { followUp } from '@tocsin/device';
import { contestReasons, delistReasons } from '@tocsin/record';
import { CliError } from '../../error.ts';
import { wordAmong } from '../../listing.ts';
import { act, inSession } from '../../session.ts';
import type { Terminal } from '../../terminal.ts';
import { officerVerb } from '../../verb.ts';
import { answerDone } from '../../words.ts';
import { takeOn } from './evidence.ts';

export const contestListing = (terminal: Terminal) =>
  officerVerb('contest', 'contest a listing: until its confirmer has reviewed it, it is told as contested', [
    'listing contest RECORD --reason identity-mistaken --as la-fiu-officer',
    'listing contest RECORD --reason is-a-victim --json',
  ])
    .argument('<record>', 'identifier of the listing')
    .requiredOption('--reason <reason>', `one of ${contestReasons.join(', ')}`)
    .action((record, options) =>
      inSession(terminal, options, async (session) => {
        const reason = wordAmong('--reason', contestReasons, options.reason);
        const done = await act(session, 'listing.contest/1', { record, reason });
        const next = [`tocsin listing reply ${record} --heard yes --text "..."`, `tocsin listing show ${record}`];
        answerDone(terminal, options, done, { done: 'listing contested', next });
      }),
    );

export const replyToListing = (terminal: Terminal) =>
  officerVerb('reply', 'note that whom a listing is about was heard, and seal what was said', [
    'listing reply RECORD --heard yes --text "says that the licence was stolen" --as la-fiu-officer',
    'listing reply RECORD --heard not-possible',
  ])
    .argument('<record>', 'identifier of the listing')
    .requiredOption('--heard <word>', 'yes or not-possible')
    .option('--text <words>', 'what was said; sealed for the other parties')
    .option('--language <code>', 'language of --text', 'en')
    .action((record, options) =>
      inSession(terminal, options, async (session) => {
        const heard = wordAmong('--heard', ['yes', 'not-possible'] as const, options.heard);
        const { text, language } = options;
        if (text !== undefined && heard !== 'yes') throw new CliError('USAGE', '--text goes with --heard yes');
        if (text !== undefined) {
          await takeOn(session, record);
          const content = { schema: 'follow-up/1' as const, language, text };
          await followUp(session, { record, outcome: 'reply', content });
        }
        const done = await act(session, 'listing.reply/1', { record, heard });
        answerDone(terminal, options, done, { done: 'reply noted', next: [`tocsin listing show ${record}`] });
      }),
    );

export const delistListing = (terminal: Terminal) =>
  officerVerb('delist', 'end a listing that your agency proposed or confirmed', [
    'listing delist RECORD --reason contest-upheld --as kh-immigration-officer',
    'listing delist RECORD --reason wrong-person --json',
  ])
    .argument('<record>', 'identifier of the listing')
    .requiredOption('--reason <reason>', `one of ${delistReasons.join(', ')}`)
    .action((record, options) =>
      inSession(terminal, options, async (session) => {
        const reason = wordAmong('--reason', delistReasons, options.reason);
        const done = await act(session, 'listing.delist/1', { record, reason });
        answerDone(terminal, options, done, { done: 'listing ended', next: ['tocsin listing list'] });
      }),
    );

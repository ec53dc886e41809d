import type { ProvenRoster } from '@tocsin/device';
import { type PreparedPost, post, prepare } from '@tocsin/device';
import { precedences } from '@tocsin/record';
import { readersText } from '../../audience-text.ts';
import { readJson } from '../../file.ts';
import { atThePost } from '../../lease/at-the-post.ts';
import { answer } from '../../output.ts';
import { postingIn } from '../../posting.ts';
import type { Terminal } from '../../terminal.ts';
import { collect, officerVerb, offlineWords } from '../../verb.ts';
import { answerDone } from '../../words.ts';

export const postAlert = (terminal: Terminal) =>
  officerVerb('post', 'seal an alert on this device and post it to other agencies', [
    'alert post examples/alerts/01-scam-compound.json --as th-police-officer',
    'alert post examples/alerts/03-fishing-boat.json --dry-run   # show exactly who would be able to read, send nothing',
  ])
    .argument('<file>', 'the alert as JSON, - for standard input')
    .option('--to <agency[/unit]>', 'addressee instead of those in the file (repeatable)', collect)
    .option('--precedence <word>', `one of ${precedences.join(', ')}`)
    .option('--agreement <name>', 'agreement to post under; default: the first in force that covers it')
    .option('--direct', "without the trustees' lock; for urgent precedences only")
    .option('--dry-run', 'show who would be able to read, then stop')
    .option('--offline', offlineWords)
    .action(async (file, options) => {
      const { to, precedence, agreement } = options;
      const posting = postingIn(await readJson(terminal, file), { to, precedence, agreement });
      await atThePost(terminal, options, async (session) => {
        const prepared = await prepare(session, posting, { direct: options.direct });
        if (options.dryRun)
          return answer(terminal, options, 'audience/1', audienceShown(prepared), readersText(prepared));
        if (!options.json) terminal.err(readersText(prepared));
        const done = await post(session, prepared);
        const next = [`tocsin alert show ${done.id}`, 'tocsin inbox --follow'];
        answerDone(terminal, options, done, { done: 'posted', next });
      });
    });

/** Who will be able to read, as JSON tells it. */
export function audienceShown({ readers, witness, agreement, clause, posting, due, retain }: PreparedPost) {
  return {
    readers: readers.map(({ agency, unit, epoch, digest, known }) => ({ agency, unit, epoch, digest, known })),
    trustees: witness === null ? null : trusteesShown(witness),
    agreement: { id: agreement.id, name: agreement.name },
    clause: clause.id,
    purposes: posting.purposes,
    handling: posting.handling,
    due,
    retain,
  };
}

const trusteesShown = ({ epoch, t, trustees }: ProvenRoster) => ({
  epoch,
  t,
  of: trustees.map(({ agency, unit, epoch: keyEpoch, digest, known }) => ({
    agency,
    unit,
    epoch: keyEpoch,
    digest,
    known,
  })),
});

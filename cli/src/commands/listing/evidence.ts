import { followUp } from '@tocsin/device';
import { ensureContent, type FollowUpContent } from '@tocsin/record';
import { readJson } from '../../file.ts';
import { act, inSession, type Session } from '../../session.ts';
import type { Terminal } from '../../terminal.ts';
import { officerVerb } from '../../verb.ts';
import { answerDone } from '../../words.ts';

export const addEvidence = (terminal: Terminal) =>
  officerVerb('evidence', 'add what proves a listing, sealed for the trustees too', [
    'listing evidence RECORD examples/follow-ups/evidence.json --as th-police-officer',
    'listing evidence RECORD - --json < examples/follow-ups/evidence.json',
  ])
    .argument('<record>', 'identifier of the listing')
    .argument('<file>', 'JSON (follow-up/1), - for standard input')
    .action(async (record, file, options) => {
      const content = await evidenceIn(terminal, file);
      await inSession(terminal, options, async (session) => {
        await takeOn(session, record);
        const done = await followUp(session, { record, outcome: 'evidence', content });
        answerDone(terminal, options, done, { done: 'evidence added', next: [`tocsin listing show ${record}`] });
      });
    });

/** Sealed content of a file, checked before anything is sent. @throws Refusal MALFORMED_CONTENT */
export async function evidenceIn(terminal: Terminal, file: string): Promise<FollowUpContent> {
  const content = await readJson(terminal, file);
  ensureContent('follow-up', content);
  return content as unknown as FollowUpContent;
}

/** Whoever writes on a record of another agency has acknowledged it first. */
export async function takeOn(session: Session, record: string): Promise<void> {
  const { head } = await session.client.record(record);
  if (head.progress[session.agency]?.state === 'awaiting') await act(session, 'record.acknowledge/1', { record });
}

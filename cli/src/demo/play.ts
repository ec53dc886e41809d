import { followUp, open, type Posting, post, prepare, type Reading } from '@tocsin/device';
import { generateSealKey } from '@tocsin/envelope';
import type { AlertContent, FollowUpContent, StatementId } from '@tocsin/record';
import { readersText } from '../audience-text.ts';
import type { GatewayConfig } from '../gateway-config.ts';
import { act, type Session } from '../session.ts';
import { draftFor } from '../statement.ts';
import { harmless } from '../table.ts';
import { Arrivals } from './arrivals.ts';
import { follows } from './furnishing.ts';
import type { Steps } from './step.ts';
import { takenOver } from './taken-over.ts';

/** An agency's officer on duty, as the demo speaks of it. */
export interface OnDuty {
  readonly name: string;
  readonly session: Session;
  /** How the agency's gateway is served: what lies in the hands of whoever takes it over. */
  readonly gateway: GatewayConfig;
  /** What this officer answers, in the language of the office. */
  readonly reply: Omit<FollowUpContent, 'schema'> & { readonly outcome: string };
}

/** Plays one alert from its post to its end. @returns the record */
export async function play(
  steps: Steps,
  author: OnDuty,
  addressees: readonly OnDuty[],
  posting: Posting,
): Promise<StatementId> {
  const listening = await Promise.all(addressees.map(({ session }) => Arrivals.from(session)));
  try {
    const began = performance.now();
    const record = await posted(steps, author, posting);
    for (const [i, { name }] of addressees.entries()) {
      const arrival = await steps.step(`${name}: the alert arrives, told by an event`, async () =>
        listening[i]?.of(record),
      );
      if (arrival !== undefined) steps.note(`${(arrival.at - began).toFixed(0)} ms after the author began`);
    }
    for (const addressee of addressees) await answered(steps, addressee, author, record);
    const last = await steps.step(`${author.name}: closes the alert`, () =>
      act(author.session, 'record.close/1', { record, reason: 'resolved' }),
    );
    await Promise.all([author, ...addressees].map(({ session }) => follows(session, last.block)));
    return record;
  } finally {
    for (const arrivals of listening) arrivals.close();
  }
}

async function posted(steps: Steps, { name, session }: OnDuty, posting: Posting): Promise<StatementId> {
  const prepared = await steps.step(`${name}: works out who would be able to read, and proves each key`, () =>
    // What must not wait for anybody goes without the trustees' lock; the demo shows both.
    prepare(session, posting, { direct: isUrgent(posting) }),
  );
  steps.note(readersText(prepared));
  const done = await steps.step(`${name}: seals the alert on the officer's device and posts it`, () =>
    post(session, prepared),
  );
  steps.note(`record ${done.id}, block ${done.block}`);
  steps.reached('the first committed alert');
  return done.id;
}

const isUrgent = ({ precedence }: Posting): boolean => precedence === 'IMMEDIATE' || precedence === 'FLASH';

async function answered(steps: Steps, addressee: OnDuty, author: OnDuty, record: StatementId): Promise<void> {
  const { name, session, reply } = addressee;
  await steps.refused(`${name}: asks for the key without an access on the ledger`, 'UNKNOWN_ACCESS', () =>
    session.client.accessKey(draftFor(session.agency).id, generateSealKey().publicKey),
  );
  await takenOver(steps, addressee, record);
  const purpose = session.agency === 'la-fiu' ? 'financial-intelligence' : 'trafficking-investigation';
  const inner = await opened(steps, addressee, { record, purpose, basis: `demo: alert ${record} reached our desk` });
  steps.note(summaryOf(inner.content as AlertContent));
  await steps.step(`${name}: acknowledges`, () => act(session, 'record.acknowledge/1', { record }));
  const { outcome, ...words } = reply;
  const content: FollowUpContent = { schema: 'follow-up/1', ...words };
  const item = await steps.step(`${name}: answers "${outcome}", the words sealed`, () =>
    followUp(session, { record, outcome, content }),
  );
  await follows(author.session, item.block);
  const read = await opened(steps, author, { record, item: item.id, basis: 'demo: an answer to our alert' });
  steps.note(harmless((read.content as FollowUpContent).text));
}

async function opened(steps: Steps, { name, session }: OnDuty, reading: Reading) {
  const what = reading.item === undefined ? 'the alert' : 'the answer';
  const { inner, released } = await steps.step(
    `${name}: records why on the ledger, gets what opens it and opens ${what}`,
    () => open(session, reading),
  );
  if (released.length > 0) steps.note(`shares of ${released.join(' and ')}`);
  return inner;
}

function summaryOf({ title, people = [] }: AlertContent): string {
  const names = people.flatMap(({ role, names: [name] }) =>
    name === undefined ? [] : [`${role} ${name.romanised ?? ''}  ${name.asWritten}`],
  );
  return [title, ...names].map(harmless).join('\n');
}

import type { GatewayEvent } from '@tocsin/gateway/api';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sealedFor } from '../support/alert.ts';
import { openItem } from '../support/device.ts';
import { type ServedExchange, serveExchange } from '../support/served.ts';

let exchange: ServedExchange;
beforeAll(async () => {
  exchange = await serveExchange();
});
afterAll(() => exchange.close());

const summary = 'นางสาวมาลี ตัวอย่าง ถูกกักไว้ในอาคารที่ปอยเปต · ម៉ាលី គំរូ · ມາລີ ຕົວຢ່າງ';
const content = {
  schema: 'alert/1',
  language: 'th',
  title: 'หลอกไปทำงานในศูนย์หลอกลวงออนไลน์',
  summary,
  grading: { scheme: '4x4', source: 'B', information: '3' },
  exploitation: ['OnlineScamCompound', 'ForcedCriminality'],
  people: [
    {
      role: 'victim',
      names: [{ asWritten: 'มาลี ตัวอย่าง', script: 'Thai', romanised: 'Mali Tuayang' }],
      nonPunishment: true,
    },
  ],
  victims: { atLeast: 1 },
  requested: ['locate', 'rescue'],
};

/** The first event that fits, from a stream that is closed behind it. */
async function firstOf(
  events: AsyncGenerator<GatewayEvent>,
  fits: (event: GatewayEvent) => boolean,
): Promise<GatewayEvent> {
  for await (const event of events) if (fits(event)) return event;
  throw new Error('the stream ended before the event came');
}

test('an alert travels from a Thai police unit to Cambodian immigration and a Lao FIU and is accounted for', async () => {
  const [thai, khmer, lao] = (['th-police', 'kh-immigration', 'la-fiu'] as const).map((code) => exchange.desk(code));
  if (!thai || !khmer || !lao) throw new Error('all three are served');
  const [khmerOfficer, laoOfficer] = [exchange.agency('kh-immigration').officer, exchange.agency('la-fiu').officer];

  const post = await exchange.draft({ to: ['kh-immigration', 'la-fiu'], content, precedence: 'IMMEDIATE' });
  const listening = new AbortController();
  const bell = firstOf(khmer.events({ signal: listening.signal }), (e) => e.type === 'record' && e.record === post.id);
  const committed = await thai.submit(post.jws, post.file);
  expect(committed.already).toBe(false);
  expect(await bell).toMatchObject({ type: 'record', change: 'posted', by: 'th-police' });
  listening.abort();

  for (const client of [khmer, lao]) {
    const { records } = await client.records({ box: 'inbox', unacknowledged: true });
    expect(records.map(({ head }) => head.id)).toContain(post.id);
  }

  const item = { id: post.id, record: post.id };
  const opened = await openItem({
    exchange,
    officer: khmerOfficer,
    client: khmer,
    item,
    purpose: 'trafficking-investigation',
  });
  expect(opened.content).toEqual(content);
  const inLaos = await openItem({
    exchange,
    officer: laoOfficer,
    client: lao,
    item,
    purpose: 'trafficking-investigation',
  });
  expect(inLaos.content).toEqual(content);

  await khmer.submit((await khmerOfficer.sign('record.acknowledge/1', { record: post.id })).jws);
  const answer = await answered(post.id);
  await khmer.submit(answer.jws, answer.file);
  const thaiOfficer = exchange.agency('th-police').officer;
  const read = await openItem({
    exchange,
    officer: thaiOfficer,
    client: thai,
    item: { id: answer.id, record: post.id },
  });
  expect(read.content).toEqual({ schema: 'follow-up/1', language: 'km', text: 'បានរកឃើញ និងជួយសង្គ្រោះ' });
  await thai.submit((await thaiOfficer.sign('record.close/1', { record: post.id, reason: 'resolved' })).jws);

  const { head } = await khmer.record(post.id);
  expect(head).toMatchObject({
    state: 'closed',
    followUps: 1,
    progress: { 'kh-immigration': { state: 'answered' }, 'la-fiu': { state: 'awaiting' } },
  });
  const opens = await lao.accesses({ record: post.id });
  const who = opens.map(({ agency, officer, purpose, receipt }) => [agency, officer, purpose, receipt?.outcome]);
  expect(who.sort()).toEqual(
    [
      ['kh-immigration', khmerOfficer.handle, 'trafficking-investigation', 'opened'],
      ['la-fiu', laoOfficer.handle, 'trafficking-investigation', 'opened'],
      ['th-police', thaiOfficer.handle, 'trafficking-investigation', 'opened'],
    ].sort(),
  );
});

/** A sealed answer from Cambodia to the author. */
async function answered(record: string) {
  const from = exchange.agency('kh-immigration');
  const { agreement } = exchange;
  const handling = { tlp: 'AMBER' as const, codes: ['H1' as const] };
  const body = { record, outcome: 'rescued', to: ['th-police'], handling, sealed: null };
  const { id, payload } = await from.officer.sign('record.follow-up/1', body);
  const content = { schema: 'follow-up/1', language: 'km', text: 'បានរកឃើញ និងជួយសង្គ្រោះ' };
  const created = exchange.now();
  const { file, sealed } = await sealedFor({
    id,
    from,
    to: [exchange.agency('th-police')],
    agreement,
    handling,
    created,
    content,
  });
  const signed = await from.officer.sign('record.follow-up/1', { ...body, sealed }, { nonce: payload.nonce });
  return { ...signed, file };
}

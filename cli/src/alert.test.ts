import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { example, openTestExchange, type Run, type TestExchange } from './exchange.test-support.ts';

let exchange: TestExchange;
beforeAll(async () => {
  exchange = await openTestExchange();
});
afterAll(() => exchange.close());

const thai = (...args: string[]) => exchange.as('th-police-officer', args);
const khmer = (...args: string[]) => exchange.as('kh-immigration-officer', args);
const lao = (...args: string[]) => exchange.as('la-fiu-officer', args);
const posted = async (...args: string[]): Promise<string> => {
  const { json, err } = await thai('alert', 'post', example('03-fishing-boat.json'), '--json', ...args);
  expect(err).toBe('');
  return String(json[0]?.id);
};
const refused = ({ exit, err }: Run, code: string, expected: number) => {
  expect(err).toContain(`[${code}]`);
  expect(exit).toBe(expected);
};

describe('an alert from its post to its end', () => {
  let record: string;

  test('the dry run says exactly who will be able to read, under which clause, and posts nothing', async () => {
    const { exit, out } = await thai('alert', 'post', example('01-scam-compound.json'), '--dry-run');
    expect(exit).toBe(0);
    expect(out).toMatch(/kh-immigration +border-checks +1 +[0-9a-f]{16} +first use/);
    expect(out).toMatch(/la-fiu +analysis +1/);
    expect(out).toMatch(/th-police +anti-trafficking +1/);
    expect(out).toContain('mekong-trafficking-2026, clause alerts');
    expect((await thai('alert', 'list', '--sent')).out).toBe('none\n');
  });

  test('posting answers with the record, its block and what to do next', async () => {
    const { exit, json, err } = await thai('alert', 'post', example('01-scam-compound.json'), '--json');
    expect([exit, err]).toEqual([0, '']);
    expect(json[0]).toEqual({
      shape: 'committed/1',
      done: 'posted',
      id: expect.stringMatching(/^[a-z2-7]{26}$/),
      transaction: expect.any(String),
      block: expect.stringMatching(/^\d+$/),
      at: expect.stringMatching(/Z$/),
      already: false,
      next: expect.arrayContaining([expect.stringContaining('--as th-police-officer')]),
    });
    record = String(json[0]?.id);
  });

  test('it waits in the inbox of each addressee', async () => {
    for (const reader of [khmer, lao]) expect((await reader('inbox')).out).toContain(record);
    const { json } = await khmer('alert', 'list', '--unacknowledged', '--json');
    expect(json[0]).toMatchObject({ shape: 'records/1', next: null, records: [{ head: { id: record } }] });
  });

  test('following up before acknowledging is refused', async () => {
    refused(await khmer('alert', 'follow-up', record, '--outcome', 'located'), 'NOT_ACKNOWLEDGED', 5);
  });

  test('opening shows the content with names in their own script, and keeps the reason on this device', async () => {
    const { exit, out } = await khmer('alert', 'open', record, '--basis', 'our report 12', '--case', 'KH-7');
    expect(exit).toBe(0);
    expect(out).toMatch(/Sun Samnangsak .* ស៊ុន សំណាងសាក\n/);
    expect(out).toContain('proved to the root in your profile');
    const access = /access +([a-z2-7]{26})/.exec(out)?.[1] ?? '';
    const folder = join(exchange.place.folder, 'profiles', 'kh-immigration-officer', 'accesses');
    const note = await readFile(join(folder, `${access}.json`), 'utf8');
    expect(note).toContain('our report 12');
    const { json } = await khmer('alert', 'show', record, '--json');
    expect(JSON.stringify(json)).not.toContain('our report 12');
    expect(json[0]).toMatchObject({ accesses: [{ id: access, receipt: { outcome: 'opened' } }] });
  });

  test('opening as JSON gives the content as it was sealed', async () => {
    const { json } = await lao(
      'alert',
      'open',
      record,
      '--basis',
      'x',
      '--purpose',
      'financial-intelligence',
      '--json',
    );
    const { content } = JSON.parse(await readFile(example('01-scam-compound.json'), 'utf8')) as { content: object };
    expect(json[0]).toMatchObject({
      shape: 'opened/1',
      record,
      item: record,
      author: { agency: 'th-police' },
      content,
    });
  });

  test('a purpose the record was not posted for is refused', async () => {
    refused(await khmer('alert', 'open', record, '--basis', 'x', '--purpose', 'prosecution'), 'PURPOSE_NOT_ALLOWED', 5);
  });

  test('acknowledging works once', async () => {
    expect((await khmer('alert', 'ack', record)).exit).toBe(0);
    refused(await khmer('alert', 'ack', record), 'ALREADY_ACKNOWLEDGED', 5);
  });

  test('an answer is sealed and can be opened by the author', async () => {
    const text = 'បានរកឃើញ two were found';
    const { json } = await khmer('alert', 'follow-up', record, '--outcome', 'located', '--text', text, '--json');
    const item = String(json[0]?.id);
    const { out } = await thai('alert', 'open', record, '--item', item, '--basis', 'the answer');
    expect(out).toContain(text);
  });

  test('only the author may end it, and then no step is left', async () => {
    refused(await khmer('alert', 'close', record, '--reason', 'resolved'), 'NOT_THE_AUTHOR', 5);
    expect((await thai('alert', 'close', record, '--reason', 'resolved')).exit).toBe(0);
    refused(await lao('alert', 'ack', record), 'RECORD_CLOSED', 5);
  });
});

test('an alert that is not addressed to an agency is opened by none of its officers', async () => {
  const record = await posted();
  refused(await lao('alert', 'open', record, '--basis', 'curiosity'), 'NOT_ADDRESSED', 5);
});

test('a withdrawn alert is opened by nobody', async () => {
  const record = await posted();
  expect((await thai('alert', 'withdraw', record, '--reason', 'mistaken')).exit).toBe(0);
  refused(await khmer('alert', 'open', record, '--basis', 'late'), 'RECORD_WITHDRAWN', 5);
});

test('a suspended agreement covers nothing until its party resumes it', async () => {
  const lawyer = (...args: string[]) => exchange.as('la-fiu-registrar', ['agreement', ...args]);
  expect((await lawyer('suspend', 'mekong-trafficking-2026')).exit).toBe(0);
  refused(await thai('alert', 'post', example('03-fishing-boat.json')), 'AGREEMENT_SUSPENDED', 5);
  expect((await lawyer('resume', 'mekong-trafficking-2026')).exit).toBe(0);
  expect((await thai('alert', 'post', example('03-fishing-boat.json'))).exit).toBe(0);
});

test('an officer without the role is refused by the ledger', async () => {
  refused(await exchange.as('th-police-auditor', ['alert', 'ack', 'a'.repeat(26)]), 'ROLE_LACKING', 5);
});

test.each([
  ['no file', 'alert-that-is-not-there.json', undefined, 'INPUT_UNREADABLE'],
  ['no JSON', '-', 'alert!', 'INPUT_MALFORMED'],
  ['no UTF-8 object', '-', '[]', 'INPUT_MALFORMED'],
  ['no addressees', '-', '{"content":{}}', 'INPUT_MALFORMED'],
  ['a surplus field', '-', '{"too":["la-fiu"]}', 'INPUT_MALFORMED'],
])('%s is a mistake of the caller', async (_, file, input, code) => {
  const done = await exchange.as('th-police-officer', ['alert', 'post', file], input === undefined ? {} : { input });
  refused(done, code, 1);
});

test('content that does not fit its schema is refused by field before anything is sealed', async () => {
  const alert = JSON.parse(await readFile(example('03-fishing-boat.json'), 'utf8')) as {
    content: { victims: unknown };
  };
  alert.content.victims = { atLeast: 'nine' };
  const path = join(exchange.folder, 'broken.json');
  await writeFile(path, JSON.stringify(alert));
  const done = await thai('alert', 'post', path);
  refused(done, 'MALFORMED_CONTENT', 1);
  expect(done.err).toContain('/victims/atLeast');
  expect(done.err).not.toContain('nine');
});

test('handling above the ceiling, an unknown agency and a purpose no clause allows are refused by the rules', async () => {
  const alert = JSON.parse(await readFile(example('03-fishing-boat.json'), 'utf8')) as object;
  const post = (change: object) =>
    exchange.as('th-police-officer', ['alert', 'post', '-'], { input: JSON.stringify({ ...alert, ...change }) });
  refused(await post({ handling: { tlp: 'RED', codes: [] } }), 'HANDLING_ABOVE_CEILING', 5);
  refused(await post({ to: ['vn-labour'] }), 'UNKNOWN_AGENCY', 5);
  refused(await post({ purposes: ['wildlife-investigation'] }), 'PURPOSE_NOT_COVERED', 5);
  refused(await post({ agreement: 'another-one' }), 'NO_AGREEMENT', 5);
});

test('the inbox tells what happens as it happens, until interrupted', async () => {
  const heard = Promise.withResolvers<Record<string, unknown>>();
  const stop = new AbortController();
  const { checkpoint } = await exchange.running.session('kh-immigration', 'officer').client.me();
  const onOut = (text: string) => {
    const event = JSON.parse(text) as { type: string };
    if (event.type === 'record') heard.resolve(event);
  };
  const after = `${checkpoint?.number}.999999999`;
  const args = ['inbox', '--follow', '--json', '--after', after];
  const following = exchange.as('kh-immigration-officer', args, { signal: stop.signal, onOut });
  const record = await posted();
  expect(await heard.promise).toMatchObject({ shape: 'event/1', data: { record, change: 'posted', by: 'th-police' } });
  stop.abort();
  expect((await following).exit).toBe(0);
});

import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openTestExchange, type Run, type TestExchange } from './exchange.test-support.ts';

let exchange: TestExchange;
beforeAll(async () => {
  exchange = await openTestExchange();
});
afterAll(() => exchange?.close());

const lent = fileURLToPath(new URL('../../examples/listings/01-lent-licence.json', import.meta.url));
const thai = (...args: string[]) => exchange.as('th-police-officer', args);
const khmer = (...args: string[]) => exchange.as('kh-immigration-officer', args);
const lao = (...args: string[]) => exchange.as('la-fiu-officer', args);
const refused = ({ exit, err, out }: Run, code: string, expected: number) => {
  expect(err).toContain(`[${code}]`);
  expect([exit, out]).toEqual([expected, '']);
};
const changed = async (change: (posting: { content: { subject: object }; kind: string }) => void): Promise<string> => {
  const posting = JSON.parse(await readFile(lent, 'utf8'));
  change(posting);
  const file = join(exchange.folder, `listing-${crypto.randomUUID()}.json`);
  await writeFile(file, JSON.stringify(posting));
  return file;
};

describe('a listing from its proposal to its end', () => {
  let record: string;

  test('the dry run says who will be able to read, and proposes nothing', async () => {
    const { exit, out } = await thai('listing', 'propose', lent, '--dry-run');
    expect(exit).toBe(0);
    expect(out).toMatch(/kh-immigration +border-checks/);
    expect(out).toContain('clause listings');
    expect((await thai('listing', 'list')).out).toBe('none\n');
  });

  test('proposed, it counts for nothing yet', async () => {
    const evidence = join(exchange.folder, 'evidence.json');
    await writeFile(evidence, JSON.stringify({ schema: 'follow-up/1', language: 'th', text: 'พยานสองปาก (สมมติ)' }));
    const { exit, json, err } = await thai('listing', 'propose', lent, '--evidence', evidence, '--json');
    expect([exit, err]).toEqual([0, '']);
    record = String(json[0]?.id);
    const { out } = await khmer('listing', 'show', record);
    expect(out).toContain('nobody: it counts for nothing yet');
    const { json: shown } = await khmer('alert', 'show', record, '--json');
    expect(shown[0]).toMatchObject({ items: [{ id: record }, { outcome: 'evidence', author: 'th-police' }] });
  });

  test('whoever received it opens it and reads whom it is about, in the script it is written in', async () => {
    const { exit, out } = await khmer('listing', 'open', record, '--basis', 'our own list');
    expect(exit).toBe(0);
    expect(out).toMatch(/person +Sommut Tuayang \(legal\) +นายสมมติ ตัวอย่าง\n/);
    expect(out).toMatch(/Kham Sommut \(alias\) +ຄຳ ສົມມຸດ\n/);
    expect(out).toContain('lent by บริษัท ตัวอย่างจัดหางาน จำกัด');
  });

  test('its proposer cannot confirm it, another agency does', async () => {
    refused(await thai('listing', 'confirm', record), 'SELF_CONFIRMATION', 5);
    refused(await khmer('listing', 'confirm', record, '--review-in', '366'), 'USAGE', 1);
    expect((await khmer('listing', 'confirm', record, '--review-in', '90')).exit).toBe(0);
    expect((await thai('listing', 'list', '--standing', 'listed')).out).toContain(record);
    refused(await khmer('listing', 'confirm', record), 'LISTING_CONFIRMED', 5);
  });

  test('contested and heard, it says so until its confirmer has decided', async () => {
    refused(await lao('listing', 'contest', record, '--reason', 'not-fair'), 'USAGE', 1);
    expect((await lao('listing', 'contest', record, '--reason', 'identity-mistaken')).exit).toBe(0);
    expect((await lao('listing', 'reply', record, '--heard', 'yes', '--text', 'ບໍ່ແມ່ນຂ້ອຍ')).exit).toBe(0);
    const { json } = await thai('listing', 'show', record, '--json');
    expect(json[0]).toMatchObject({ shape: 'listing/1', standing: 'contested', listing: { heard: 'yes' } });
    refused(await thai('listing', 'review', record, '--reason', 'contest-rejected'), 'SELF_CONFIRMATION', 5);
    expect((await khmer('listing', 'review', record, '--reason', 'contest-rejected')).exit).toBe(0);
    expect((await khmer('listing', 'show', record)).out).toMatch(/counts as +listed\n/);
  });

  test('taken off, it has ended for everybody', async () => {
    refused(await lao('listing', 'delist', record, '--reason', 'wrong-person'), 'NOT_YOUR_LISTING', 5);
    expect((await khmer('listing', 'delist', record, '--reason', 'contest-upheld')).exit).toBe(0);
    expect((await lao('listing', 'list', '--standing', 'delisted')).out).toContain(record);
    refused(await khmer('listing', 'review', record, '--reason', 'new-evidence'), 'DELISTED', 5);
  });
});

describe('a listing that must not be', () => {
  test.each([
    ['of a victim', { role: 'victim' }],
    ['of somebody not to be punished', { nonPunishment: true }],
    ['of a child', { minor: true }],
    ['of whoever is a child by the date of birth', { born: '2020-02' }],
  ])('%s stays on this device', async (_, mark) => {
    const file = await changed(({ content }) => Object.assign(content.subject, mark));
    refused(await thai('listing', 'propose', file), 'PROTECTED_SUBJECT', 5);
  });

  test('an alert is no listing', async () => {
    const file = await changed((posting) => {
      posting.kind = 'alert';
    });
    refused(await thai('listing', 'propose', file), 'MALFORMED_CONTENT', 1);
    const alert = fileURLToPath(new URL('../../examples/alerts/03-fishing-boat.json', import.meta.url));
    refused(await thai('listing', 'propose', alert), 'INPUT_MALFORMED', 1);
  });

  test('evidence that does not fit is refused before anything is sent', async () => {
    const evidence = join(exchange.folder, 'odd.json');
    await writeFile(evidence, JSON.stringify({ schema: 'follow-up/1', text: 'x' }));
    refused(await thai('listing', 'propose', lent, '--evidence', evidence), 'MALFORMED_CONTENT', 1);
    expect((await thai('listing', 'list', '--standing', 'proposed')).out).toBe('none\n');
  });
});

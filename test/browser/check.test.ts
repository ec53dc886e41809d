import { expect } from 'vitest';
import { fictitiousLicence, fictitiousListing } from '../support/listing.ts';
import type { ServedExchange } from '../support/served.ts';
import { violations } from './axe.ts';
import type { ConsoleBrowser, Device } from './console.ts';
import { enrolledDevice } from './officer.ts';
import { inBrowser, servedConsole } from './served-console.ts';

let exchange: ServedExchange;
let browser: ConsoleBrowser;
let counter: Device;
servedConsole(async (served) => {
  ({ exchange, browser } = served);
  await listed();
  counter = await enrolledDevice(browser, exchange, 'kh-immigration');
  await counter.page.getByRole('link', { name: 'Check', exact: true }).click();
});

/** A recruiter whom two agencies list, and a licence that is suspended. */
async function listed(): Promise<void> {
  const documents = [{ type: 'passport', number: 'TH0000001', country: 'TH' }];
  const subject = { ...fictitiousListing.subject, documents };
  const content = { ...fictitiousListing, subject };
  const { id: record } = await exchange.post({ kind: 'listing', content, purposes: ['border-control'] });
  const { ledger, officer } = exchange.agency('kh-immigration');
  const reviewAt = new Date(exchange.clock() + 90 * 86_400_000).toISOString();
  await ledger.submit((await officer.sign('listing.confirm/1', { record, reviewAt })).jws, null);
  const licences = [fictitiousLicence('KH-2', { status: 'suspended' })];
  const { jws } = await officer.sign('licence.set/1', { authority: 'kh-molvt', licences });
  const { block } = await ledger.submit(jws, null);
  await exchange.served.get('kh-immigration')?.gateway.screening.reached(BigInt(block), AbortSignal.timeout(30_000));
}

const box = () => counter.page.getByRole('textbox', { name: 'What is on the paper' });
const run = () => counter.page.getByRole('button', { name: 'Check now' }).click();

inBrowser('what is pasted is understood, and answered with reasons alone', async () => {
  const { page, complaints } = counter;
  await box().fill('th ๐๐๐ ๐๐๐๑\nTH\n2523');
  const readAs = page.getByRole('combobox', { name: 'Read th ๐๐๐ ๐๐๐๑ as' });
  expect(await readAs.inputValue()).toBe('passport');
  await run();
  await page.getByRole('heading', { name: 'Listed', exact: true }).waitFor();
  await page.getByText('the same: Passport number; same year of birth').waitFor();
  await page.getByText('year of birth read as 1980 (Buddhist calendar)').waitFor();
  expect(await page.content()).not.toMatch(/Sommut|สมมติ|ဥပမာ/);
  expect(complaints).toEqual([]);
});

inBrowser('an answer goes with what it answers: none stands under another paper or another purpose', async () => {
  const { page } = counter;
  const answer = page.getByRole('region', { name: 'Answer', exact: true });
  await box().fill('ZZ0000009\nTH\n1999');
  await run();
  await answer.waitFor();
  await box().fill('TH0000001\nTH\n2523');
  expect(await answer.count()).toBe(0);
  await run();
  await page.getByRole('heading', { name: 'Listed', exact: true }).waitFor();
  await page
    .getByRole('combobox', { name: 'Purpose' })
    .selectOption({ label: 'investigation of trafficking in persons' });
  expect(await answer.count()).toBe(0);
  await page.getByRole('combobox', { name: 'Purpose' }).selectOption('border-control');
  // Asked of one paper, answered under another: it is nobody's.
  const held = Promise.withResolvers<void>();
  await page.context().route('**/v1/checks', async (route) => {
    await held.promise;
    await route.continue();
  });
  await box().fill('ZZ0000009\nTH\n1999');
  await run();
  await box().fill('TH0000001\nTH\n2523');
  held.resolve();
  await page.getByRole('button', { name: 'Check now' }).waitFor();
  expect(await answer.count()).toBe(0);
  await page.context().unroute('**/v1/checks');
});

inBrowser('the next paper is a press away, without a trace of the last', async () => {
  const { page } = counter;
  await run();
  await page.getByRole('heading', { name: 'Listed', exact: true }).waitFor();
  await page.getByRole('button', { name: 'Next paper' }).click();
  expect(await box().evaluate((element) => element === document.activeElement)).toBe(true);
  expect(await box().inputValue()).toBe('');
  expect(await page.getByRole('heading', { name: 'Listed', exact: true }).count()).toBe(0);
  await box().fill('ZZ8');
  await box().press('Control+Enter');
  await page.getByRole('heading', { name: /^Unknown/ }).waitFor();
});

inBrowser('a date as a passport prints it is one, and what cannot be read was looked for nowhere', async () => {
  const { page } = counter;
  await box().fill('TH0000001\nTH\n1 MAY 1980');
  expect(await page.getByRole('combobox', { name: 'Read 1 MAY 1980 as' }).inputValue()).toBe('born');
  await run();
  await page.getByRole('heading', { name: 'Listed', exact: true }).waitFor();
  await page.getByText(/^Looked in all registers/).waitFor();
  await box().fill('😀😀');
  await run();
  await page.getByRole('heading', { name: 'Could not be read' }).waitFor();
  expect(await page.getByText(/^Looked in all registers/).count()).toBe(0);
});

inBrowser('"not the same person" is remembered with who and why, and taken back', async () => {
  const { page } = counter;
  await box().fill('TH0000001\nTH\n1999');
  await run();
  await page.getByRole('heading', { name: /^Possibly/ }).waitFor();
  await page.getByText('Not the same person').click();
  await page.getByLabel(/^Why not/).fill('another father’s name on the identity card');
  await page.getByRole('button', { name: 'Remember' }).click();
  await page.getByText(/^Decided before.*another father’s name/).waitFor();
  await page.getByRole('heading', { name: /^Not the one/ }).waitFor();
  await page.getByRole('button', { name: 'Take it back' }).click();
  await page.getByRole('heading', { name: /^Possibly/ }).waitFor();
});

inBrowser('a file is answered row by row and saved with its answers', async () => {
  const { page, complaints } = counter;
  const rows = [
    'Seat,Passport,Born,Licence',
    '1A,TH0000001,2523,',
    '=1+1,ZZ9,,KH-2',
    '1C,😀,2523-02-30,',
    '1D,ZZ9',
    '1E,ZZ8,,',
  ];
  const buffer = Buffer.from(rows.join('\n'));
  await page.getByLabel(/CSV file/).setInputFiles({ name: 'bus.csv', mimeType: 'text/csv', buffer });
  await page.getByText('Not looked at: Seat').waitFor();
  const answers = page.getByRole('region', { name: 'Answers' });
  const first = answers.getByRole('row').nth(1);
  await first.getByText('Listed', { exact: true }).waitFor();
  await answers.getByText('Listed: 1 · The licence is suspended: 1 · Could not be read: 2', { exact: false }).waitFor();
  await answers.getByRole('button', { name: '4', exact: true }).click();
  await answers.getByText(/^Cannot be read.*Passport number/).waitFor();
  await answers.getByText(/^Cannot be read.*\[BIRTH_DATE_UNREADABLE\]/).waitFor();
  await page.setViewportSize({ width: 360, height: 740 });
  expect(await violations(page)).toEqual([]);
  await page.setViewportSize({ width: 1280, height: 800 });
  const saving = page.waitForEvent('download');
  await answers.getByRole('button', { name: 'Save the answers as CSV' }).click();
  const chunks: Buffer[] = [];
  for await (const chunk of await (await saving).createReadStream()) chunks.push(chunk as Buffer);
  const lines = Buffer.concat(chunks).toString('utf8').split('\r\n');
  expect(lines[1]).toContain('1A,TH0000001,2523,,Listed,');
  expect(lines[2]).toContain("'=1+1,ZZ9,,KH-2,The licence is suspended,");
  expect(lines[3]).toMatch(/Passport number \[IDENTIFIER_UNREADABLE\]; .+ \[BIRTH_DATE_UNREADABLE\]/);
  expect(complaints).toEqual([]);
});

inBrowser('a file that is none is refused with words', async () => {
  const { page } = counter;
  const buffer = Buffer.from('a;b\n1;2\n');
  await page.getByLabel(/CSV file/).setInputFiles({ name: 'bad.csv', mimeType: 'text/csv', buffer });
  await page.getByRole('alert').getByText('This is no CSV file').waitFor();
});

inBrowser('nothing of what was asked is in an address or in what the page stores', async () => {
  const { page, asked } = counter;
  const kept = await page.evaluate(async () => {
    const opening = indexedDB.open('tocsin');
    await new Promise((resolve) => opening.addEventListener('success', resolve));
    const shelf = opening.result.transaction('kept').objectStore('kept');
    const [keys, values] = [shelf.getAllKeys(), shelf.getAll()];
    await new Promise((resolve) => values.addEventListener('success', resolve));
    const bytes = (_: string, value: unknown) =>
      value instanceof ArrayBuffer || value instanceof Uint8Array ? new TextDecoder().decode(value) : value;
    return JSON.stringify([keys.result, values.result, { ...localStorage }, location.href], bytes);
  });
  expect(kept).toContain('checks/');
  for (const text of [kept, ...asked]) expect(text).not.toMatch(/TH0000001|ZZ9|KH-2|๐๐๐|father/);
});

inBrowser('the view speaks every language without running over the page', async () => {
  const { page } = counter;
  await page.setViewportSize({ width: 360, height: 740 });
  for (const language of ['my', 'zh', 'km', 'lo', 'th', 'vi', 'en']) {
    await page.locator('select.language').selectOption(language);
    await page.locator(`html[lang=${language}]`).waitFor();
    const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    expect([language, over]).toEqual([language, 0]);
  }
});

import { expect } from 'vitest';
import { fictitiousAlert } from '../support/alert.ts';
import type { ServedExchange } from '../support/served.ts';
import { openRecord } from './alert-form.ts';
import type { ConsoleBrowser, Device } from './console.ts';
import { enrolledDevice } from './officer.ts';
import { inBrowser, servedConsole } from './served-console.ts';

const note = Buffer.from('ບັນທຶກ');
const people = [
  {
    role: 'witness',
    names: [{ asWritten: 'សុខ គំរូ', script: 'Khmr', language: 'km', romanised: 'Sok Kumru', use: 'nickname' }],
    born: '1996-05',
    nationality: ['KH'],
    documents: [{ type: 'passport', number: 'EXAMPLE-0007', country: 'LA', expires: '2027-03-09' }],
    nonPunishment: true,
  },
];
const attachments = [{ name: 'note.txt', type: 'text/plain', data: note.toString('base64') }];
let exchange: ServedExchange;
let browser: ConsoleBrowser;
let reader: Device;
servedConsole(async (served) => {
  ({ exchange, browser } = served);
  reader = await enrolledDevice(browser, exchange, 'kh-immigration');
});

inBrowser('an opened record speaks of people first, in the language and the calendar that were chosen', async () => {
  const { page, complaints } = reader;
  const content = { ...fictitiousAlert, people, attachments };
  const { id } = await exchange.post({ content });
  await page.getByRole('link', { name: 'Settings' }).click();
  await page.getByLabel('Calendar').selectOption('buddhist');
  await page.goto(`${new URL(page.url()).origin}/#/record/${id}`);
  await openRecord(page, fictitiousAlert.title);
  await page.getByRole('combobox', { name: 'Language' }).selectOption('km');
  await page.locator('html[lang=km]').waitFor();
  await page.locator('.content').getByText('សាក្សី').waitFor();
  const opened = page.locator('.content');
  expect(await opened.locator('dd').first().textContent()).toContain('សុខ គំរូ');
  expect(await opened.locator('strong[lang=km]').textContent()).toBe('សុខ គំរូ');
  const said = (await opened.textContent()) ?? '';
  for (const words of [
    'ឧសភា 2539 ព.ស.',
    '9 មីនា 2570 ព.ស.',
    'កម្ពុជា',
    'ឡាវ',
    'សាក្សី',
    'ឈ្មោះហៅក្រៅ',
    'លិខិតឆ្លងដែន',
    'ថ្ងៃកំណើត',
  ])
    expect(said).toContain(words);
  // Dates of the frame around it too, though this browser's own data lacks the language.
  expect(await page.locator('header.sheet').textContent()).toMatch(/\p{Script=Khmer}+ 25\d\d ព\.ស\., \d\d:\d\d/u);
  const saving = page.waitForEvent('download');
  await opened.getByRole('link', { name: 'note.txt' }).click();
  const chunks: Buffer[] = [];
  for await (const chunk of await (await saving).createReadStream()) chunks.push(chunk as Buffer);
  expect(Buffer.concat(chunks).equals(note)).toBe(true);
  await page.locator('select.language').selectOption('en');
  expect(complaints).toEqual([]);
});

inBrowser('an unattended screen locks after the minutes that were chosen, and nothing opened stays on it', async () => {
  const { page } = reader;
  await page.getByText('សុខ គំរូ').first().waitFor();
  // Only the page's own clock: what signs has its own.
  await page.clock.install();
  await page.keyboard.press('Shift');
  await page.clock.fastForward(4 * 60_000);
  expect(await page.getByText('សុខ គំរូ').count()).toBeGreaterThan(0);
  await page.keyboard.press('Shift');
  await page.clock.fastForward(4 * 60_000);
  expect(await page.getByText('សុខ គំរូ').count()).toBeGreaterThan(0);
  await page.clock.fastForward(61_000);
  await page.getByRole('heading', { name: 'Locked' }).waitFor();
  expect(await page.content()).not.toContain('សុខ');
});

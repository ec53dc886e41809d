import { builtConsole } from '@tocsin/console';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ServedExchange, serveExchange } from '../support/served.ts';
import { chromiumPath } from './chromium.ts';
import { type ConsoleBrowser, type Device, openConsoleBrowser } from './console.ts';
import { enrolledDevice, PASSPHRASE } from './officer.ts';

const executable = chromiumPath();
const marker = 'ខ្មែរសម្គាល់-marker-ลับ';
let exchange: ServedExchange;
let browser: ConsoleBrowser;
let khmer: Device;
beforeAll(async () => {
  if (executable === undefined) return;
  exchange = await serveExchange({ roster: true, console: await builtConsole() });
  browser = await openConsoleBrowser(executable);
  khmer = await enrolledDevice(browser, exchange, 'kh-immigration');
});
afterAll(async () => {
  await browser?.close();
  await exchange?.close();
});

const content = {
  schema: 'alert/1',
  language: 'th',
  title: `หลอกไปทำงาน ${marker}`,
  summary: 'นางสาวมาลี ตัวอย่าง ถูกกักไว้ในอาคารที่ปอยเปต',
  grading: { scheme: '4x4', source: 'B', information: '3' },
  exploitation: ['OnlineScamCompound'],
  people: [{ role: 'victim', names: [{ asWritten: 'มาลี ตัวอย่าง', script: 'Thai' }] }],
  victims: { atLeast: 1 },
  requested: ['locate'],
};

test.skipIf(executable === undefined)(
  'an alert that is posted appears by itself, is opened and acknowledged',
  async () => {
    const { page, complaints } = khmer;
    await page.getByText('Nothing waits here.').waitFor();
    const { id } = await exchange.post({ content });
    const list = page.getByRole('listbox', { name: 'Records' });
    await list.getByRole('option').first().waitFor();
    await list.press('Enter');
    await page.getByRole('heading', { name: /alert/ }).waitFor();
    await page.getByLabel('Why (case, report or order)').fill('report 12 of the border post');
    await page.getByRole('button', { name: 'Record and open' }).click();
    await page.getByText(content.title).waitFor();
    await page.getByText('มาลี ตัวอย่าง', { exact: true }).waitFor();
    await page.getByRole('cell', { name: 'opened', exact: true }).waitFor();
    await page.getByRole('button', { name: 'acknowledge' }).click();
    await page.getByRole('button', { name: 'Seal and send' }).waitFor();
    const [record] = (await exchange.desk('th-police').records({ box: 'outbox' })).records;
    expect(record?.head).toMatchObject({ id, progress: { 'kh-immigration': { state: 'acknowledged' } } });
    expect(complaints).toEqual([]);
  },
);

test.skipIf(executable === undefined)('a locked screen holds nothing of what was read', async () => {
  const { page } = khmer;
  await page.getByText(content.title).waitFor();
  await page.getByRole('button', { name: 'Lock', exact: true }).click();
  await page.getByRole('heading', { name: 'Locked' }).waitFor();
  const dom = await page.content();
  expect(dom).not.toContain(marker);
  expect(dom).not.toContain('kh-immigration');
  await page.getByLabel('Passphrase').fill('not the passphrase');
  await page.getByRole('button', { name: 'Unlock' }).click();
  await page.getByRole('alert').waitFor();
  await page.getByLabel('Passphrase').fill(PASSPHRASE);
  await page.getByRole('button', { name: 'Unlock' }).click();
  await page.getByRole('heading', { name: /alert/ }).waitFor();
  expect(await page.content()).not.toContain(marker);
});

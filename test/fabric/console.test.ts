import { builtConsole } from '@tocsin/console';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openRecord, postAlert } from '../browser/alert-form.ts';
import { chromiumPath } from '../browser/chromium.ts';
import { type ConsoleBrowser, openConsoleBrowser } from '../browser/console.ts';
import { enrolledDevice } from '../browser/officer.ts';
import { type ServedExchange, serveExchange } from '../support/served.ts';
import { agenciesOf, fabricHost } from './host.ts';

const title = 'หลอกไปทำงานที่ปอยเปต';
const words = 'พบสองคนแล้ว ປອດໄພ';
const executable = chromiumPath();
let exchange: ServedExchange;
let browser: ConsoleBrowser;
beforeAll(async () => {
  if (executable === undefined) return;
  exchange = await serveExchange({
    agencies: agenciesOf('three-raft'),
    open: fabricHost('three-raft'),
    roster: true,
    console: await builtConsole(),
  });
  browser = await openConsoleBrowser(executable);
}, 300_000);
afterAll(async () => {
  await browser?.close();
  await exchange?.close();
}, 60_000);

test('an alert lives from post to close between the browsers of two agencies, and its author sees each step', async (context) => {
  if (executable === undefined)
    return context.skip('no Chromium on this machine: install it, or name one in CHROMIUM_BIN');
  const [thai, khmer] = await Promise.all([
    enrolledDevice(browser, exchange, 'th-police'),
    enrolledDevice(browser, exchange, 'kh-immigration'),
  ]);
  const [author, reader] = [thai.page, khmer.page];
  for (const page of [author, reader]) page.setDefaultTimeout(60_000);
  await author.getByRole('link', { name: 'New post' }).click();
  await postAlert(author, { title, to: 'Fictitious kh-immigration' });

  // The reader has touched nothing since unlocking: the row comes by itself.
  const list = reader.getByRole('listbox', { name: 'Records' });
  await list.getByRole('option').first().waitFor();
  await list.press('Enter');
  await reader.getByRole('heading', { name: /alert/ }).waitFor();
  await openRecord(reader, title);
  await author.getByRole('cell', { name: 'opened', exact: true }).waitFor();
  await reader.getByRole('button', { name: 'acknowledge' }).click();
  await reader.getByLabel('Words (sealed for the other parties)').fill(words);
  await reader.getByRole('combobox', { name: 'Answer' }).selectOption('located');
  await reader.getByRole('button', { name: 'Seal and send' }).click();

  const answer = author.getByRole('region', { name: 'located' });
  await answer.waitFor();
  await answer.getByLabel('Why (case, report or order)').fill('case 7');
  await answer.getByRole('button', { name: 'Record and open' }).click();
  await answer.getByText(words).waitFor();
  await author.getByRole('combobox', { name: 'End the record' }).selectOption({ index: 1 });
  await author.getByRole('button', { name: 'End it' }).click();
  await reader.getByRole('listitem').filter({ hasText: 'close' }).waitFor();
  const accesses = author.getByRole('region', { name: 'Who opened it' });
  expect(await accesses.getByText('Fictitious kh-immigration').count()).toBeGreaterThan(0);
  expect([...thai.complaints, ...khmer.complaints]).toEqual([]);
});

import { builtConsole } from '@tocsin/console';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { fictitiousLicence } from '../support/listing.ts';
import { type ServedExchange, serveExchange } from '../support/served.ts';
import { chromiumPath } from './chromium.ts';
import { type ConsoleBrowser, type Device, openConsoleBrowser } from './console.ts';
import { enrolledDevice } from './officer.ts';

const executable = chromiumPath();
let exchange: ServedExchange;
let browser: ConsoleBrowser;
let khmer: Device;
let record: string;
beforeAll(async () => {
  if (executable === undefined) return;
  exchange = await serveExchange({ console: await builtConsole() });
  record = (await exchange.post({ kind: 'listing' })).id;
  const { ledger, officer } = exchange.agency('th-police');
  const licences = [fictitiousLicence('ท. ๑๒๓/๒๕๖๖', { status: 'suspended' })];
  await ledger.submit((await officer.sign('licence.set/1', { authority: 'th-doe', licences })).jws, null);
  browser = await openConsoleBrowser(executable);
  khmer = await enrolledDevice(browser, exchange, 'kh-immigration');
});
afterAll(async () => {
  await browser?.close();
  await exchange?.close();
});

test.skipIf(executable === undefined)('a second agency stands for a listing, then contests it', async () => {
  const { page, complaints } = khmer;
  await page.getByRole('link', { name: 'Listings and licences' }).click();
  await page.getByText('Stand for this listing').click();
  await page.getByRole('button', { name: 'confirm', exact: true }).click();
  await page.getByText('No listing stands so.').waitFor();
  await page.getByRole('link', { name: 'listed', exact: true }).click();
  await page.getByText(/^Confirmed by/).waitFor();
  await page.getByText('Contest this listing').click();
  await page.getByLabel('Why').selectOption('is-a-victim');
  await page.getByRole('button', { name: 'contest', exact: true }).click();
  await page.getByRole('link', { name: 'contested', exact: true }).click();
  await page.getByText(/^Contested by.*victim/).waitFor();
  expect(await exchange.desk('th-police').listing(record)).toMatchObject({ standing: 'contested' });
  expect(complaints).toEqual([]);
});

test.skipIf(executable === undefined)('a licence is found however its number is written', async () => {
  const { page, complaints } = khmer;
  await page.getByRole('link', { name: 'Licences', exact: true }).click();
  await page.getByLabel(/^Numbers of licences/).fill('ท.123-2566');
  await page.getByRole('button', { name: 'Look up' }).click();
  await page.getByRole('cell', { name: /^suspended/ }).waitFor();
  await page.getByLabel(/^Numbers of licences/).fill('none-such-1');
  await page.getByRole('button', { name: 'Look up' }).click();
  await page.getByText(/^no register/).waitFor();
  expect(complaints).toEqual([]);
});

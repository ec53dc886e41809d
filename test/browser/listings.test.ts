import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { fictitiousLicence } from '../support/listing.ts';
import type { ServedExchange } from '../support/served.ts';
import { violations, widerBy } from './axe.ts';
import type { ConsoleBrowser, Device } from './console.ts';
import { enrolledDevice } from './officer.ts';
import { inBrowser, servedConsole } from './served-console.ts';

let exchange: ServedExchange;
let browser: ConsoleBrowser;
let khmer: Device;
let record: string;
servedConsole(async (served) => {
  ({ exchange, browser } = served);
  record = (await exchange.post({ kind: 'listing' })).id;
  const { ledger, officer } = exchange.agency('th-police');
  const licences = [fictitiousLicence('ท. ๑๒๓/๒๕๖๖', { status: 'suspended' })];
  await ledger.submit((await officer.sign('licence.set/1', { authority: 'th-doe', licences })).jws, null);
  khmer = await enrolledDevice(browser, exchange, 'kh-immigration');
});

inBrowser('a second agency stands for a listing, then contests it', async () => {
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

/** A table with four columns on a narrow screen: nothing runs over it, and nothing is out of the keyboard's reach. */
async function violationsOnPhone(page: Page): Promise<string[]> {
  await page.setViewportSize({ width: 390, height: 800 });
  const found = [...(await violations(page)), ...((await widerBy(page)) > 0 ? ['wider than the window'] : [])];
  await page.setViewportSize({ width: 1280, height: 800 });
  return found;
}

inBrowser('a licence is found however its number is written', async () => {
  const { page, complaints } = khmer;
  await page.getByRole('link', { name: 'Licences', exact: true }).click();
  await page.getByLabel(/^Numbers of licences/).fill('ท.123-2566');
  await page.getByRole('button', { name: 'Look up' }).click();
  await page.getByRole('cell', { name: /^suspended/ }).waitFor();
  expect(await violationsOnPhone(page)).toEqual([]);
  await page.getByLabel(/^Numbers of licences/).fill('none-such-1');
  await page.getByRole('button', { name: 'Look up' }).click();
  await page.getByText(/^no register/).waitFor();
  expect(complaints).toEqual([]);
});

import { expect } from 'vitest';
import type { ServedExchange } from '../support/served.ts';
import type { ConsoleBrowser, Device } from './console.ts';
import { enrolledDevice } from './officer.ts';
import { inBrowser, servedConsole } from './served-console.ts';
import { holdsInEveryLanguage } from './spoken.ts';

/** Everything is posted three days ago, so that it is late by now. */
let ago = 3 * 86_400_000;
let exchange: ServedExchange;
let browser: ConsoleBrowser;
let device: Device;
let owed: string;
servedConsole(
  async (served) => {
    ({ exchange, browser } = served);
    for (let n = 0; n < 11; n += 1) await exchange.post({ to: ['kh-immigration'], precedence: 'FLASH' });
    await exchange.post({ to: ['la-fiu'], precedence: 'FLASH' });
    owed = (await exchange.post({ from: 'la-fiu', to: ['th-police'], precedence: 'FLASH' })).id;
    ago = 0;
    device = await enrolledDevice(browser, exchange, 'th-police');
    await device.page.getByRole('link', { name: 'Overdue and figures' }).click();
  },
  { clock: () => Date.now() - ago },
);

inBrowser('what is late: ours first, then theirs, by who owes most, each a click from its record', async () => {
  const { page, complaints } = device;
  await page.getByRole('status').getByText('Late, to be done by your agency: 1').waitFor();
  await page.getByRole('status').getByText('Late, to be done by others: 12').waitFor();
  const ours = page.getByRole('table', { name: 'What your agency owes' });
  await ours
    .getByRole('row', { name: `alert ${owed.slice(0, 8)} Fictitious la-fiu acknowledge flash 3 days ago` })
    .waitFor();
  const chart = page.getByRole('img', {
    name: 'What others owe you: Fictitious kh-immigration 11, Fictitious la-fiu 1',
  });
  const widths = await chart
    .locator('rect')
    .evaluateAll((bars) => bars.map((bar) => Number(bar.getAttribute('width'))));
  expect(widths).toEqual([1000, 91]);
  expect(await page.getByRole('table', { name: 'What others owe you' }).getByRole('row').count()).toBe(13);
  expect(complaints).toEqual([]);
  await holdsInEveryLanguage(page, () => ours.or(page.getByRole('table').first()).first().waitFor());
  await page.getByRole('link', { name: owed.slice(0, 8) }).click();
  await page.getByRole('heading', { name: 'Who opened it' }).waitFor();
});

inBrowser('statistics: charts with their tables, and no count that points at few', async () => {
  const { page, complaints } = device;
  await page.getByRole('link', { name: 'Overdue and figures' }).click();
  await page.getByRole('link', { name: 'Statistics' }).click();
  await page.getByRole('link', { name: 'Count the half-year that runs, too' }).click();
  await page.getByText('Do not publish this').waitFor();
  await page.getByText('* is withheld: counts below 10').waitFor();
  const corridors = page.getByRole('region', { name: 'Records by addressee: corridor' }).first();
  const cells = await corridors
    .getByRole('row', { name: /^Thailand → Cambodia/ })
    .getByRole('cell')
    .allInnerTexts();
  expect(cells.slice(0, 2)).toEqual(['*', '*']);
  await corridors.getByRole('row', { name: /^all 13 13/ }).waitFor();
  expect(await corridors.locator('rect.withheld').count()).toBe(3);
  await page
    .getByRole('region', { name: 'Records by addressee: kind' })
    .first()
    .getByRole('row', { name: /^alert 13 13/ })
    .waitFor();
  await holdsInEveryLanguage(page, () => page.getByRole('table').nth(2).waitFor());
  expect(complaints).toEqual([]);
});

inBrowser('an address that names no figures shows what is late', async () => {
  const { page } = device;
  await page.goto(`${new URL(page.url()).origin}/#/figures/constructor`);
  await page.getByRole('table', { name: 'What your agency owes' }).waitFor();
});

import { generateSealKey } from '@tocsin/envelope';
import { expect } from 'vitest';
import { openItem, requestAccess } from '../support/device.ts';
import type { ServedExchange } from '../support/served.ts';
import type { ConsoleBrowser, Device } from './console.ts';
import { enrolledDevice } from './officer.ts';
import { inBrowser, servedConsole } from './served-console.ts';

let exchange: ServedExchange;
let browser: ConsoleBrowser;
let auditor: Device;
let record: string;
let readers: { readonly khmer: string; readonly lao: string };
servedConsole(async (served) => {
  ({ exchange, browser } = served);
  ({ id: record } = await exchange.post({ to: ['kh-immigration', 'la-fiu'] }));
  const other = (await exchange.post({ to: ['kh-immigration'] })).id;
  await opened('kh-immigration', record);
  await opened('kh-immigration', other);
  await opened('la-fiu', record);
  const handle = (agency: string) => exchange.agency(agency).officer.handle;
  readers = { khmer: handle('kh-immigration'), lao: handle('la-fiu') };
  auditor = await enrolledDevice(browser, exchange, 'th-police', { roles: ['auditor'] });
});

async function opened(agency: string, id: string): Promise<void> {
  const { officer } = exchange.agency(agency);
  const client = exchange.desk(agency);
  await client.me();
  await openItem({ exchange, officer, client, item: { id, record: id } });
}

const rows = () => auditor.page.getByRole('table').getByRole('row');
/** Waits until so many openings are shown. */
const shows = (count: number) => rows().nth(count).waitFor();

inBrowser('who accessed this: record, officer, agency and time are a click each', async () => {
  const { page, complaints } = auditor;
  await page.getByRole('link', { name: 'Who opened what' }).click();
  await shows(3);
  expect(await rows().count()).toBe(4);
  await page
    .getByRole('link', { name: record.slice(0, 8) })
    .first()
    .click();
  await page.getByRole('link', { name: 'Go to the record' }).waitFor();
  await shows(2);
  expect(await rows().count()).toBe(3);
  await page.getByRole('link', { name: readers.lao.slice(0, 8) }).click();
  await page.getByText(readers.lao, { exact: true }).waitFor();
  await shows(1);
  expect(await rows().count()).toBe(2);
  await page.getByRole('combobox', { name: 'Agency that opened' }).selectOption('kh-immigration');
  await page
    .getByRole('link', { name: readers.khmer.slice(0, 8) })
    .first()
    .waitFor();
  await shows(2);
  expect(await rows().count()).toBe(3);
  await page.getByRole('link', { name: 'Last 24 hours' }).click();
  await page.getByRole('link', { name: 'Last 24 hours', exact: true }).and(page.locator('[aria-current]')).waitFor();
  await shows(2);
  expect(await rows().count()).toBe(3);
  await page.getByText('Nothing unusual among these.').waitFor();
  expect(complaints).toEqual([]);
});

inBrowser('an opening appears by itself, and a row of failures is a lead', async () => {
  const { page, complaints } = auditor;
  await page.getByRole('link', { name: 'Show everything' }).click();
  await shows(3);
  for (let n = 0; n < 3; n += 1) await failed('la-fiu');
  await page.getByRole('link', { name: 'All time' }).click();
  await page.getByText('3 openings failed one after another').waitFor();
  await page
    .getByRole('region', { name: 'Unusual' })
    .getByRole('link', { name: readers.lao.slice(0, 8) })
    .click();
  await shows(4);
  expect(complaints).toEqual([]);
});

/** An officer asks to open and says that it failed. */
async function failed(agency: string): Promise<void> {
  const { officer } = exchange.agency(agency);
  const client = exchange.desk(agency);
  const access = await requestAccess({ officer, client, item: { id: record, record } }, generateSealKey());
  const outcome = { outcome: 'failed' as const, reason: 'FILE_MISMATCH', released: [], faulty: [] };
  await client.submit((await officer.sign('access.receipt/1', { access: access.id, ...outcome })).jws);
}

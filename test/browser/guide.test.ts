import { expect } from 'vitest';
import type { ServedExchange } from '../support/served.ts';
import { openRecord, postAlert } from './alert-form.ts';
import type { ConsoleBrowser } from './console.ts';
import { enrolledDevice } from './officer.ts';
import { inBrowser, servedConsole } from './served-console.ts';

const title = 'หลอกไปทำงานที่ปอยเปต';
let exchange: ServedExchange;
let browser: ConsoleBrowser;
servedConsole((served) => {
  ({ exchange, browser } = served);
});

inBrowser('whoever comes by the address of the demo is led through posting, opening and auditing', async () => {
  const origin = exchange.served.get('th-police')?.origin ?? '';
  const { page, complaints } = await enrolledDevice(browser, exchange, 'th-police', { origin: `${origin}/#/guide` });
  const guide = page.getByRole('complementary', { name: 'Guide' });
  const told = guide.getByRole('status');
  const shows = (words: string) => told.filter({ hasText: words }).waitFor();
  await shows('Step 1 of 3');
  expect(await told.textContent()).toContain('“Show who will read it”');
  // The keyboard alone gets there, and presses.
  await guide.getByRole('link', { name: 'Go there' }).focus();
  await page.keyboard.press('Enter');
  await postAlert(page, { title, to: 'Fictitious kh-immigration' });
  await shows('Step 2 of 3');
  await openRecord(page, title);
  await shows('Step 3 of 3');
  await guide.getByRole('link', { name: 'Go there' }).click();
  await page.getByRole('heading', { name: 'Who opened what' }).waitFor();
  await page
    .getByRole('link', { name: /^alert/ })
    .first()
    .click();
  await shows('posted, opened, audited');
  await page.getByRole('combobox', { name: 'Language' }).selectOption('th');
  await page.getByRole('complementary', { name: 'คำแนะนำ' }).getByText('โพสต์ เปิด และตรวจสอบ').waitFor();
  await page.getByRole('button', { name: 'ปิดคำแนะนำ' }).press('Enter');
  await page.getByRole('complementary').waitFor({ state: 'detached' });
  await page.reload();
  await page.getByRole('heading', { level: 1 }).waitFor();
  expect(await page.getByRole('complementary').count()).toBe(0);
  expect(complaints).toEqual([]);
});

inBrowser('nobody else is guided', async () => {
  const { page } = await enrolledDevice(browser, exchange, 'kh-immigration');
  expect(await page.getByRole('complementary').count()).toBe(0);
});

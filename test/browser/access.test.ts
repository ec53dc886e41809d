import { expect } from 'vitest';
import type { ServedExchange } from '../support/served.ts';
import { violations, widerBy } from './axe.ts';
import type { ConsoleBrowser, Device } from './console.ts';
import { enrolledDevice } from './officer.ts';
import { inBrowser, servedConsole } from './served-console.ts';

let exchange: ServedExchange;
let browser: ConsoleBrowser;
let device: Device;
let record: string;
servedConsole(
  async (served) => {
    ({ exchange, browser } = served);
    device = await enrolledDevice(browser, exchange, 'kh-immigration');
    record = (await exchange.post({ precedence: 'FLASH' })).id;
    await device.page.getByRole('listbox').waitFor();
  },
  { roster: true },
);

const views = {
  inbox: 'listbox',
  record: 'article',
  compose: 'form',
  check: 'textbox',
  audit: 'heading',
  evidence: 'heading',
  listings: 'heading',
  settings: 'heading',
} as const;

for (const view of Object.keys(views) as (keyof typeof views)[]) {
  inBrowser(`${view} holds to WCAG 2.2 AA in light and in dark, wide and on a phone`, async () => {
    const { page } = device;
    await page.goto(`${new URL(page.url()).origin}/#/${view}${view === 'record' ? `/${record}` : ''}`);
    if (view === 'record') await page.getByRole('heading', { name: 'Who opened it' }).waitFor();
    else if (view === 'compose') await page.getByRole('button', { name: 'Show who will read it' }).waitFor();
    else await page.getByRole(views[view]).first().waitFor();
    for (const [colorScheme, width] of [
      ['light', 1280],
      ['dark', 390],
    ] as const) {
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize({ width, height: 800 });
      expect(await violations(page)).toEqual([]);
      expect(await widerBy(page), 'wider than the window').toBeLessThanOrEqual(0);
    }
  });
}

inBrowser('keyboard alone leads from the address to an opened record', async () => {
  const { page } = device;
  await page.setViewportSize({ width: 1280, height: 800 });
  await page.goto(`${new URL(page.url()).origin}/#/inbox/all`);
  await page
    .getByRole('option', { name: /Fictitious/ })
    .first()
    .waitFor();
  for (let n = 0; n < 20; n++) {
    await page.keyboard.press('Tab');
    if (await page.evaluate(() => document.activeElement?.getAttribute('role') === 'listbox')) break;
  }
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Who opened it' }).waitFor();
});

inBrowser('nothing of all this violated the policy or was complained of', () => {
  expect(device.complaints).toEqual([]);
});

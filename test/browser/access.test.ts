import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { AxeResults, RunOptions } from 'axe-core';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import type { ServedExchange } from '../support/served.ts';
import type { ConsoleBrowser, Device } from './console.ts';
import { enrolledDevice } from './officer.ts';
import { inBrowser, servedConsole } from './served-console.ts';

declare const axe: { run(options: RunOptions): Promise<AxeResults> };

let exchange: ServedExchange;
let browser: ConsoleBrowser;
let device: Device;
let record: string;
let source: string;
servedConsole(
  async (served) => {
    ({ exchange, browser } = served);
    source = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
    device = await enrolledDevice(browser, exchange, 'kh-immigration');
    record = (await exchange.post({ precedence: 'FLASH' })).id;
    await device.page.getByRole('listbox').waitFor();
  },
  { roster: true },
);

/** What axe-core finds against WCAG 2.2 A and AA, as rule and element. */
async function violations(page: Page): Promise<string[]> {
  await page.evaluate(source);
  const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
  const found = await page.evaluate((values) => axe.run({ runOnly: { type: 'tag', values } }), tags);
  return found.violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 120)}`));
}

const views = {
  inbox: 'listbox',
  record: 'article',
  compose: 'form',
  check: 'textbox',
  audit: 'heading',
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
      const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      expect(over, 'wider than the window').toBeLessThanOrEqual(0);
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

import { builtConsole } from '@tocsin/console';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ServedExchange, serveExchange } from '../support/served.ts';
import { chromiumPath } from './chromium.ts';
import { type ConsoleBrowser, openConsoleBrowser } from './console.ts';

const executable = chromiumPath();
let exchange: ServedExchange | undefined;
let browser: ConsoleBrowser | undefined;
beforeAll(async () => {
  if (executable === undefined) return;
  exchange = await serveExchange({ console: await builtConsole() });
  browser = await openConsoleBrowser(executable);
});
afterAll(async () => {
  await browser?.close();
  await exchange?.close();
});

const opened = async () => {
  const origin = exchange?.served.get('th-police')?.origin;
  if (browser === undefined || origin === undefined) throw new Error('the console is served');
  const device = await browser.device();
  await device.page.goto(origin);
  return { ...device, origin };
};

test.skipIf(executable === undefined)('the console comes from its gateway alone, without a complaint', async () => {
  const { page, complaints, asked, origin } = await opened();
  await page.getByRole('heading', { level: 1 }).waitFor();
  expect(asked.filter((url) => new URL(url).origin !== origin)).toEqual([]);
  expect(complaints).toEqual([]);
});

test.skipIf(executable === undefined)('a page under its policy makes no code of a string', async () => {
  const { page } = await opened();
  await page.getByRole('heading', { level: 1 }).waitFor();
  const refused = await page.evaluate(() => {
    try {
      document.body.innerHTML = '<b>marker</b>';
      return 'written';
    } catch (error) {
      return (error as Error).name;
    }
  });
  expect(refused).toBe('TypeError');
});

test.skipIf(executable === undefined)('every word changes at once with the language, and stays chosen', async () => {
  const { page, complaints } = await opened();
  const heading = page.getByRole('heading', { level: 1 });
  await page.getByRole('combobox', { name: 'Language' }).selectOption('lo');
  await page.locator('html[lang=lo]').waitFor();
  expect(await heading.textContent()).toMatch(/\p{Script=Lao}/u);
  await page.reload();
  expect(await heading.textContent()).toMatch(/\p{Script=Lao}/u);
  expect(complaints).toEqual([]);
});

import { expect } from 'vitest';
import type { ServedExchange } from '../support/served.ts';
import type { ConsoleBrowser } from './console.ts';
import { inBrowser, servedConsole } from './served-console.ts';

let exchange: ServedExchange | undefined;
let browser: ConsoleBrowser | undefined;
servedConsole((served) => {
  ({ exchange, browser } = served);
});

const opened = async () => {
  const origin = exchange?.served.get('th-police')?.origin;
  if (browser === undefined || origin === undefined) throw new Error('the console is served');
  const device = await browser.device();
  await device.page.goto(origin);
  return { ...device, origin };
};

inBrowser('the console comes from its gateway alone, without a complaint', async () => {
  const { page, complaints, asked, origin } = await opened();
  await page.getByRole('heading', { level: 1 }).waitFor();
  expect(asked.filter((url) => new URL(url).origin !== origin)).toEqual([]);
  // Nor does the browser send what stands on it to a translator or a spelling service.
  const offered = await page.evaluate(() => {
    const fields = [...document.querySelectorAll('input, textarea')] as HTMLInputElement[];
    return [document.documentElement.translate, ...fields.map(({ spellcheck }) => spellcheck)];
  });
  expect([offered.length > 1, offered.includes(true)]).toEqual([true, false]);
  expect(complaints).toEqual([]);
});

inBrowser('a page under its policy makes no code of a string', async () => {
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

inBrowser('every word changes at once with the language, and stays chosen', async () => {
  const { page, complaints } = await opened();
  const heading = page.getByRole('heading', { level: 1 });
  await page.getByRole('combobox', { name: 'Language' }).selectOption('lo');
  await page.locator('html[lang=lo]').waitFor();
  expect(await heading.textContent()).toMatch(/\p{Script=Lao}/u);
  await page.reload();
  expect(await heading.textContent()).toMatch(/\p{Script=Lao}/u);
  expect(complaints).toEqual([]);
});

inBrowser('a worker that the line did not bring is told, and fetched again', async () => {
  const { page, context } = await opened();
  await page.getByRole('heading', { level: 1 }).waitFor();
  let cut = true;
  await context.route('**/assets/main-*.js', (route) => (cut ? route.abort() : route.continue()));
  await page.reload();
  const ask = async (): Promise<void> => {
    await page.getByLabel('Choose a passphrase').fill('seven rivers meet at dusk');
    await page.getByRole('button', { name: 'Make my key' }).click();
  };
  await ask();
  await page.getByRole('alert').waitFor();
  cut = false;
  await ask();
  await page.getByLabel('Enrolment code').waitFor();
});

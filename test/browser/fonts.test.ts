import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import type { ServedExchange } from '../support/served.ts';
import type { ConsoleBrowser } from './console.ts';
import { inBrowser, servedConsole } from './served-console.ts';

let exchange: ServedExchange;
let browser: ConsoleBrowser;
servedConsole((served) => {
  ({ exchange, browser } = served);
});

/** Families of which the page has fetched a font, once it has drawn what it shows. */
const fetched = (page: Page): Promise<string[]> =>
  page.evaluate(async () => {
    await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
    await document.fonts.ready;
    const loaded = [...document.fonts].filter(({ status }) => status === 'loaded');
    return [...new Set(loaded.map(({ family }) => family.replaceAll('"', '')))].sort();
  });
/** Waits until the browser knows where the fonts are. */
const offered = (page: Page): Promise<unknown> => page.waitForFunction(() => document.fonts.size >= 8);

inBrowser('each script has its font, fetched when a text has it and not before, and kept for ever', async () => {
  const { page, complaints } = await browser.device();
  const sizes = new Map<string, number>();
  const kept = new Set<string | undefined>();
  page.on('response', async (response) => {
    if (!response.url().endsWith('.woff2')) return;
    sizes.set(response.url(), Number(response.headers()['content-length']));
    kept.add(response.headers()['cache-control']);
  });
  await page.goto(exchange.served.get('la-fiu')?.origin ?? '');
  await page.getByRole('heading', { level: 1 }).waitFor();
  await offered(page);
  expect(await fetched(page)).toEqual([]);
  const seen: string[] = [];
  for (const [language, family] of [
    ['th', 'Noto Sans Thai'],
    ['km', 'Noto Sans Khmer'],
    ['lo', 'Noto Sans Lao'],
    ['my', 'Noto Sans Myanmar'],
  ] as const) {
    await page.locator('select.language').selectOption(language);
    await page.locator(`html[lang=${language}]`).waitFor();
    seen.push(family);
    expect(await fetched(page)).toEqual(seen.toSorted());
  }
  // Two weights of four scripts, and nothing of them twice.
  expect(sizes.size).toBeLessThanOrEqual(8);
  expect([...kept]).toEqual(['public, max-age=31536000, immutable']);
  const bytes = [...sizes.values()].reduce((sum, size) => sum + size, 0);
  process.stdout.write(`fonts of four scripts: ${bytes} bytes in ${sizes.size} files\n`);
  expect(bytes).toBeLessThan(200_000);
  expect(complaints).toEqual([]);
});

inBrowser('Chinese comes in pieces, where the system has none', async () => {
  const { page, complaints } = await browser.device();
  await page.goto(exchange.served.get('la-fiu')?.origin ?? '');
  await page.getByRole('heading', { level: 1 }).waitFor();
  await page.locator('select.language').selectOption('zh');
  await page.waitForFunction(() => document.fonts.size > 100);
  for (const family of await fetched(page)) expect(family).toBe('Noto Sans SC Variable');
  expect(complaints).toEqual([]);
});

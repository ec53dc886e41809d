import { builtConsole } from '@tocsin/console';
import type { RecordPage } from '@tocsin/gateway/api';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ServedExchange, serveExchange } from '../support/served.ts';
import { chromiumPath } from './chromium.ts';
import { type ConsoleBrowser, openConsoleBrowser } from './console.ts';
import { enrolledDevice } from './officer.ts';

const ROWS = 10_000;
const executable = chromiumPath();
let exchange: ServedExchange;
let browser: ConsoleBrowser;
beforeAll(async () => {
  if (executable === undefined) return;
  exchange = await serveExchange({ console: await builtConsole() });
  browser = await openConsoleBrowser(executable);
});
afterAll(async () => {
  await browser?.close();
  await exchange?.close();
});

/** A real answer of the gateway, told ten thousand times: so many records would take the ledger minutes to write. */
function pageOf(sample: RecordPage, url: URL): RecordPage {
  const from = Number(url.searchParams.get('cursor') ?? 0);
  const limit = Number(url.searchParams.get('limit'));
  const [listed] = sample.records;
  if (listed === undefined) throw new Error('a record was posted');
  const letters = (n: number): string =>
    [...String(n).padStart(8, '0')].map((digit) => 'abcdefghij'[Number(digit)]).join('');
  const idOf = (n: number): string => `${listed.head.id.slice(0, 18)}${letters(n)}`;
  const records = Array.from({ length: Math.min(limit, ROWS - from) }, (_, n) => ({
    ...listed,
    head: { ...listed.head, id: idOf(from + n) },
  }));
  const next = from + records.length;
  return { records, next: next < ROWS ? String(next) : null };
}

test.skipIf(executable === undefined)(
  'ten thousand rows are scrolled with no more than a screenful drawn',
  async () => {
    const { id } = await exchange.post();
    const device = await enrolledDevice(browser, exchange, 'kh-immigration');
    const { page, context, complaints } = device;
    const sample = await exchange.desk('kh-immigration').records({ box: 'inbox' });
    expect(sample.records[0]?.head.id).toBe(id);
    await context.route('**/v1/records?*', (route) =>
      route.fulfill({ json: pageOf(sample, new URL(route.request().url())) }),
    );
    await page.getByRole('link', { name: 'All received' }).click();
    const list = page.getByRole('listbox', { name: 'Records' });
    await list.getByRole('option').nth(10).waitFor();
    const drawn: number[] = [];
    for (let scrolled = 0; scrolled < 200; scrolled++) {
      await list.press('End');
      drawn.push(await list.getByRole('option').count());
      if (await page.locator(`[aria-posinset="${ROWS}"]`).count()) break;
    }
    await page.locator(`[aria-posinset="${ROWS}"][aria-selected=true]`).waitFor();
    expect(Math.max(...drawn)).toBeLessThan(60);
    const frames = await page.evaluate(async () => {
      const at = document.querySelector('[role=listbox]');
      if (at === null) return [];
      const gaps: number[] = [];
      let last = performance.now();
      for (let n = 0; n < 120; n++) {
        at.scrollTop = Math.random() * at.scrollHeight;
        const now = await new Promise<number>(requestAnimationFrame);
        gaps.push(now - last);
        last = now;
      }
      return gaps.sort((a, b) => a - b);
    });
    process.stdout.write(
      `10,000 rows: median frame ${frames[60]?.toFixed(0)} ms, longest ${frames.at(-1)?.toFixed(0)} ms\n`,
    );
    expect(frames.length).toBe(120);
    expect(complaints).toEqual([]);
  },
);

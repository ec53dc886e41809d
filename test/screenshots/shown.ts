import type { Page } from 'playwright-core';
import type { Album } from './album.ts';

/** Everything is found by its English name. */
export async function inEnglishAfter(page: Page, run: () => Promise<void>): Promise<void> {
  await run();
  await page.locator('select.language').selectOption('en');
  await page.locator('html[lang=en]').waitFor();
}

export const shown = (page: Page, album: Album, view: string): Promise<void> =>
  inEnglishAfter(page, () => album.take(page, view));

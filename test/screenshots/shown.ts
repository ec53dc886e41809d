import type { Page } from 'playwright-core';
import type { ServedDemo } from '../support/demo.ts';
import type { Album } from './album.ts';

/** Everything is found by its English name. */
export async function inEnglishAfter(page: Page, run: () => Promise<void>): Promise<void> {
  await run();
  await page.locator('select.language').selectOption('en');
  await page.locator('html[lang=en]').waitFor();
}

export const shown = (page: Page, album: Album, view: string): Promise<void> =>
  inEnglishAfter(page, () => album.take(page, view));

/** A command of somebody else's, beside the browser. @returns the identifier that it answers */
export async function done(demo: ServedDemo, command: string): Promise<string> {
  const { exit, out, err } = await demo.tocsin([...command.split(' '), '--json']);
  if (exit !== 0) throw new Error(`${command}: ${out}${err}`);
  return (JSON.parse(out) as { id: string }).id;
}

import { join } from 'node:path';
import type { Page } from 'playwright-core';

/** A view's languages: one that everybody reads, and scripts that stack marks above and below. */
const languages = ['en', 'th', 'km', 'my'] as const;
const sizes = { wide: { width: 1280, height: 800 }, phone: { width: 390, height: 844 } } as const;

/** On a phone: the shortest words, and the longest. */
const onPhone = { en: 'phone', km: 'phone-km' } as const;

/** Takes a picture of what a page shows, whole, in each language, and in two of them on a phone too. */
export class Album {
  readonly #folder: string;
  readonly faults: string[] = [];
  count = 0;

  constructor(folder: string) {
    this.#folder = folder;
  }

  async take(page: Page, view: string): Promise<void> {
    for (const language of languages) await this.#shot(page, `${view}.${language}`, language, 'wide');
    for (const [language, name] of Object.entries(onPhone))
      await this.#shot(page, `${view}.${name}`, language, 'phone');
    await page.setViewportSize(sizes.wide);
  }

  async #shot(page: Page, name: string, language: string, size: keyof typeof sizes): Promise<void> {
    await page.setViewportSize(sizes[size]);
    await page.locator('select.language').selectOption(language);
    await page.locator(`html[lang=${language}]`).waitFor();
    await page.evaluate(() => document.fonts.ready.then(() => undefined));
    const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    if (over > 0) this.faults.push(`${name} is ${over} px wider than its window`);
    await page.screenshot({ path: join(this.#folder, `${name}.png`), fullPage: true });
    this.count += 1;
  }
}

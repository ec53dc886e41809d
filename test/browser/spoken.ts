import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { root } from '../house/room-copy.ts';
import { violations, widerBy } from './axe.ts';

const languages = ['my', 'zh', 'km', 'lo', 'th', 'vi', 'en'] as const;
const catalogues = ['console/src/text/en.ts', 'console/src/text/exchange/en.ts', 'record/src/label/doctor/en.ts'];

/** Sentences of the English catalogues, up to their first value. */
async function englishSentences(): Promise<string[]> {
  const texts = await Promise.all(catalogues.map((name) => readFile(join(root, name), 'utf8')));
  const said = texts.flatMap((text) => [...text.matchAll(/: '([^'{]{6,})/g)].map(([, words = '']) => words.trim()));
  return said.filter((words) => /^[A-Z].* /.test(words));
}

/**
 * The view on the screen in all seven languages, wide and on a phone: nothing of it is left in English or without words,
 * nothing runs over its window, and on the phone in the dark it holds to WCAG 2.2 AA. `ready` waits until it is drawn.
 */
export async function holdsInEveryLanguage(page: Page, ready: () => Promise<unknown>): Promise<void> {
  const sentences = await englishSentences();
  expect(sentences.length).toBeGreaterThan(30);
  for (const language of languages) {
    await page.locator('select.language').selectOption(language);
    await page.locator(`html[lang=${language}]`).waitFor();
    await ready();
    const text = await page.locator('main').innerText();
    if (language !== 'en')
      expect(
        sentences.filter((words) => text.includes(words)),
        language,
      ).toEqual([]);
    expect(text, language).not.toMatch(
      /undefined|\bNaN\b|\[object|\{\w+\}|\b(exchange|directory|agreements|network|figures|doctor|doubt)\.[a-z]/,
    );
    for (const [colorScheme, width] of [
      ['light', 1280],
      ['dark', 390],
    ] as const) {
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize({ width, height: 800 });
      expect(await widerBy(page), `${language}, ${width} px: wider than the window`).toBeLessThanOrEqual(0);
    }
    expect(await violations(page), language).toEqual([]);
  }
  await page.setViewportSize({ width: 1280, height: 800 });
  await page.emulateMedia({ colorScheme: 'light' });
}

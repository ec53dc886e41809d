import { effect, signal } from '@preact/signals';
import type { ContentLanguage, ContentText } from './content/words.ts';
import { language } from './text.ts';

const catalogues: { readonly [L in ContentLanguage]: () => Promise<ContentText> } = {
  my: async () => (await import('./content/my.ts')).my,
  zh: async () => (await import('./content/zh.ts')).zh,
  km: async () => (await import('./content/km.ts')).km,
  lo: async () => (await import('./content/lo.ts')).lo,
  th: async () => (await import('./content/th.ts')).th,
  vi: async () => (await import('./content/vi.ts')).vi,
};

const spoken = signal<ContentText | null>(null);

/** What a member or a code of sealed content is called in the language on the screen; undefined where nobody has a word. */
export function contentWord(name: string): string | undefined {
  const text = spoken.value;
  if (text === null || text.language !== language.value) return undefined;
  const words: Readonly<Record<string, string>> = text.words;
  return Object.hasOwn(words, name) ? words[name] : undefined;
}

let following = false;

/** Fetches these words with the first view that says some, and anew whenever the language changes. */
export async function loadContentWords(): Promise<void> {
  if (language.value !== 'en') spoken.value = await catalogues[language.value]();
  if (following) return;
  following = true;
  effect(() => {
    if (language.value === 'en' || language.value === spoken.peek()?.language) return;
    catalogues[language.value]().then(
      (text) => {
        spoken.value = text;
      },
      // English reads the names as they are until the line is back.
      () => undefined,
    );
  });
}

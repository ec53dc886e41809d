import { computed, signal } from '@preact/signals';
import { filled } from '@tocsin/record/label/check-words';
import { en as enLabels } from '@tocsin/record/label/en';
import { type LabelGroup, type Labels, languages } from '@tocsin/record/label/labels';
import { en } from './en.ts';
import type { Text, TextKey, TextLanguage } from './words.ts';

export { languages };

interface Spoken {
  readonly text: Text;
  readonly labels: Labels;
}

/** Everything but English comes when somebody asks for it: a first view over a slow line needs one language. */
const others: { readonly [L in Exclude<TextLanguage, 'en'>]: () => Promise<Spoken> } = {
  my: async () => ({ text: (await import('./my.ts')).my, labels: (await import('@tocsin/record/label/my')).my }),
  zh: async () => ({ text: (await import('./zh.ts')).zh, labels: (await import('@tocsin/record/label/zh')).zh }),
  km: async () => ({ text: (await import('./km.ts')).km, labels: (await import('@tocsin/record/label/km')).km }),
  lo: async () => ({ text: (await import('./lo.ts')).lo, labels: (await import('@tocsin/record/label/lo')).lo }),
  th: async () => ({ text: (await import('./th.ts')).th, labels: (await import('@tocsin/record/label/th')).th }),
  vi: async () => ({ text: (await import('./vi.ts')).vi, labels: (await import('@tocsin/record/label/vi')).vi }),
};

const spoken = signal<Spoken>({ text: en, labels: enLabels });
const KEPT = 'tocsin.language';

/** The language on the screen; whoever reads it is drawn anew when it changes. */
export const language = computed<TextLanguage>(() => spoken.value.text.language);

/** Its words are machine-made and wait for review. */
export const isDraft = computed(() => spoken.value.text.machine);

/** A word or sentence of the console, with `{name}` replaced by the values given. */
export function t(key: TextKey, values: Readonly<Record<string, string | number>> = {}): string {
  return filled(spoken.value.text.words[key], values);
}

/** The exchange's words on the screen. */
export const spokenLabels = (): Labels => spoken.value.labels;

/** The exchange's word for a code; a code nobody has a word for is shown as it is. */
export function codeWord(group: LabelGroup, code: string): string {
  const words: Readonly<Record<string, string>> = spoken.value.labels.words[group];
  return Object.hasOwn(words, code) ? (words[code] ?? code) : code;
}

/** The language chosen here before, else the first of the browser's that the exchange has, else English. */
export function preferredLanguage(): TextLanguage {
  const wished = [localStorage.getItem(KEPT) ?? '', ...navigator.languages].map((each) => each.split('-', 1)[0]);
  return languages.find((each) => each === wished.find((one) => languages.some((known) => known === one))) ?? 'en';
}

/** Changes every word on the screen at once. */
export async function chooseLanguage(chosen: TextLanguage): Promise<void> {
  spoken.value = chosen === 'en' ? { text: en, labels: enLabels } : await others[chosen]();
  document.documentElement.lang = chosen;
  localStorage.setItem(KEPT, chosen);
}

/** Names of the languages, each in itself. */
export const languageNames: { readonly [L in TextLanguage]: string } = {
  en: 'English',
  my: 'မြန်မာ',
  zh: '中文',
  km: 'ខ្មែរ',
  lo: 'ລາວ',
  th: 'ไทย',
  vi: 'Tiếng Việt',
};

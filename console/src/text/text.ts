import { batch, computed, signal } from '@preact/signals';
import { filled } from '@tocsin/record/label/check-words';
import { en as enLabels } from '@tocsin/record/label/en';
import { type LabelGroup, type Labels, languages } from '@tocsin/record/label/labels';
import type { DateWords } from './date-words.ts';
import { en } from './en.ts';
import type { ExchangeKey, ExchangeText, Text, TextKey, TextLanguage } from './words.ts';

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

/** Words that only views about the exchange itself say: they come with the first of those. */
const exchangeWords: { readonly [L in TextLanguage]: () => Promise<ExchangeText> } = {
  en: async () => (await import('./exchange/en.ts')).en,
  my: async () => (await import('./exchange/my.ts')).my,
  zh: async () => (await import('./exchange/zh.ts')).zh,
  km: async () => (await import('./exchange/km.ts')).km,
  lo: async () => (await import('./exchange/lo.ts')).lo,
  th: async () => (await import('./exchange/th.ts')).th,
  vi: async () => (await import('./exchange/vi.ts')).vi,
};
const exchange = signal<ExchangeText | null>(null);

const spoken = signal<Spoken>({ text: en, labels: enLabels });
const KEPT = 'tocsin.language';

/** The language on the screen; whoever reads it is drawn anew when it changes. */
export const language = computed<TextLanguage>(() => spoken.value.text.language);

/** How the language writes days; null where the browser knows. */
export const ownDates = computed<DateWords | null>(() => spoken.value.text.dates ?? null);

/** Its words are machine-made and wait for review. */
export const isDraft = computed(() => spoken.value.text.machine);

/** A word or sentence of the console, with `{name}` replaced by the values given. */
export function t(key: TextKey | ExchangeKey, values: Readonly<Record<string, string | number>> = {}): string {
  const { words } = spoken.value.text;
  const more: Readonly<Record<string, string>> = exchange.value?.words ?? {};
  return filled(key in words ? words[key as TextKey] : (more[key] ?? key), values);
}

/** Fetches the words of the views about the exchange itself, once; they change with the language from then on. */
export async function loadExchangeWords(): Promise<void> {
  exchange.value ??= await exchangeWords[language.value]();
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
  const [next, more] = await Promise.all([
    chosen === 'en' ? { text: en, labels: enLabels } : others[chosen](),
    exchange.value === null ? null : exchangeWords[chosen](),
  ]);
  batch(() => {
    spoken.value = next;
    exchange.value = more;
  });
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

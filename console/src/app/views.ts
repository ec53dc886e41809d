import { loadContentWords } from '../text/content-words.ts';
import { loadExchangeWords } from '../text/text.ts';
import type { View } from './view.ts';

/** A view, shown once the words that it alone speaks are there too. */
async function withWords<T>(view: Promise<T>, words: Promise<unknown>): Promise<T> {
  const [loaded] = await Promise.all([view, words]);
  return loaded;
}

/** All views of the console. A new one is one line here and one folder in `view/`. */
export const views: readonly View[] = [
  { name: 'inbox', title: 'view.inbox', listed: true, load: () => import('../view/inbox/inbox.tsx') },
  {
    name: 'compose',
    title: 'view.compose',
    listed: true,
    roles: ['author'],
    load: () => withWords(import('../view/compose/compose.tsx'), loadContentWords()),
  },
  {
    name: 'check',
    title: 'view.check',
    listed: true,
    roles: ['reader'],
    load: () => import('../view/check/check.tsx'),
  },
  {
    name: 'listings',
    title: 'view.listings',
    listed: true,
    load: () => import('../view/listings/listings.tsx'),
  },
  { name: 'audit', title: 'view.audit', listed: true, load: () => import('../view/audit/audit.tsx') },
  {
    name: 'figures',
    title: 'view.figures',
    listed: true,
    load: () => withWords(import('../view/figures/figures.tsx'), loadExchangeWords()),
  },
  {
    name: 'exchange',
    title: 'view.exchange',
    listed: true,
    load: () => withWords(import('../view/exchange/exchange.tsx'), loadExchangeWords()),
  },
  {
    name: 'evidence',
    title: 'view.evidence',
    listed: false,
    load: () => withWords(import('../view/evidence/evidence.tsx'), loadExchangeWords()),
  },
  {
    name: 'record',
    title: 'view.record',
    listed: false,
    load: () => withWords(import('../view/record/record.tsx'), loadContentWords()),
  },
  { name: 'settings', title: 'view.settings', listed: true, load: () => import('../view/settings/settings.tsx') },
];

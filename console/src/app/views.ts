import { loadContentWords } from '../text/content-words.ts';
import { loadExchangeWords } from '../text/text.ts';
import type { View } from './view.ts';

/** All views of the console. A new one is one line here and one folder in `view/`. */
export const views: readonly View[] = [
  { name: 'inbox', title: 'view.inbox', listed: true, load: () => import('../view/inbox/inbox.tsx') },
  {
    name: 'compose',
    title: 'view.compose',
    listed: true,
    roles: ['author'],
    load: async () => {
      const [view] = await Promise.all([import('../view/compose/compose.tsx'), loadContentWords()]);
      return view;
    },
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
    load: async () => {
      const [view] = await Promise.all([import('../view/figures/figures.tsx'), loadExchangeWords()]);
      return view;
    },
  },
  {
    name: 'exchange',
    title: 'view.exchange',
    listed: true,
    load: async () => {
      const [view] = await Promise.all([import('../view/exchange/exchange.tsx'), loadExchangeWords()]);
      return view;
    },
  },
  {
    name: 'evidence',
    title: 'view.evidence',
    listed: false,
    load: async () => {
      const [view] = await Promise.all([import('../view/evidence/evidence.tsx'), loadExchangeWords()]);
      return view;
    },
  },
  {
    name: 'record',
    title: 'view.record',
    listed: false,
    load: async () => {
      const [view] = await Promise.all([import('../view/record/record.tsx'), loadContentWords()]);
      return view;
    },
  },
  { name: 'settings', title: 'view.settings', listed: true, load: () => import('../view/settings/settings.tsx') },
];

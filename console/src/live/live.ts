import { signal } from '@preact/signals';
import { onNews } from '../app/worker.ts';

/** Whether the gateway answers. */
export const line = signal<'up' | 'down'>('up');
/** Counts what happened to records: a view that reads it is drawn anew, without asking on a timer. */
export const recordNews = signal(0);
/** Counts changes of directory, agreements and trustees. */
export const exchangeNews = signal(0);

onNews((news) => {
  if ('line' in news) {
    // What happened while the line was down is asked for when it is back.
    if (news.line === 'up' && line.value === 'down') {
      recordNews.value += 1;
      exchangeNews.value += 1;
    }
    line.value = news.line;
    return;
  }
  if ('barred' in news) return;
  const { type } = news.event;
  if (type === 'exchange') exchangeNews.value += 1;
  else if (type !== 'block') recordNews.value += 1;
});

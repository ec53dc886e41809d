import { effect } from '@preact/signals';
import { render } from 'preact';
import { loadDirectory } from './app/directory.ts';
import { watchIdle } from './app/idle.ts';
import { isOpen, start, watchLock } from './app/session.ts';
import { Shell } from './app/shell.tsx';
import { watchGuide } from './guide/step.ts';
import { exchangeNews } from './live/live.ts';
import { watchQueue } from './live/queue.ts';
import { offerChinese, offerFonts } from './style/fonts.ts';
import { chooseLanguage, language, preferredLanguage } from './text/text.ts';

await chooseLanguage(preferredLanguage());
const place = document.getElementById('console');
if (place !== null) render(<Shell />, place);
watchGuide();
watchIdle();
watchLock();
watchQueue();
effect(() => {
  exchangeNews.value;
  if (isOpen.value) loadDirectory().catch(() => undefined);
});
await start();
offerFonts().catch(() => undefined);
effect(() => {
  if (isOpen.value || language.value === 'zh') offerChinese().catch(() => undefined);
});

import { render } from 'preact';
import { Shell } from './app/shell.tsx';
import { chooseLanguage, preferredLanguage } from './text/text.ts';

await chooseLanguage(preferredLanguage());
const place = document.getElementById('console');
if (place !== null) render(<Shell />, place);

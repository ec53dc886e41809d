import { writeFileSync } from 'node:fs';
import { asLine, madePairs } from './gold-pairs.ts';

/** `node test/names/make-gold.ts` writes both halves anew after names.tsv or a rule has changed. */
for (const half of ['dev', 'test'] as const) {
  const head =
    '# language, label, rule it was made by, source of its elements, one, other; made by test/names/make-gold.ts of names.tsv';
  writeFileSync(new URL(`gold/${half}.tsv`, import.meta.url), `${[head, ...madePairs(half).map(asLine)].join('\n')}\n`);
}

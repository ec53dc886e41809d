import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { languages } from '@tocsin/record';
import { afterAll, describe, expect, test } from 'vitest';
import { pdfOf } from './compile.ts';
import { column, type ReportDocument } from './document.ts';
import { reportWords } from './words/words.ts';

const folder = mkdtempSync(join(tmpdir(), 'tocsin-pdf-'));
afterAll(() => rmSync(folder, { recursive: true }));

const withPoppler = (() => {
  try {
    execFileSync('pdftotext', ['-v'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
})();

/** All words of a language on one page. */
function sample(language: keyof typeof reportWords, title = reportWords[language].access): ReportDocument {
  const words = Object.values(reportWords[language]);
  return {
    ...{ title, subtitle: 'mekong', at: '2026-11-23T07:30:05.000Z', language, draft: null, wide: true },
    facts: [['name', '#let x = 1 * _not markup_ $y$ <z> \\ //']],
    charts: [
      {
        title: 'bars',
        bars: [
          { label: 'TH-KH', value: 3, shown: '3' },
          { label: 'TH-LA', value: null, shown: '*' },
        ],
      },
    ],
    tables: [{ title: null, size: 8, columns: [column('word', { width: 1 })], rows: words.map((word) => [word]) }],
    ...{ notes: [], footer: 'tocsin' },
  };
}

describe('a printed report', () => {
  test('is a PDF, and the same from the same report', async () => {
    const [one, again] = [await pdfOf(sample('en')), await pdfOf(sample('en'))];
    expect(Buffer.from(one.subarray(0, 8)).toString('latin1')).toMatch(/^%PDF-1\.\d/);
    expect(Buffer.compare(one, again)).toBe(0);
    expect(Buffer.compare(one, await pdfOf(sample('en', 'Another')))).not.toBe(0);
  });

  test.skipIf(!withPoppler).each(languages)('shows every word of %s, in its own script', async (language) => {
    const path = join(folder, `${language}.pdf`);
    writeFileSync(path, await pdfOf(sample(language)));
    const text = execFileSync('pdftotext', ['-layout', path, '-'], { encoding: 'utf8' });
    // Extraction may lose joiners and put a vowel sign elsewhere: the letters themselves must be there.
    const letters = (words: string) => new Set(words.normalize('NFC').match(/\p{L}/gu));
    const shown = letters(text);
    const missing = [...letters(Object.values(reportWords[language]).join(''))].filter((letter) => !shown.has(letter));
    expect(missing).toEqual([]);
    expect(text).toContain('_not markup_ $y$ <z>');
  });

  test.skipIf(!withPoppler)('embeds every font that it uses', async () => {
    const path = join(folder, 'fonts.pdf');
    writeFileSync(
      path,
      await pdfOf({ ...sample('th'), notes: languages.map((language) => reportWords[language].leads) }),
    );
    const fonts = execFileSync('pdffonts', [path], { encoding: 'utf8' });
    for (const name of ['NotoSans-', 'NotoSansThai', 'NotoSansKhmer', 'NotoSansLao', 'NotoSansMyanmar', 'NotoSansSC'])
      expect(fonts).toContain(name);
  });
});

describe('words of reports', () => {
  const scripts = { my: 'Myanmar', zh: 'Han', km: 'Khmer', lo: 'Lao', th: 'Thai' } as const;
  test.each(Object.entries(scripts))('%s is written in %s', (language, script) => {
    const words = Object.entries(reportWords[language as keyof typeof scripts]);
    const foreign = words.filter(([, word]) => !new RegExp(`\\p{Script=${script}}`, 'u').test(word));
    expect(foreign).toEqual([]);
  });

  test('the number that is withheld has its place in every language', () => {
    for (const language of languages) expect(reportWords[language].withheld).toContain('{k}');
  });
});

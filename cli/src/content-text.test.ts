import { readdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { type AlertContent, ensureContent } from '@tocsin/record';
import { describe, expect, test } from 'vitest';
import { contentText, gradingText, handlingText } from './content-text.ts';
import { example } from './exchange.test-support.ts';
import { postingIn } from './posting.ts';

const folder = fileURLToPath(new URL('../../examples/alerts', import.meta.url));

describe('every example', async () => {
  test.each(await readdir(folder))('%s can be posted, and shows every name in its own script', async (name) => {
    const { content } = postingIn(JSON.parse(await readFile(example(name), 'utf8')));
    ensureContent('alert', content);
    const { people = [], title } = content as AlertContent;
    const text = contentText(content as AlertContent);
    expect(text.startsWith(`${title}\n\n`)).toBe(true);
    expect(people.length).toBeGreaterThan(2);
    for (const { names } of people) for (const { asWritten } of names) expect(text).toContain(`${asWritten}\n`);
  });
});

const folders = ['alerts', 'listings'].map((name) => new URL(`../../examples/${name}/`, import.meta.url));
const files = await Promise.all(
  folders.map(async (one) =>
    (await readdir(one)).filter((name) => name.endsWith('.json')).map((name) => new URL(name, one)),
  ),
);
test.each(files.flat())(
  '%s names nobody who could be real: numbers are reserved ones, as long as real ones',
  async (file) => {
    const numbers = (await readFile(file, 'utf8')).match(/"\+\d+"/g) ?? [];
    for (const number of numbers) expect(number).toMatch(/^"\+155501001\d\d"$/);
  },
);

test('a grade is told in words, with its scheme', () => {
  expect(gradingText({ scheme: '4x4', source: 'C', information: '3' })).toBe(
    'source in most instances unreliable; information not known personally to the source, corroborated by other information (4x4 C3)',
  );
});

test('handling is told in words', () => {
  expect(handlingText({ tlp: 'RED', codes: ['H2'] })).toBe(
    'TLP:RED: for the named recipients only; H2: not to be passed on without permission of the provider',
  );
});

test('content cannot steer the terminal of its reader', () => {
  const hostile = '\u001b]0;owned\u0007 \u202egnp.exe';
  const content: AlertContent = {
    schema: 'alert/1',
    language: 'en',
    title: hostile,
    summary: `${hostile}\r\n${hostile}`,
    grading: { scheme: '4x4', source: 'X', information: '4' },
    exploitation: ['Other'],
    victims: { atLeast: 0 },
    requested: ['inform'],
    phones: [hostile],
    people: [{ role: 'witness', names: [{ asWritten: hostile, script: 'Latn' }] }],
    money: [{ bank: hostile }],
    restrictions: hostile,
  };
  expect(contentText(content)).not.toMatch(/[^\P{Cc}\n]|\p{Cf}/u);
});

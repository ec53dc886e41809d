import { NameIndex } from '@tocsin/names';
import { describe, expect, test } from 'vitest';
import { register } from './register.ts';

const large = process.env.SLOW === '1' ? 1_000_000 : 3_000;

describe(`a register of ${large} people`, () => {
  test('fits in 2 GB, and who is asked for by another paper is among the first five', () => {
    const people = register(large);
    const index = new NameIndex();
    for (const [ref, { written }] of people.entries()) index.add({ ref, names: [{ text: written }] });
    const asked = Array.from({ length: 200 }, (_, at) => (at * 7_919) % large);
    const found = asked.filter((at) => index.search({ text: people[at]?.asked ?? '' }).some(({ ref }) => ref === at));
    expect(found.length / asked.length).toBeGreaterThanOrEqual(0.98);
    expect(process.memoryUsage().rss).toBeLessThan(2 * 1024 ** 3);
  }, 600_000);

  test('is the same each time', () => {
    expect(register(50)).toEqual(register(50));
  });
});

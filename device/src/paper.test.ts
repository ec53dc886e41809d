import { expect, test } from 'vitest';
import { headingOf, type PaperPart, partsOf, queryOf } from './paper.ts';

const name = (text: string): PaperPart => ({ column: 'name', text });

test('names stand in up to eight spellings, numbers once, and a country is a code', () => {
  expect(queryOf([name('มาลี'), name(' Mali '), name(''), { column: 'country', text: 'th' }])).toEqual({
    query: { names: ['มาลี', 'Mali'], country: 'TH' },
  });
  expect(queryOf(Array.from({ length: 9 }, (_, n) => name(`Mali ${n}`)))).toEqual({ unreadable: 'name', also: [] });
  for (const text of ['KHM', 'khm', 'kh'])
    expect(queryOf([name('Mali'), { column: 'country', text }])).toEqual({ query: { names: ['Mali'], country: 'KH' } });
  expect(queryOf([{ column: 'country', text: 'XQZ' }])).toEqual({ unreadable: 'country', also: [] });
  const twice: PaperPart = { column: 'passport', text: 'A1' };
  expect(queryOf([twice, twice])).toEqual({ unreadable: 'passport', also: [] });
  const country: PaperPart = { column: 'country', text: 'Thailand' };
  expect(queryOf([country])).toEqual({ unreadable: 'country', also: [] });
  expect(queryOf([twice, twice, country])).toEqual({ unreadable: 'passport', also: ['country'] });
});

test('a heading is read as people write it; what nobody looks at is named', () => {
  const heading = headingOf(['Seat', ' National ID', 'name', 'Name', 'national_number']);
  const columns = [null, 'national-id', 'name', 'name', null] as const;
  expect(heading).toEqual({ columns, ignored: ['Seat', 'national_number'] });
  expect(partsOf(columns, ['1A', '12', 'มาลี', 'Mali', 'x'])).toEqual([
    { column: 'national-id', text: '12' },
    name('มาลี'),
    name('Mali'),
  ]);
});

test('a heading of which nothing is looked at, or a number twice, is none', () => {
  expect(headingOf(['a', 'b'])).toEqual({ unusable: 'no-column' });
  expect(headingOf(['passport', 'Passport'])).toEqual({ unusable: 'twice', column: 'passport' });
});

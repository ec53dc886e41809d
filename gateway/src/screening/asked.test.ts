import { expect, test } from 'vitest';
import { askedIn } from './asked.ts';

test('everything that cannot be read is named, each with its code', () => {
  const query = { names: ['😀'], passport: '😀', born: '2523-02-30', phone: '1' };
  expect(() => askedIn(query, 'KH')).toThrow(
    expect.objectContaining({
      field: 'names',
      also: [
        { code: 'IDENTIFIER_UNREADABLE', field: 'passport' },
        { code: 'IDENTIFIER_UNREADABLE', field: 'phone' },
        { code: 'BIRTH_DATE_UNREADABLE', field: 'born' },
      ],
    }),
  );
});

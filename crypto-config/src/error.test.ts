import { expect, test } from 'vitest';
import { CryptoConfigError, cryptoConfigErrors, refusing } from './error.ts';

test.each(Object.entries(cryptoConfigErrors))('%s is explained in the words of the house', (_, { meaning, hint }) => {
  for (const text of [meaning, hint]) {
    expect(text).toMatch(/^[^A-Z]/);
    expect(text).not.toMatch(/\.$/);
  }
});

test('a parser’s own words, which may quote its input, never come out', () => {
  const read = () => refusing('BAD_KEY', () => JSON.parse('secret'));
  expect(read).toThrow(new CryptoConfigError('BAD_KEY'));
  expect(read).not.toThrow(/secret/);
});

test('a refusal inside keeps its own code', () => {
  const read = () => refusing('BAD_KEY', () => refusing('BAD_PEM', () => JSON.parse('')));
  expect(read).toThrow(expect.objectContaining({ code: 'BAD_PEM', hint: cryptoConfigErrors.BAD_PEM.hint }));
});

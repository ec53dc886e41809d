import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { must, Refusal, recordErrors } from './error.ts';
import { LedgerFault, ledgerErrors } from './ledger.ts';

const tests = readdirSync(import.meta.dirname, { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.test.ts'))
  .map((path) => readFileSync(join(import.meta.dirname, path), 'utf8'))
  .join('\n');

/** Raised by the chaincode, which alone sees signatures and whole transactions, and tested there. */
const elsewhere = ['CONFLICT', 'BAD_STATEMENT_SIGNATURE', 'NETWORK_NOT_FOUNDED', 'SUBMIT_APART', 'TOO_MUCH_TOGETHER'];
const codes = Object.keys(recordErrors).filter((code) => !elsewhere.includes(code));

test.each(codes)('%s is expected by a test of this room', (code) => expect(tests.includes(`'${code}'`)).toBe(true));

test.each(Object.entries({ ...recordErrors, ...ledgerErrors }))(
  '%s says what and what next, in our style',
  (_, text) => {
    for (const words of [text.meaning, text.hint]) expect(words).toMatch(/^[a-z].*[^.]$/s);
  },
);

test('a refusal carries code and detail', () => {
  const refusal = new Refusal('UNKNOWN_UNIT', 'duty-desk');
  expect(refusal).toMatchObject({ name: 'Refusal', code: 'UNKNOWN_UNIT', detail: 'duty-desk' });
  expect(refusal.message).toBe('the agency has no such unit: duty-desk');
  expect(new Refusal('UNKNOWN_UNIT').message).toBe('the agency has no such unit');
});

test('must lets truth pass and throws the code otherwise', () => {
  expect(() => must(1, 'NOT_A_PARTY')).not.toThrow();
  for (const falsy of [false, undefined, null, 0, '']) expect(() => must(falsy, 'NOT_A_PARTY')).toThrow(Refusal);
});

test('a fault of the ledger keeps its cause', () => {
  const cause = new Error('socket');
  expect(new LedgerFault('LEDGER_UNAVAILABLE', cause)).toMatchObject({ code: 'LEDGER_UNAVAILABLE', cause });
});

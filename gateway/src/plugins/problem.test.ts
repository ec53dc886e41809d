import { EnvelopeError } from '@tocsin/envelope/verify';
import { LedgerFault, Refusal } from '@tocsin/record';
import { describe, expect, test } from 'vitest';
import { problemOf } from './problem.ts';
import { type ErrorCode, errorWords, statusOf } from './status.ts';

const sqliteFull = Object.assign(new Error('database or disk is full'), { code: 'ERR_SQLITE_ERROR', errcode: 13 });
const noSpace = Object.assign(new Error('write'), { code: 'ENOSPC' });

describe('problemOf', () => {
  test.each([
    ['a refusal', new Refusal('RECORD_CLOSED', 'closed'), 409, 'RECORD_CLOSED'],
    ['an unknown outcome', new LedgerFault('LEDGER_OUTCOME_UNKNOWN'), 504, 'LEDGER_OUTCOME_UNKNOWN'],
    ['a bad file', new EnvelopeError('MALFORMED_FILE'), 400, 'MALFORMED_FILE'],
    ['an old access', new Refusal('ACCESS_TOO_OLD'), 403, 'ACCESS_TOO_OLD'],
    ['a full database', sqliteFull, 507, 'STORAGE_FULL'],
    ['a full disk', noSpace, 507, 'STORAGE_FULL'],
    ['a full disk under the ledger', new LedgerFault('LEDGER_UNAVAILABLE', noSpace), 507, 'STORAGE_FULL'],
    ['our bug', new TypeError('x is undefined'), 500, 'INTERNAL'],
    ['something thrown that is no error', 'oops', 500, 'INTERNAL'],
  ])('%s', (_name, fault, status, code) => {
    expect(problemOf(fault)).toMatchObject({ type: `urn:tocsin:error:${code}`, status, code });
  });

  test('tells nothing of what was not meant to be told', () => {
    expect(JSON.stringify(problemOf(new Error('passport N1234567')))).not.toContain('N1234567');
  });
});

test('every code has words and a status of its own', () => {
  for (const [code, { meaning, hint }] of Object.entries(errorWords)) {
    expect(meaning, code).toMatch(/^[a-z]/);
    expect(hint, code).not.toMatch(/\.$/);
    if (code !== 'INTERNAL') expect(statusOf(code as ErrorCode), code).not.toBe(500);
  }
});

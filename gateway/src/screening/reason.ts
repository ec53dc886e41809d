import type { Finding } from '@tocsin/record';
import type { CheckReason } from '../api/checks.ts';

/** A reason, with what it speaks of. */
export const reason = (code: Finding, details: Readonly<Record<string, string | number>> = {}): CheckReason => ({
  ...details,
  code,
});

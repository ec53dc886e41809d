import type { CheckAnswer } from '@tocsin/gateway/api';

const quiet: ReadonlySet<string> = new Set(['unknown', 'licensed', 'not-the-same']);
const notable: ReadonlySet<string> = new Set([
  'licence-in-no-register',
  'other-purpose',
  'registration-near',
  'registers-being-read',
]);

/** How grave an answer is: only where nothing asks for a second look it is calm. */
export function weight(given: CheckAnswer): 'danger' | 'warn' | 'good' | 'calm' {
  if (given.answer === 'listed') return 'danger';
  if (given.answer === 'refused' || !quiet.has(given.answer) || given.fronts.length > 0) return 'warn';
  if (given.notes.some(({ code }) => notable.has(code))) return 'warn';
  return given.answer === 'licensed' ? 'good' : 'calm';
}

import type { CheckAnswer, GivenAnswer } from '@tocsin/gateway/api';
import { type ExitCode, exitCodes } from '../exit-code.ts';

/** By which exit an answer leaves: 0 only where nothing asks for a second look. */
export function exitFor(answer: CheckAnswer): ExitCode {
  if (answer.answer === 'refused') return exitCodes.usage;
  if (answer.answer === 'listed') return exitCodes.listed;
  return needsALook(answer) ? exitCodes['possible match'] : exitCodes.ok;
}

function needsALook({ answer, fronts, notes }: GivenAnswer): boolean {
  return !quiet.has(answer) || fronts.length > 0 || notes.some(({ code }) => looks.has(code));
}

const quiet: ReadonlySet<GivenAnswer['answer']> = new Set(['unknown', 'licensed', 'not-the-same']);
const looks: ReadonlySet<string> = new Set([
  'licence-in-no-register',
  'other-purpose',
  'registration-near',
  'registers-being-read',
  'in-table',
  'table-not-asked',
]);

const gravest: readonly ExitCode[] = [exitCodes.listed, exitCodes['possible match'], exitCodes.usage];

/** Of many answers the gravest: listed, then what asks for a look, then what could not be read. */
export const exitForAll = (answers: readonly CheckAnswer[]): ExitCode => {
  const exits = new Set(answers.map(exitFor));
  return gravest.find((exit) => exits.has(exit)) ?? exitCodes.ok;
};

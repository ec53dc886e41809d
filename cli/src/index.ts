export { type ExitCode, errorTables, exitCodeOf, exitCodes } from './exit-code.ts';

export { exitCodeOf, exitCodes } from './exit-code.ts';
export { main } from './main.ts';
export type { Terminal } from './terminal.ts';

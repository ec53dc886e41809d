export { exitCodeOf, exitCodes } from './exit-code.ts';
export { main } from './main.ts';
export type { Terminal } from './terminal.ts';
export { readUnitKeys } from './unit-key-folder.ts';

export { builtConsole } from './console.ts';

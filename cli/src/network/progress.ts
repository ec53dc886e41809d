import type { Terminal } from '../terminal.ts';

/** Milliseconds between two signs of life where nobody sees a line being overwritten. */
const SIGN_OF_LIFE_MS = 15_000;

/** A line that Go prints for each package it compiles: a path, and nothing else. */
const packagePath = /^[\w.~-]+(\/[\w.~-]+)*$/;

/** Tells what is being done, each line with the seconds since the beginning; of hundreds of packages, how many. */
export function progressLines(terminal: Terminal): (line: string) => void {
  const began = performance.now();
  let [compiled, lastSign] = [0, began];
  const tell = (line: string): void => {
    terminal.progress('');
    const seconds = ((performance.now() - began) / 1000).toFixed(1).padStart(6);
    terminal.err(`${seconds} s   ${line}\n`);
  };
  return (line) => {
    if (!packagePath.test(line)) return tell(line);
    compiled += 1;
    terminal.progress(`compiled ${compiled} packages: ${line}`);
    if (terminal.interactive || performance.now() - lastSign < SIGN_OF_LIFE_MS) return;
    lastSign = performance.now();
    tell(`compiled ${compiled} packages`);
  };
}

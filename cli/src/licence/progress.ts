import type { Terminal } from '../terminal.ts';
import type { Progress } from './importing.ts';

/** Milliseconds between two lines where nobody sees a line being overwritten. */
const SIGN_OF_LIFE_MS = 15_000;

/** Tells how far a comparison and an import have come, and for how long it will go on. */
export function sending(terminal: Terminal): Progress {
  let began: number | null = null;
  let first = 0;
  let lastSign = performance.now();
  return {
    compared: (rows, of) => terminal.progress(rows >= of ? '' : `${rows} of ${of} rows compared with the register`),
    sent(licences, of) {
      const now = performance.now();
      began ??= now;
      const own = licences - first;
      const left = own === 0 ? 0 : ((now - began) * (of - licences)) / own / 1000;
      const line = `${licences} of ${of} licences written, ${Math.ceil(left)} s left`;
      terminal.progress(licences === of ? '' : line);
      if (terminal.interactive || now - lastSign < SIGN_OF_LIFE_MS) return;
      lastSign = now;
      terminal.err(`${line}\n`);
    },
    resumed(written, of) {
      first = written;
      began = performance.now();
      terminal.err(`an import of this file was cut off and goes on: ${written} of ${of} licences were written\n`);
    },
    stopped(written, of) {
      terminal.progress('');
      terminal.err(
        `stopped after ${written} of ${of} licences, which stand: give the same command again, it goes on and writes nothing twice\n`,
      );
    },
  };
}

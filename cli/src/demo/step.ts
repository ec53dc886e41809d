import { CliError } from '../error.ts';
import { failureOf } from '../failure.ts';
import type { Terminal } from '../terminal.ts';

/** One step as it was played. */
export interface Played {
  readonly what: string;
  readonly ms: number;
  readonly ok: boolean;
}

/** Tells the steps as they happen, each with its time, and remembers them. */
export class Steps {
  readonly played: Played[] = [];
  readonly #terminal: Terminal;
  readonly #quiet: boolean;
  #since: number | null = null;

  constructor(terminal: Terminal, quiet: boolean) {
    this.#terminal = terminal;
    this.#quiet = quiet;
  }

  /** A heading between steps. */
  chapter(title: string): void {
    this.#say(`\n${this.#terminal.paint('bold', title)}\n`);
  }

  /** Words under the last step. */
  note(text: string): void {
    for (const line of text.trimEnd().split('\n')) this.#say(`             ${this.#terminal.paint('dim', line)}\n`);
  }

  /** Plays a step; one that fails ends the demo with its code. */
  async step<T>(what: string, work: () => Promise<T>): Promise<T> {
    const began = performance.now();
    try {
      const result = await work();
      this.#tell({ what, ms: performance.now() - began, ok: true });
      return result;
    } catch (error) {
      this.#tell({ what, ms: performance.now() - began, ok: false });
      const { code, message } = failureOf(error);
      throw new CliError('DEMO_STEP_FAILED', `${what}: ${message} [${code}]`, error);
    }
  }

  /** Plays a longer work that says of itself what it does: each saying is a step, ended by the next. */
  async told<T>(what: string, work: (progress: (line: string) => void) => Promise<T>): Promise<T> {
    let [doing, began] = [what, performance.now()];
    const end = (ok: boolean) => this.#tell({ what: doing, ms: performance.now() - began, ok });
    const progress = (line: string): void => {
      end(true);
      [doing, began] = [line, performance.now()];
    };
    try {
      const result = await work(progress);
      end(true);
      return result;
    } catch (error) {
      // What keeps a network from running has its own code and hint: it need not be a fault of ours.
      end(false);
      throw error;
    }
  }

  /** From here on it is measured how long the first of something takes. */
  clock(): void {
    this.#since = performance.now();
  }

  /** Says once how long it took since `clock`, if that was ever called. */
  reached(what: string): void {
    if (this.#since === null) return;
    this.note(`${((performance.now() - this.#since) / 1000).toFixed(1)} s from nothing to ${what}`);
    this.#since = null;
  }

  /** Plays a step that must be refused with a code: being refused is what it shows. */
  async refused(what: string, code: string, work: () => Promise<unknown>): Promise<void> {
    await this.step(`${what}: refused [${code}]`, async () => {
      const told = await work().then(
        () => 'nothing refused it',
        (error: unknown) => failureOf(error).code,
      );
      if (told !== code) throw new Error(`expected ${code}, found ${told}`);
    });
  }

  #tell({ what, ms, ok }: Played): void {
    this.played.push({ what, ms: Math.round(ms * 10) / 10, ok });
    const time = this.#terminal.paint(ok ? 'green' : 'red', `${ms.toFixed(0).padStart(6)} ms`);
    this.#say(`${time}   ${what}${ok ? '' : '  FAILED'}\n`);
  }

  #say(text: string): void {
    if (!this.#quiet) this.#terminal.out(text);
  }
}

import type { Reporter, TestModule } from 'vitest/node';

/** Says aloud what did not run: a skip nobody sees is a test nobody has. */
export class SkipReporter implements Reporter {
  readonly #print: (line: string) => void;

  /** @param print takes one line without its line break */
  constructor(print: (line: string) => void) {
    this.#print = print;
  }

  /** Lists every skipped test once the run is over, with the reason given to `context.skip(reason)` or in its name. */
  onTestRunEnd(modules: readonly TestModule[]): void {
    const skipped = modules.flatMap((module) => [...module.children.allTests('skipped')]);
    if (skipped.length === 0) return;
    this.#print(`\nnot run (${skipped.length}):`);
    for (const test of skipped) this.#print(describeSkip(test));
  }
}

/** The part of vitest's test case that is told. */
export interface SkippedTest {
  readonly fullName: string;
  readonly module: { readonly relativeModuleId: string };
  readonly options: { readonly mode: string };
  result(): { readonly state: string; readonly note?: string | undefined };
}

/** One line: file, test and reason. */
export function describeSkip(test: SkippedTest): string {
  const where = `  ${test.module.relativeModuleId} > ${test.fullName}`;
  const { note } = test.result();
  if (note !== undefined) return `${where}: ${note}`;
  if (test.options.mode === 'todo') return `${where}: not written yet`;
  // Without a note the reason is expected in the name; `only` elsewhere leaves a test in mode `run`.
  return test.options.mode === 'run' ? `${where}: another test is marked only, or the run was filtered` : where;
}

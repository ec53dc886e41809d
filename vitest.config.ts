import { configDefaults, defineConfig } from 'vitest/config';
import { LongestFirst } from './test/house/longest-first.ts';
import { SkipReporter } from './test/house/skip-reporter.ts';

/** Fabric's tests that hold gaps or what is left of processes against a clock: nothing else may use the processor. */
const alone = ['faults', 'cuts', 'client-kill', 'watch', 'counts', 'demo', 'page'].map(
  (n) => `test/fabric/${n}.test.ts`,
);
const wholeSystem = ['test/faults/**', 'test/fabric/**', 'test/browser/**'];
const skips = new SkipReporter((line) => process.stdout.write(`${line}\n`));

/** What hangs should end by these and nothing else: founding an exchange takes 2 s on a quiet machine and 30 s on a busy one. */
const patient = { testTimeout: 60_000, hookTimeout: 180_000 };

/** The first run builds Fabric's commands with Go. */
const networked = { globalSetup: 'test/fabric/commands.ts', testTimeout: 600_000, hookTimeout: 300_000 };

/**
 * Six projects, because their needs differ: `fast` and `cli` run on every change and touch nothing outside their process;
 * loading the rooms anew for each file took as long as the tests of `fast` did, so its files share them, while each of
 * `cli` has a process of its own as commands do. `faults` kills real processes and must have the machine to itself,
 * `fabric` runs networks of Fabric's own peers and orderers, two at a time, `fabric-alone` one after the other when those are
 * done; `browser` needs a Chromium.
 */
export default defineConfig({
  test: {
    pool: 'forks',
    // A fault run steals the processor by design; more workers than two only make timings flicker.
    maxWorkers: 2,
    reporters: ['default', skips],
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        test: {
          name: 'fast',
          include: ['**/*.test.ts'],
          exclude: [...configDefaults.exclude, '.tocsin/**', 'cli/**', ...wholeSystem],
          isolate: false,
          ...patient,
        },
      },
      { test: { name: 'cli', include: ['cli/**/*.test.ts'], ...patient } },
      {
        test: {
          name: 'faults',
          include: ['test/faults/**/*.test.ts'],
          fileParallelism: false,
          testTimeout: 600_000,
          hookTimeout: 120_000,
        },
      },
      {
        test: {
          name: 'fabric',
          include: ['test/fabric/**/*.test.ts'],
          exclude: [...configDefaults.exclude, ...alone],
          ...networked,
        },
      },
      {
        test: {
          name: 'fabric-alone',
          include: alone,
          fileParallelism: false,
          sequence: { groupOrder: 1 },
          ...networked,
        },
      },
      {
        test: {
          name: 'browser',
          include: ['test/browser/**/*.test.ts'],
          fileParallelism: false,
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});

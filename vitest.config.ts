import { configDefaults, defineConfig } from 'vitest/config';
import { SkipReporter } from './test/house/skip-reporter.ts';

const wholeSystem = ['test/faults/**', 'test/fabric/**', 'test/browser/**'];
const skips = new SkipReporter((line) => process.stdout.write(`${line}\n`));

/**
 * Four projects, because their needs differ: `fast` runs on every change and touches nothing outside its process,
 * `faults` kills real processes and must have the machine to itself, `fabric` runs networks of Fabric's own peers and
 * orderers, `browser` needs a Chromium.
 */
export default defineConfig({
  test: {
    pool: 'forks',
    // A fault run steals the processor by design; more workers than two only make timings flicker.
    maxWorkers: 2,
    reporters: ['default', skips],
    projects: [
      {
        test: {
          name: 'fast',
          include: ['**/*.test.ts'],
          exclude: [...configDefaults.exclude, '.tocsin/**', ...wholeSystem],
          // Only what hangs should end by these: founding a whole exchange, with the officers' keys under scrypt, takes two
          // seconds on a quiet machine and half a minute on one that others use.
          testTimeout: 60_000,
          hookTimeout: 180_000,
        },
      },
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
          fileParallelism: false,
          testTimeout: 600_000,
          // The first run builds Fabric's commands with Go.
          hookTimeout: 300_000,
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

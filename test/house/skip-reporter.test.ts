import { expect, test } from 'vitest';
import { describeSkip, type SkippedTest } from './skip-reporter.ts';

const skipped = (mode: 'run' | 'skip' | 'todo', note?: string): SkippedTest => ({
  fullName: 'vectors > X-Wing',
  module: { relativeModuleId: 'test/vectors/xwing.test.ts' },
  options: { mode },
  result: () => ({ state: 'skipped', note }),
});

test.each([
  ['a note', skipped('run', 'vectors are not here'), ': vectors are not here'],
  ['a plain skip', skipped('skip'), ''],
  ['a test to be written', skipped('todo'), ': not written yet'],
  ['a filtered test', skipped('run'), ': another test is marked only, or the run was filtered'],
])('%s is told with its reason', (_name, test, reason) => {
  expect(describeSkip(test)).toBe(`  test/vectors/xwing.test.ts > vectors > X-Wing${reason}`);
});

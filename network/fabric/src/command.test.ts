import { expect, test } from 'vitest';
import { run } from './command.ts';
import type { FabricError } from './error.ts';

test('what a failing command repeats of others cannot paint on the terminal', async () => {
  const script = String.raw`printf 'first\n\033[2J\033[1;1Hall is well\r\302\233x\n' >&2; exit 1`;
  const error: unknown = await run('sh', ['-c', script]).catch((reason: unknown) => reason);
  const { code, detail = '' } = error as FabricError;
  expect([code, detail]).toEqual(['FABRIC_COMMAND_FAILED', expect.stringContaining('first\n?[2J')]);
  expect(detail.replaceAll('\n', '')).not.toMatch(/\p{C}/u);
});

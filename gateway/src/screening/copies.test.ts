import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { OwnLog } from '../own-log/own-log.ts';
import { COPY_CODE, Copies, MOST_COPIES, TooManyCopies } from './copies.ts';

const start = Date.parse('2026-11-27T00:00:00.000Z');
const at = (hours: number): Date => new Date(start + hours * 3_600_000);
const [one, other] = ['a'.repeat(26), 'b'.repeat(26)];

test('copies of the last day count, and are not forgotten by a gateway that starts again', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'tocsin-copies-'));
  const log = OwnLog.open(folder);
  const about = { kind: 'check' as const, agency: 'la-fiu', access: null, item: null, key: null };
  const note = (hours: number, officer: string, code: string) =>
    log.append({ ...about, at: at(hours).toISOString(), officer, code });
  await note(-30, one, COPY_CODE);
  for (let hour = 0; hour < MOST_COPIES; hour += 1) await note(hour, one, COPY_CODE);
  await note(1, one, 'offline');
  await note(1, other, COPY_CODE);
  const copies = new Copies(log);
  const refusal = (hours: number): unknown => {
    try {
      copies.count(one, at(hours));
      return null;
    } catch (fault) {
      return fault;
    }
  };
  const refused = refusal(23) as TooManyCopies;
  expect(refused).toBeInstanceOf(TooManyCopies);
  expect([refused.code, refused.retryAfter]).toEqual(['TOO_MANY_COPIES', 3600]);
  expect(refused.message).toContain(at(24).toISOString());
  copies.count(other, at(23));
  for (let n = 0; n < 2 * MOST_COPIES; n += 1) copies.count(other, at(23))();
  expect([refusal(24), (refusal(24) as TooManyCopies).retryAfter]).toEqual([null, 3600]);
  log.close();
  rmSync(folder, { recursive: true });
});

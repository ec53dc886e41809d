import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { toHex } from '@tocsin/envelope';
import { verifyInclusion } from '@tocsin/envelope/log';
import { Refusal } from '@tocsin/record';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { Anchoring } from './anchoring.ts';
import type { Entry } from './entry.ts';
import { OwnLog } from './own-log.ts';
import { type AnchoredRoot, recheckLog } from './recheck.ts';

let folder: string;
let log: OwnLog;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tocsin-own-log-'));
  log = OwnLog.open(folder);
});
afterEach(() => {
  log.close();
  rmSync(folder, { recursive: true });
});

const entry = (n: number): Entry => ({
  at: '2026-11-23T07:30:00.000Z',
  kind: n % 3 === 0 ? 'refusal' : 'release',
  agency: 'kh-immigration',
  officer: null,
  access: 'a'.repeat(26),
  item: 'b'.repeat(26),
  key: null,
  code: n % 3 === 0 ? `CODE_${n}` : null,
});
const fill = async (entries: number) => {
  await Promise.all(Array.from({ length: entries }, (_, n) => log.append(entry(n))));
};
const all = () => log.page({ from: 0, limit: 1000 });
const anchorNow = (): AnchoredRoot => ({ size: log.size, root: toHex(log.root()) });

/** Does something to the file behind the log's back, and opens it again. */
function tamper(sql: string): void {
  log.close();
  const db = new DatabaseSync(join(folder, 'own-log.db'));
  db.exec(sql);
  db.close();
  log = OwnLog.open(folder);
}

test('what was written is there after the process is gone, in the same tree', async () => {
  await fill(21);
  const before = anchorNow();
  log.close();
  log = OwnLog.open(folder);
  expect(anchorNow()).toEqual(before);
  await log.append(entry(21));
  expect(toHex(log.root(21))).toBe(before.root);
  expect(all().map(({ entry: one }) => JSON.parse(one?.body ?? ''))[20]).toEqual(entry(20));
});

test('every entry is proved under every later root', async () => {
  await fill(9);
  for (const { place, leaf } of all()) {
    for (let size = place + 1; size <= 9; size++) {
      verifyInclusion({ leaf, index: place, size, proof: log.proof(place, size), root: log.root(size) });
    }
  }
});

test('two equal entries have different leaves: nobody can guess one from the tree', async () => {
  await log.append(entry(1));
  await log.append(entry(1));
  const [first, second] = all();
  expect(first?.leaf).not.toEqual(second?.leaf);
});

test('pages go on where the last ended, and may be of one kind', async () => {
  await fill(10);
  expect(log.page({ from: 4, limit: 3 }).map(({ place }) => place)).toEqual([4, 5, 6]);
  expect(log.page({ from: 0, limit: 10, kind: 'refusal' }).map(({ place }) => place)).toEqual([0, 3, 6, 9]);
});

test('a write that fails leaves log and tree as they were', async () => {
  await fill(5);
  const before = anchorNow();
  await expect(log.append({ ...entry(5), at: null as never, kind: null as never })).rejects.toThrow();
  expect(anchorNow()).toEqual(before);
  await log.append(entry(5));
  expect(recheckLog(all(), [before, anchorNow()])).toEqual([]);
});

describe('rechecked against its anchors', () => {
  const anchors: AnchoredRoot[] = [];
  beforeEach(async () => {
    anchors.length = 0;
    await fill(8);
    anchors.push(anchorNow());
    await fill(8);
    anchors.push(anchorNow());
  });
  test('an honest log has no fault', async () => {
    await log.append(entry(1));
    expect(recheckLog(all(), anchors)).toEqual([]);
  });
  test('an entry that was taken out is named', async () => {
    tamper('DELETE FROM entry WHERE place = 11');
    expect(recheckLog(all(), anchors)).toEqual([{ fault: 'missing', place: 11 }]);
  });
  test('an altered entry is named, its salt too', async () => {
    tamper(`UPDATE entry SET body = replace(body, 'kh-immigration', 'la-fiu') WHERE place = 3`);
    tamper('UPDATE entry SET salt = zeroblob(32) WHERE place = 5');
    expect(recheckLog(all(), anchors)).toEqual([
      { fault: 'altered', place: 3 },
      { fault: 'altered', place: 5 },
    ]);
  });
  test('a leaf that was made to fit shows between which anchors', async () => {
    const [, other] = all();
    tamper(`UPDATE node SET hash = x'${toHex(other?.leaf ?? new Uint8Array())}' WHERE level = 0 AND place = 12`);
    tamper(`UPDATE entry SET body = (SELECT body FROM entry WHERE place = 1),
      salt = (SELECT salt FROM entry WHERE place = 1) WHERE place = 12`);
    expect(recheckLog(all(), anchors)).toEqual([{ fault: 'rewritten', from: 8, to: 16 }]);
  });
  test('a log cut short, or begun anew, lacks what was anchored', async () => {
    const kept = all().slice(0, 14);
    expect(recheckLog(kept, anchors)).toEqual([
      { fault: 'missing', place: 14 },
      { fault: 'missing', place: 15 },
    ]);
    expect(recheckLog([], anchors)).toHaveLength(16);
  });
});

describe('anchoring', () => {
  let standing: { size: number; root: string } | undefined;
  let acted: { size: number; root: string; previous: unknown }[];
  const anchoring = () => {
    const act = async (_: string, body: object) => {
      const said = body as (typeof acted)[number];
      acted.push(said);
      standing = said;
      return {} as never;
    };
    const ledger = { agency: 'th-police', state: async () => standing as never };
    return new Anchoring({ ledger, log, steward: { act: act as never } });
  };
  beforeEach(async () => {
    standing = undefined;
    acted = [];
  });

  test('names the anchor before it, and does nothing where nothing was added', async () => {
    const anchors = anchoring();
    await anchors.anchor();
    expect(acted).toEqual([]);
    await fill(3);
    await anchors.anchor();
    await anchors.anchor();
    await log.append(entry(3));
    await anchors.anchor();
    const [first, second] = acted;
    expect(acted).toHaveLength(2);
    expect(first).toMatchObject({ size: 3, previous: null });
    expect(second).toMatchObject({ size: 4, previous: { size: 3, root: first?.root } });
  });

  test('happens by itself after 256 entries', async () => {
    const anchors = anchoring();
    anchors.start();
    await fill(255);
    expect(acted).toEqual([]);
    await log.append(entry(1));
    await anchors.stop();
    expect(acted).toMatchObject([{ size: 256 }]);
  });

  test('happens once a minute at most, however fast the log grows', async () => {
    vi.useFakeTimers({ toFake: ['performance', 'setTimeout', 'clearTimeout', 'setInterval', 'clearInterval'] });
    const anchors = anchoring();
    anchors.start();
    await fill(256);
    await vi.waitFor(() => expect(acted).toHaveLength(1));
    await fill(600);
    expect(acted).toHaveLength(1);
    vi.advanceTimersByTime(59_000);
    expect(acted).toHaveLength(1);
    vi.advanceTimersByTime(1_000);
    await anchors.stop();
    vi.useRealTimers();
    expect(acted).toMatchObject([{ size: 256 }, { size: 856 }]);
  });

  test('a log that is not the anchored one is not continued', async () => {
    await fill(4);
    standing = { size: 5, root: '00'.repeat(32) };
    await expect(anchoring().anchor()).rejects.toMatchObject({ code: 'OWN_LOG_BROKEN' });
    standing = { size: 4, root: '00'.repeat(32) };
    await expect(anchoring().anchor()).rejects.toMatchObject({ code: 'OWN_LOG_BROKEN' });
    expect(acted).toEqual([]);
  });

  test('a refusal is kept, told, and tried again with the next entries', async () => {
    let refuse = true;
    const act = async () => {
      if (refuse) throw new Refusal('ANCHOR_BROKEN');
      return {} as never;
    };
    const ledger = { agency: 'th-police', state: async () => undefined };
    const anchors = new Anchoring({ ledger, log, steward: { act: act as never } });
    anchors.start();
    await fill(256);
    await anchors.stop();
    expect(anchors.fault).toMatchObject({ code: 'ANCHOR_BROKEN' });
    refuse = false;
    anchors.start();
    await log.append(entry(1));
    await anchors.stop();
    expect(anchors.fault).toBeNull();
  });
});

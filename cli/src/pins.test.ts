import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Link, mustFollow } from '@tocsin/device';
import { describe, expect, test } from 'vitest';
import { readPins } from './pins.ts';

const link = (epoch: number, digest: string, previous: string | null): Link => ({ epoch, digest, previous });
const first = link(1, 'a', null);
const second = link(2, 'b', 'a');
const third = link(3, 'c', 'b');
const follows = (pin: Link, chosen: Link, links: readonly Link[]) => () =>
  mustFollow(pin, chosen, links, 'th-police/desk');

describe('a key follows from the pinned one', () => {
  test.each([
    ['the same', first, first, [first]],
    ['the next, which names it', first, second, [first, second]],
    ['one further, through the one between', first, third, [third, second, first]],
  ])('%s', (_, pin, chosen, links) => expect(follows(pin, chosen, links)).not.toThrow());

  test.each([
    ['another of the same epoch', first, link(1, 'x', null), [link(1, 'x', null)]],
    ['an older epoch', second, first, [first, second]],
    ['the next, which names another', first, link(2, 'b', 'x'), [first, link(2, 'b', 'x')]],
    ['one further, the one between withheld', first, third, [first, third]],
    ['one further, the one between exchanged', first, third, [first, link(2, 'b', 'x'), third]],
  ])('%s: refused', (_, pin, chosen, links) => expect(follows(pin, chosen, links)).toThrow('epoch'));
});

test('the network that was signed for first is kept beside the keys; a damaged one is refused', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'tocsin-pins-'));
  try {
    const path = join(folder, 'pins.json');
    const pins = await readPins(path);
    expect(pins.network).toBeNull();
    pins.network = 'a'.repeat(26);
    pins.set('th-police', 'desk', { epoch: 1, digest: 'd'.repeat(64) });
    await pins.save();
    const again = await readPins(path);
    expect([again.network, again.of('th-police', 'desk')?.epoch]).toEqual(['a'.repeat(26), 1]);
    await writeFile(path, '{"network":"../elsewhere"}');
    await expect(readPins(path)).rejects.toMatchObject({ code: 'PROFILE_MALFORMED' });
  } finally {
    await rm(folder, { recursive: true });
  }
});

test('many saved at once are one file with all of them', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'tocsin-pins-'));
  try {
    const path = join(folder, 'pins.json');
    const pins = await readPins(path);
    const units = Array.from({ length: 20 }, (_, i) => `desk-${i}`);
    await Promise.all(
      units.map((unit) => {
        pins.set('th-police', unit, { epoch: 1, digest: 'd'.repeat(64) });
        return pins.save();
      }),
    );
    const again = await readPins(path);
    expect(units.map((unit) => again.of('th-police', unit)?.epoch)).toEqual(units.map(() => 1));
  } finally {
    await rm(folder, { recursive: true });
  }
});

import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Deposits } from './deposits.ts';

let folder: string;
let deposits: Deposits;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tocsin-deposits-'));
  deposits = Deposits.open(folder);
});
afterEach(() => {
  deposits.close();
  rmSync(folder, { recursive: true });
});

const item = 'b'.repeat(26);
const marked = (mark: number) => ({
  hash: '0'.repeat(64),
  enc: new Uint8Array(1120).fill(mark),
  ct: new Uint8Array(32).fill(mark),
});

test('a deposit stays, and the next one for the item takes its place', () => {
  deposits.keep(item, marked(1));
  deposits.keep(item, marked(2));
  deposits.close();
  deposits = Deposits.open(folder);
  expect(deposits.of(item)).toMatchObject(marked(2));
  expect(deposits.of('c'.repeat(26))).toBeUndefined();
});

test('what is destroyed lies in no file any more', () => {
  const lies = () =>
    readdirSync(folder).some((name) => readFileSync(join(folder, name)).includes(Buffer.alloc(64, 0xa7)));
  deposits.keep(item, marked(0xa7));
  expect(lies()).toBe(true);
  expect(deposits.destroy(item)).toBe(true);
  expect(deposits.destroy(item)).toBe(false);
  expect(deposits.of(item)).toBeUndefined();
  expect(lies()).toBe(false);
});

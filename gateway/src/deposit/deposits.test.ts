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

const id = 'b'.repeat(26);
const hash = (digit: string) => digit.repeat(64);
const marked = (mark: number, of = hash('0')) => ({
  hash: of,
  enc: new Uint8Array(1120).fill(mark),
  ct: new Uint8Array(32).fill(mark),
});
const sealedAs = (now: string, ...earlier: string[]) => ({
  id,
  sealed: { mode: 'direct' as const, hash: now, header: hash('f'), size: 1 },
  earlier,
});

test('a deposit stays, and no other for the same file takes its place', () => {
  expect(deposits.keep(id, marked(1))).toBe(true);
  expect(deposits.keep(id, marked(2))).toBe(false);
  deposits.close();
  deposits = Deposits.open(folder);
  expect(deposits.of(sealedAs(hash('0')))).toMatchObject(marked(1));
  expect(deposits.of({ ...sealedAs(hash('0')), id: 'c'.repeat(26) })).toBeUndefined();
});

test('of a file under a new header, its own deposit or the one before', () => {
  deposits.keep(id, marked(1));
  expect(deposits.of(sealedAs(hash('1'), hash('0')))).toMatchObject(marked(1));
  deposits.keep(id, marked(2, hash('1')));
  deposits.keep(id, marked(3, hash('2')));
  expect(deposits.of(sealedAs(hash('1'), hash('0')))).toMatchObject(marked(2, hash('1')));
  deposits.forget(id, hash('1'));
  expect(deposits.of(sealedAs(hash('1'), hash('0')))).toMatchObject(marked(1));
});

test('what is destroyed lies in no file any more', () => {
  const lies = () =>
    readdirSync(folder).some((name) => readFileSync(join(folder, name)).includes(Buffer.alloc(64, 0xa7)));
  deposits.keep(id, marked(0xa7));
  expect(lies()).toBe(true);
  expect(deposits.destroy(id)).toBe(true);
  expect(deposits.destroy(id)).toBe(false);
  expect(deposits.of(sealedAs(hash('0')))).toBeUndefined();
  expect(lies()).toBe(false);
});

import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ApiError, type Client, type GivenAnswer } from '@tocsin/gateway/api';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Session } from '../session.ts';
import { alsoBlindly } from './blindly.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tocsin-blindly-'));
  await mkdir(join(folder, 'blind-tables'));
  await writeFile(join(folder, 'blind-tables', 'th-police.table'), 'whatever it was');
});
afterAll(() => rm(folder, { recursive: true }));

const listed: GivenAnswer = {
  ...{ answer: 'listed', grade: 'identifier', candidates: [], more: 0, licences: [], fronts: [], notes: [] },
};
const asked = {
  asOf: { block: '7', listings: 1, unopened: 0, stale: false },
  commitment: 'c'.repeat(64),
  answers: [listed],
};
const answered = async (client: Partial<Client>, batchMs = 60_000) => {
  const session = { folder, agency: 'kh-immigration', clock: () => new Date(), client } as unknown as Session;
  const ask = alsoBlindly(session, 'border-control', async () => asked, batchMs);
  return (await ask([{ passport: 'TH0000001' }])).answers[0];
};
const note = (fault: string) => ({ ...listed, notes: [{ code: 'table-not-asked', owner: 'th-police', fault }] });

test('whoever is listed is told so while the trustees are silent, and that the table was not asked', async () => {
  const silent = { blind: () => new Promise<never>(() => undefined), agencies: async () => [] };
  expect(await answered(silent, 5)).toEqual(note('TABLES_LATE'));
});

test('nor is the answer lost to a gateway that fails on the tables, or to a fault of ours', async () => {
  const fault = new ApiError({ code: 'NOT_READY', status: 503, title: 'not ready', hint: '' });
  expect(await answered({ blind: () => Promise.reject(fault) })).toEqual(note('NOT_READY'));
  expect(await answered({ blind: () => Promise.reject(new TypeError('of ours')) })).toEqual(note('INTERNAL_ERROR'));
  const none = async () => ({ keys: [], tables: [] });
  expect(await answered({ blind: none, agencies: async () => [] })).toEqual(note('BAD_TABLE'));
});

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { toHex } from '@tocsin/envelope';
import { anchorKey } from '@tocsin/record';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Exchange, openExchange } from '../../fixture/gateway.ts';
import { Steward, type StewardKey } from '../steward/steward.ts';
import { Anchoring } from './anchoring.ts';
import type { Entry } from './entry.ts';
import { OwnLog } from './own-log.ts';

let exchange: Exchange;
let folder: string;
let log: OwnLog;
beforeAll(async () => {
  exchange = await openExchange({ roster: true });
  folder = mkdtempSync(join(tmpdir(), 'tocsin-anchored-'));
  log = OwnLog.open(folder);
});
afterAll(async () => {
  log?.close();
  rmSync(folder, { recursive: true });
  await exchange?.close();
});

const entry: Entry = {
  at: '2026-11-23T07:30:00.000Z',
  kind: 'open',
  agency: 'la-fiu',
  officer: null,
  access: null,
  item: null,
  key: null,
  code: null,
};

function anchoringBy(key: StewardKey): Anchoring {
  const { ledger } = exchange.agency('la-fiu');
  const steward = new Steward(ledger, key, () => new Date(exchange.clock()));
  return new Anchoring({ ledger, log, steward });
}

test('the ledger takes each anchor that follows on the last one, by the steward and nobody else', async () => {
  const { ledger, steward, officer } = exchange.agency('la-fiu');
  const anchored = () => ledger.state(anchorKey('la-fiu'));
  await log.append(entry);
  await expect(anchoringBy(officer).anchor()).rejects.toMatchObject({ code: 'ROLE_LACKING' });
  await anchoringBy(steward).anchor();
  expect(await anchored()).toMatchObject({ size: 1, root: toHex(log.root(1)) });
  await log.append(entry);
  await log.append(entry);
  await anchoringBy(steward).anchor();
  expect(await anchored()).toMatchObject({ size: 3, root: toHex(log.root(3)) });
});

import { mkdir } from 'node:fs/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { astray, ImportProcess, register } from '../support/import.ts';
import { type ServedExchange, serveExchange } from '../support/served.ts';
import { type Devices, devicesOf } from '../support/tocsin.ts';
import { agenciesOf, fabricHost } from './host.ts';

const COUNT = 6000;
const topology = 'three-raft';
const authority = 'th-doe';

let exchange: ServedExchange;
let devices: Devices;
beforeAll(async () => {
  exchange = await serveExchange({ agencies: agenciesOf(topology), open: fabricHost(topology) });
  devices = await devicesOf(exchange);
  await mkdir(devices.home, { recursive: true });
});
afterAll(() => exchange?.close());

test(`an import of ${COUNT} licences that is killed with no warning goes on where it stood, and writes each once`, async () => {
  const { officer } = exchange.agency('th-police');
  // A device that has acted before.
  expect((await devices.as(officer, ['licence', 'list'])).out).toBe('none\n');
  const { file, entries } = await register(exchange.folder, 'register.csv', COUNT);
  const start = () => new ImportProcess(devices, officer, [file, '--authority', authority]);
  const known = await start().killAfter(1);
  const answer = await start().answer();
  expect(answer).toMatchObject({ resumed: true, same: COUNT, new: 0, changed: 0, refused: [] });
  expect(answer.written).toBeLessThan(COUNT);
  // Every key on another agency's peer, and every statement of the plan on the ledger once.
  const asked = { on: 'kh-immigration', of: 'th-police', authority };
  expect(await astray(exchange, asked, entries)).toEqual([]);
  const { view } = exchange.served.get('kh-immigration')?.gateway ?? expect.unreachable();
  const [{ statements = 0 } = {}] = view.rows(
    "SELECT count(*) AS statements FROM statement WHERE typ = 'licence.set/1'",
  );
  expect(statements).toBe(COUNT / 100);
  const [{ shared = 0 } = {}] = view.rows(
    "SELECT count(*) - count(DISTINCT tx) AS shared FROM statement WHERE typ = 'licence.set/1'",
  );
  expect(shared).toBeGreaterThan(0);
  expect((await start().answer()).written).toBe(0);
  console.log(
    `killed with ${known} statements known to stand; ${String(answer.written)} of ${COUNT} licences written by the second run`,
  );
});

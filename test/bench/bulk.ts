import { strict as assert } from 'node:assert';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { LicenceEntry } from '@tocsin/record';
import { agenciesOf, type FabricHost, fabricHost } from '../fabric/host.ts';
import { astray, ImportProcess, register } from '../support/import.ts';
import { type ServedExchange, serveExchange } from '../support/served.ts';
import { devicesOf } from '../support/tocsin.ts';
import { assetClient } from './fabric-asset-client.ts';
import { deployAssets, untilDone } from './fabric-assets.ts';
import { type Bench, type BenchOptions, load, type Outcome, rounded, spread, timed } from './measure.ts';

const TOPOLOGY = 'three-raft';
const AGENCY = 'th-police';
const AUTHORITY = 'th-doe';
/** Licences to import; the sample of the other client, before and after. */
const SIZES = { quick: { licences: 5_000, sample: 10 }, full: { licences: 100_000, sample: 30 } };

/** A register imported through the command, killed in the middle and gone on with, against one asset after the other. */
export const bulk: Bench = {
  name: 'bulk',
  about: 'import of a register on real Fabric, killed in the middle, against the stock client one by one',
  async run(options) {
    const before = load();
    options.progress('starting a network from nothing');
    let host: FabricHost | undefined;
    const open = async (folder: string, clock: () => number): Promise<FabricHost> => {
      host = await fabricHost(TOPOLOGY)(folder, clock);
      return host;
    };
    const exchange = await serveExchange({ agencies: agenciesOf(TOPOLOGY), open });
    try {
      assert.ok(host);
      return await raced(exchange, host, options, before);
    } finally {
      await exchange.close();
    }
  },
};

async function raced(
  exchange: ServedExchange,
  host: FabricHost,
  options: BenchOptions,
  before: number[],
): Promise<Outcome> {
  const { licences, sample } = options.quick ? SIZES.quick : SIZES.full;
  const { file, entries } = await register(exchange.folder, 'register.csv', licences);
  options.progress('deploying asset-transfer beside');
  const deployed = await deployAssets(host, join(exchange.folder, 'beside'));
  try {
    const oneByOne = await stockClient(exchange, host, JSON.stringify(entries[0]).length);
    const alone = [await oneByOne.rate(sample)];
    options.progress(`one by one: ${alone[0]} a second; importing ${licences} licences, killed in the middle`);
    const imported = await killedImport(exchange, file, entries, options);
    alone.push(await oneByOne.rate(sample));
    oneByOne.close();
    return outcome({ alone, imported, licences, before });
  } finally {
    await deployed.end();
  }
}

/** Fabric's client as its documentation has it: each asset, as long as a licence, awaited until it is committed. */
async function stockClient(exchange: ServedExchange, host: FabricHost, bytes: number) {
  const { gateway, gatewayKeys } = exchange.agency(AGENCY);
  const client = assetClient(await host.profile(gateway, gatewayKeys));
  const create = async (): Promise<void> => {
    const owner = randomUUID()
      .repeat(Math.ceil(bytes / 36))
      .slice(0, bytes);
    assert.equal(JSON.parse(await client.create(randomUUID(), owner)).Owner, owner);
  };
  await untilDone(create);
  return {
    close: () => client.close(),
    /** Assets a second. */
    async rate(count: number): Promise<number> {
      const { ms } = await timed(async () => {
        for (let i = 0; i < count; i++) await create();
      });
      return rounded((count * 1000) / ms);
    },
  };
}

/** The time of both runs together, from starting the command to its answer; every key is compared afterwards. */
async function killedImport(
  exchange: ServedExchange,
  file: string,
  entries: readonly LicenceEntry[],
  options: BenchOptions,
) {
  const { officer } = exchange.agency(AGENCY);
  const devices = await devicesOf(exchange);
  assert.equal((await devices.as(officer, ['licence', 'list'])).exit, 0);
  const start = () => new ImportProcess(devices, officer, [file, '--authority', AUTHORITY]);
  const { ms, value } = await timed(async () => {
    const known = await start().killAfter(Math.floor(entries.length / 250));
    options.progress(`killed when ${known} statements were known to stand; the same command again`);
    return { known, answer: await start().answer() };
  });
  assert.equal(value.answer.resumed, true);
  assert.equal(value.answer.same, entries.length);
  options.progress('comparing every key on the peers of two agencies');
  for (const on of [AGENCY, 'kh-immigration'])
    assert.deepEqual(await astray(exchange, { on, of: AGENCY, authority: AUTHORITY }, entries), []);
  return { ms, known: value.known, left: Number(value.answer.written), ...counted(exchange, entries.length) };
}

/** What the register cost on the ledger. */
function counted(exchange: ServedExchange, licences: number): { statements: number; transactions: number } {
  const view = exchange.served.get(AGENCY)?.gateway.view;
  const sql =
    "SELECT count(*) AS statements, count(DISTINCT tx) AS transactions FROM statement WHERE typ = 'licence.set/1'";
  const [row = {}] = view?.rows(sql) ?? [];
  const { statements, transactions } = row as { statements: number; transactions: number };
  assert.equal(statements, Math.ceil(licences / 100));
  return { statements, transactions };
}

interface Measured {
  readonly alone: readonly number[];
  readonly imported: Awaited<ReturnType<typeof killedImport>>;
  readonly licences: number;
  readonly before: number[];
}

function outcome({ alone, imported, licences, before }: Measured): Outcome {
  const perSecond = rounded((licences * 1000) / imported.ms);
  const stock = spread([...alone]);
  return {
    name: 'bulk',
    rounds: 1,
    load: [...before, ...load()],
    ours: {
      'licences imported': licences,
      'licences a second, kill and second run included': perSecond,
      'seconds of both runs': rounded(imported.ms / 1000),
      'statements known to stand at the kill': imported.known,
      'licences written by the second run': imported.left,
      'statements on the ledger': imported.statements,
      'transactions they share': imported.transactions,
      'keys that differ afterwards, on two peers': 0,
    },
    peers: { 'asset-transfer, one by one': { 'assets a second': stock } },
    ratio: { 'licences / assets a second': rounded(perSecond / stock.median) },
  };
}

import { strict as assert } from 'node:assert';
import { generateSealKey } from '@tocsin/envelope';
import { digest } from '@tocsin/envelope/verify';
import type { Client } from '@tocsin/gateway/api';
import { type Topology, topologyNamed } from '@tocsin/network-fabric';
import { ACCESS_QUOTA_PER_HOUR, type Item, itemKey } from '@tocsin/record';
import { agenciesOf, fabricHost } from '../fabric/host.ts';
import { DESK } from '../support/agency.ts';
import { fictitiousAlert } from '../support/alert.ts';
import { openHeld } from '../support/device.ts';
import type { PostOrder } from '../support/exchange.ts';
import { registrationOf, submitted } from '../support/founding.ts';
import { certifiedOfficer, type Officer } from '../support/officer.ts';
import { seenByAll } from '../support/seen.ts';
import { type ServedExchange, serveExchange } from '../support/served.ts';
import {
  type Bench,
  type BenchOptions,
  type Figure,
  figure,
  interleaved,
  load,
  ratio,
  rounded,
  spread,
} from './measure.ts';

const READER = 'kh-immigration';
const CALLS = { quick: 5, full: 12 };
/** Openings of each kind before any is timed: a gateway runs for weeks, and its first openings run code not compiled yet. */
const WARM_UP = 8;

/** Five agencies, each with a peer and an orderer: three of five trustees must release. */
const five: Topology = {
  ...topologyNamed('three-raft'),
  name: 'five-raft',
  agencies: [
    ...topologyNamed('mekong-four').agencies,
    { code: 'mm-border', country: 'MM', name: 'Fictitious Myanmar border police' },
  ],
};

/** What it costs that trustees must release: from signing the access to the plaintext, on real Fabric. */
export const witness: Bench = {
  name: 'witness',
  about: 'opening a witnessed alert with 3 of 5 trustees on real Fabric, against a direct one and a bare transaction',
  async run(options) {
    const before = load();
    options.progress('starting a network of five agencies from nothing');
    const exchange = await serveExchange({ roster: true, agencies: agenciesOf(five), open: fabricHost(five) });
    try {
      assert.deepEqual([exchange.roster?.t, exchange.roster?.trustees.length], [3, 5]);
      return outcome(await raced(exchange, options), options, before);
    } finally {
      await exchange.close();
    }
  },
};

async function raced(exchange: ServedExchange, { rounds, quick, progress }: BenchOptions) {
  const readers = new Readers(exchange);
  const [witnessed, direct] = [
    await posted(exchange, {}),
    await posted(exchange, { mode: 'direct', precedence: 'FLASH' }),
  ];
  const { ledger } = exchange.agency(READER);
  const calls = quick ? CALLS.quick : CALLS.full;
  for (const item of [witnessed, direct])
    for (let n = 0; n < WARM_UP; n++) await opened(exchange, await readers.next(), item);
  progress(`${rounds} rounds of ${calls} of each, interleaved`);
  const cpu = new Cpu();
  const samples = await interleaved(
    cpu.counting({
      bare: async () => {
        const { officer } = await readers.next();
        const { jws } = await officer.sign('access.request/1', accessTo(witnessed, generateSealKey().publicKey));
        assert.equal((await ledger.submit(jws, null)).already, false);
      },
      direct: async () => assert.equal(await opened(exchange, await readers.next(), direct), 0),
      witnessed: async () => assert.ok((await opened(exchange, await readers.next(), witnessed)) >= 3),
    }),
    { rounds, calls },
  );
  return { samples, cpu: cpu.medians() };
}

/** Opens as a device does; the number of trustees that released. */
async function opened(exchange: ServedExchange, { officer, client }: Reader, item: Item): Promise<number> {
  const device = generateSealKey();
  const { id, jws } = await officer.sign('access.request/1', accessTo(item, device.publicKey));
  await client.submit(jws);
  const { inner, released } = await openHeld({ exchange, officer, client }, item, id, device);
  assert.deepEqual(inner.content, fictitiousAlert);
  return released.length;
}

const accessTo = ({ id, record }: Item, epk: Uint8Array) => ({
  ...{ record, item: id, purpose: 'trafficking-investigation' as const, basis: '0'.repeat(64), case: null },
  epk: digest(epk),
});

async function posted(exchange: ServedExchange, order: PostOrder): Promise<Item> {
  const { id, committed } = await exchange.post(order);
  await seenByAll(exchange.agencies, committed);
  const item = await exchange.agency(READER).ledger.state(itemKey(id));
  assert.ok(item);
  return item;
}

interface Reader {
  readonly officer: Officer;
  readonly client: Client;
}

/** Officers in turn: each may open so many times an hour. */
class Readers {
  readonly #exchange: ServedExchange;
  #reader: Reader | null = null;
  #left = 0;

  constructor(exchange: ServedExchange) {
    this.#exchange = exchange;
  }

  async next(): Promise<Reader> {
    if (this.#reader === null || this.#left === 0) {
      this.#reader = await this.#registered();
      this.#left = ACCESS_QUOTA_PER_HOUR;
    }
    this.#left--;
    return this.#reader;
  }

  async #registered(): Promise<Reader> {
    const { authority, registrar, ledger } = this.#exchange.agency(READER);
    const { clock } = this.#exchange;
    const officer = await certifiedOfficer({ authority, clock, unit: DESK, roles: ['reader'] });
    const registration = registrar.sign('officer.register/1', registrationOf(officer, clock()));
    const { block } = await submitted(ledger, registration);
    const served = this.#exchange.served.get(READER);
    assert.ok(served);
    await served.gateway.follower.reached(BigInt(block), AbortSignal.timeout(30_000));
    return { officer, client: served.client(officer) };
  }
}

/** Processor time of this process, in which all five gateways and the device run; a busy machine does not change it much. */
class Cpu {
  readonly #spent = new Map<string, number[]>();

  counting<K extends string>(contestants: Record<K, () => Promise<void>>): Record<K, () => Promise<void>> {
    const counted = Object.entries<() => Promise<void>>(contestants).map(([name, act]) => [
      name,
      async () => {
        const before = process.cpuUsage();
        await act();
        const { user, system } = process.cpuUsage(before);
        this.#spent.set(name, [...(this.#spent.get(name) ?? []), (user + system) / 1000]);
      },
    ]);
    return Object.fromEntries(counted) as Record<K, () => Promise<void>>;
  }

  medians(): Record<string, number> {
    return Object.fromEntries([...this.#spent].map(([name, ms]) => [name, spread(ms).median]));
  }
}

type Raced = Awaited<ReturnType<typeof raced>>;

function outcome({ samples, cpu }: Raced, { rounds }: BenchOptions, before: number[]) {
  const [bare, direct, witnessed] = ['bare', 'direct', 'witnessed'].map((name) => figure(samples[name] ?? [])) as [
    Figure,
    Figure,
    Figure,
  ];
  const goal = rounded(1.5 * bare.p50 + 15);
  return {
    name: 'witness',
    rounds,
    load: [...before, ...load()],
    ours: {
      'witnessed open, 3 of 5': witnessed,
      'goal at the median: 1.5 x bare + 15 ms': goal,
      'processor of five gateways and the device, ms': cpu.witnessed ?? 0,
    },
    peers: {
      'direct open': { open: direct, 'processor, ms': cpu.direct ?? 0 },
      'bare committed transaction': { commit: bare, 'processor, ms': cpu.bare ?? 0 },
    },
    ratio: {
      'goal / witnessed': rounded(goal / witnessed.p50),
      'direct / witnessed': ratio(witnessed, direct),
      'bare / witnessed': ratio(witnessed, bare),
    },
  };
}

import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { generateSealKey, toBase64url } from '@tocsin/envelope';
import { digest } from '@tocsin/envelope/verify';
import { connect, openEmbeddedLedger } from '@tocsin/network-embedded';
import { gatewayKey, type Ledger } from '@tocsin/record';
import { expect, test } from 'vitest';
import { freshFolder, type LedgerHost, removeFolder } from '../support/host.ts';
import { peerIdentity } from '../support/peer-identity.ts';
import { askPeer } from '../support/peer-line.ts';
import { type ServedExchange, serveExchange } from '../support/served.ts';

/** A way to a ledger that somebody can lead to another one while the gateway is at work. */
class Diverted implements Ledger {
  readonly agency: string;
  #current: Ledger;
  #diverted = new AbortController();

  constructor(honest: Ledger) {
    this.agency = honest.agency;
    this.#current = honest;
  }

  divert(to: Ledger): void {
    this.#current = to;
    this.#diverted.abort();
    this.#diverted = new AbortController();
  }

  submit: Ledger['submit'] = (...args) => this.#current.submit(...args);
  state: Ledger['state'] = (key) => this.#current.state(key);
  sealed: Ledger['sealed'] = (item) => this.#current.sealed(item);
  height: Ledger['height'] = () => this.#current.height();
  close: Ledger['close'] = () => this.#current.close();
  async *blocks(from: bigint, signal: AbortSignal) {
    yield* this.#current.blocks(from, AbortSignal.any([signal, this.#diverted.signal]));
  }
}

/** The embedded ledger, on which la-fiu's gateway may be led astray. */
function forkable() {
  let diverted: Diverted | undefined;
  const open = async (folder: string, clock: () => number): Promise<LedgerHost> => {
    const ledger = await openEmbeddedLedger({ folder, clock });
    return {
      async connect(gateway) {
        const honest = connect(ledger, gateway);
        if (gateway.agency !== 'la-fiu') return honest;
        diverted = new Diverted(honest);
        return diverted;
      },
      close: () => ledger.close(),
    };
  };
  return { open, divert: (to: Ledger) => diverted?.divert(to) };
}

test('a trustee that is shown a forked ledger, with an access that no other agency has, releases nothing', async () => {
  const { open, divert } = forkable();
  const exchange = await serveExchange({ roster: true, open });
  const folder = await freshFolder();
  try {
    const { id } = await exchange.post();
    // Whoever orders for la-fiu alone goes on from here with a ledger of his own.
    await cp(join(exchange.folder, 'ledger'), folder, { recursive: true, filter: (name) => !name.endsWith('lock') });
    const fork = await openEmbeddedLedger({ folder });
    const [kh, la] = [exchange.agency('kh-immigration'), exchange.agency('la-fiu')];
    const device = generateSealKey();
    const about = {
      record: id,
      item: id,
      purpose: 'trafficking-investigation',
      basis: '0'.repeat(64),
      case: null,
    } as const;
    const access = await kh.officer.sign('access.request/1', { ...about, epk: digest(device.publicKey) });
    const { block } = await connect(fork, kh.gateway).submit(access.jws, null);
    divert(connect(fork, la.gateway));
    await exchange.post(); // meanwhile the others go another way
    await expect(
      askAs(exchange, 'la-fiu', { access: access.id, block, item: id, epk: toBase64url(device.publicKey) }),
    ).resolves.toBe('CHECKPOINT_INCONSISTENT');
    const asked = { access: access.id, block: '0', item: id, epk: toBase64url(device.publicKey) };
    expect(await askAs(exchange, 'th-police', asked)).toBe('UNKNOWN_ACCESS');
    const { alarms } = exchange.served.get('la-fiu')?.gateway.mirror ?? {};
    expect(alarms?.list).toContainEqual(expect.objectContaining({ code: 'CHECKPOINT_INCONSISTENT' }));
    await fork.close();
  } finally {
    await exchange.close();
    await removeFolder(folder);
  }
});

/** What a trustee answers kh-immigration's gateway: the code of its refusal. */
async function askAs(exchange: ServedExchange, trustee: string, body: object): Promise<unknown> {
  const agency = exchange.agency('kh-immigration');
  const entry = await agency.ledger.state(gatewayKey(trustee));
  const asker = { identity: await peerIdentity(agency), agency: agency.code };
  return (await askPeer(asker, entry?.address ?? '', '/peer/1/releases', body)).body.code;
}

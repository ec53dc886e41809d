import { toBase64url } from '@tocsin/envelope';
import { formatVerifierKey, originOf, verifyCheckpoint, verifyEntry } from '@tocsin/envelope/log';
import { LedgerFault } from '@tocsin/record';
import { Compile } from 'typebox/compile';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { DESK, type TestAgency } from '../../../test/support/agency.ts';
import { registrationOf } from '../../../test/support/founding.ts';
import { certifiedOfficer } from '../../../test/support/officer.ts';
import { type Exchange, openExchange, openGateway, type TestGateway } from '../../fixture/gateway.ts';
import { type NetworkState, NetworkStateSchema } from '../api/operation.ts';
import type { Cosigners } from '../mirror/cosigners.ts';
import { keysOf } from '../mirror/signed-notes.ts';

const AGENCIES = ['th-police', 'kh-immigration', 'la-fiu'];
const gateways = new Map<string, TestGateway>();
let exchange: Exchange;

const mirrorOf = (agency: string) => gateways.get(agency)!.gateway.mirror;

/** The other gateways of this process. */
const cosignersOf = (from: string): Cosigners => ({
  cosign: async (to, note) => reached(to).witness.cosign(from, note),
  checkpoint: async (to) => reached(to).witness.checkpoint(),
});
/** Agencies whose gateways do not answer. */
const silent = new Set<string>();
const reached = (agency: string) => {
  if (silent.has(agency)) throw new Error('no answer');
  return mirrorOf(agency);
};
/** How far everybody's clock is ahead, ms. */
let later = 0;
const members = () => AGENCIES.map((agency) => ({ agency, publicKey: mirrorOf(agency).publicKey }));

/** The agency's registrar enters its gateway in the directory, with the key that it vouches by. */
async function entered({ code, authority, registrar, ledger }: TestAgency): Promise<string> {
  const { clock } = exchange;
  const steward = await certifiedOfficer({ authority, clock, unit: DESK, roles: ['gateway'] });
  const registration = await registrar.sign('officer.register/1', registrationOf(steward, clock()));
  await ledger.submit(registration.jws, null);
  const cosigner = toBase64url(mirrorOf(code).publicKey);
  const body = { address: `gateway.${code}.example:7443`, cosigner, steward: steward.handle };
  const { block } = await ledger.submit((await registrar.sign('gateway.set/1', body)).jws, null);
  return block;
}

const followed = (agency: string, block: string): Promise<void> =>
  gateways.get(agency)!.gateway.follower.reached(BigInt(block), AbortSignal.timeout(5_000));

beforeAll(async () => {
  exchange = await openExchange({ clock: () => Date.now() + later });
  for (const agency of AGENCIES) {
    const mirror = { cosigners: cosignersOf(agency) };
    gateways.set(agency, await openGateway(exchange, agency, { mirror }));
  }
  expect((await gateways.get('la-fiu')!.client().checkpoint()).needed).toBe(1);
  let last = '0';
  for (const agency of exchange.agencies) last = await entered(agency);
  for (const agency of AGENCIES) await followed(agency, last);
});
afterAll(async () => {
  for (const { gateway } of gateways.values()) await gateway.close();
  await exchange?.close();
});

async function trusted() {
  const [{ hash = '' } = {}] = await Array.fromAsync(firstBlock());
  const origin = originOf(hash);
  return { origin, keys: members().flatMap((member) => keysOf(origin, member)), cosigners: 2 };
}

async function* firstBlock() {
  const stop = new AbortController();
  for await (const block of exchange.agency('la-fiu').ledger.blocks(0n, stop.signal)) {
    yield block;
    stop.abort();
  }
}

describe('GET /v1/checkpoint', () => {
  test('the tree of the ledger, vouched for by two agencies of three', async () => {
    const { committed } = await exchange.post();
    await followed('kh-immigration', committed.block);
    const answer = await gateways.get('kh-immigration')!.client().checkpoint();
    const { checkpoint, cosignatures } = await verifyCheckpoint(answer.note, await trusted());
    expect(answer).toMatchObject({ size: checkpoint.size, needed: 2, alarms: [] });
    expect(answer.cosigned.map(({ agency }) => agency)).toContain('kh-immigration');
    expect(answer.cosigned.length).toBe(cosignatures.length);
    expect(answer.cosigned.length + answer.missing.length).toBe(3);
  });
});

describe('GET /v1/network', () => {
  const asked = (agency: string) => gateways.get(agency)!.client().network();
  const who = (state: NetworkState) => state.cosigners.filter(({ counts }) => counts).map(({ agency }) => agency);

  test('how far peer and view are, and who vouches, lately', async () => {
    const { committed } = await exchange.post();
    await followed('la-fiu', committed.block);
    const state = await asked('la-fiu');
    expect([...Compile(NetworkStateSchema).Errors(state)]).toEqual([]);
    expect(state).toMatchObject({
      peer: { blocks: String(BigInt(committed.block) + 1n), fault: null },
      view: { block: committed.block, at: committed.at, following: 'following', reason: null },
      checkpoint: { needed: 2, fault: null },
      alarms: [],
    });
    expect(who(state).sort()).toEqual(AGENCIES.toSorted());
    const ages = state.cosigners.map(({ at }) => Date.parse(state.time) - Date.parse(at ?? ''));
    expect(Math.max(...ages)).toBeLessThan(60_000);
  });

  test('where nobody else answers it is told all the same: who is missing, since when, and that none counts', async () => {
    silent.add('th-police').add('kh-immigration');
    later = 120_000;
    const state = await asked('la-fiu');
    silent.clear();
    expect(state.checkpoint.fault).toBe('CHECKPOINT_NOT_COSIGNED');
    expect(who(state)).toEqual(['la-fiu']);
    const { at } = state.cosigners.find(({ agency }) => agency === 'th-police') ?? {};
    const age = Date.parse(state.time) - Date.parse(at ?? '');
    expect(age).toBeGreaterThanOrEqual(119_000);
  });

  test('a peer that does not answer is told by its code, with what the view has', async () => {
    const { ledger } = exchange.agency('kh-immigration');
    const height = vi.spyOn(ledger, 'height').mockRejectedValue(new LedgerFault('LEDGER_UNAVAILABLE'));
    const state = await asked('kh-immigration');
    height.mockRestore();
    expect(state.peer).toEqual({ blocks: null, fault: 'LEDGER_UNAVAILABLE' });
    expect(state.view.block).not.toBeNull();
  });

  test('only officers are told', async () => {
    const { app } = gateways.get('la-fiu')!.gateway;
    expect((await app.inject({ url: '/v1/network' })).json()).toMatchObject({ status: 401, code: 'UNAUTHENTICATED' });
    await expect(asked('la-fiu')).resolves.toBeDefined();
  });
});

describe('GET /v1/proofs/:transaction', () => {
  test('a post is proved by about a kilobyte and a half, whichever agency is asked', async () => {
    const { committed } = await exchange.post();
    for (const agency of AGENCIES) {
      await followed(agency, committed.block);
      const { proof } = await gateways.get(agency)!.client().proof(committed.transaction);
      const { entry } = await verifyEntry(proof, await trusted());
      expect(entry).toMatchObject({ block: committed.block, txid: committed.transaction, code: 'VALID' });
      expect(proof.length).toBeLessThan(2_000);
    }
  });

  test.each([
    ['ab'.repeat(32), 404, 'NOT_FOUND'],
    ['AB'.repeat(32), 400, 'MALFORMED_REQUEST'],
    ['1', 400, 'MALFORMED_REQUEST'],
  ])('%s: %d', async (transaction, status, code) => {
    await expect(gateways.get('la-fiu')!.client().proof(transaction)).rejects.toMatchObject({ status, code });
  });
});

test('who vouches is not taken from the view alone: a row changed by hand is found against the own peer', async () => {
  const { view, mirror } = gateways.get('th-police')!.gateway;
  const row = view.row("SELECT value FROM state WHERE key = 'gateway/la-fiu'");
  const ours = toBase64url(mirrorOf('th-police').publicKey);
  const forged = String(row?.value).replace(toBase64url(mirrorOf('la-fiu').publicKey), ours);
  const write = (value: unknown): void =>
    view.run("UPDATE state SET value = ? WHERE key = 'gateway/la-fiu'", String(value));
  write(forged);
  await expect(mirror.covered(1n)).rejects.toMatchObject({ code: 'CHECKPOINT_INCONSISTENT', detail: 'th-police' });
  write(row?.value);
  await expect(mirror.covered(1n)).resolves.toBeDefined();
});

test('a gateway says by which key it can be recognised', () => {
  const { publicKey } = mirrorOf('la-fiu');
  expect(toBase64url(publicKey)).toHaveLength(43);
  expect(formatVerifierKey({ name: 'x', algorithm: 'cosignature', publicKey })).toMatch(/^x\+[0-9a-f]{8}\+/);
});

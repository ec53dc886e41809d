import { setTimeout as pause } from 'node:timers/promises';
import { pemToDer } from '@tocsin/crypto-config';
import { toBase64url } from '@tocsin/envelope';
import { expel, freePorts, join, remove, renew, renewable, verifyFabricExport } from '@tocsin/network-fabric';
import type { AgencyCode, Ledger } from '@tocsin/record';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { blocksBetween } from '../conformance/told-blocks.ts';
import { agencyAuthority } from '../support/agency.ts';
import { Authorities } from './authorities.ts';
import { Arena } from './nemesis/arena.ts';
import { nothing } from './nemesis/audit.ts';
import { behind, FOLLOWS } from './nemesis/nodes.ts';
import { faultReport } from './nemesis/report.ts';

const newcomer: AgencyCode = 'my-labour';
const leaver: AgencyCode = 'la-fiu';
/** Longest time without an acknowledgement of anybody, milliseconds: restarts of leaders follow each other here. */
const LONGEST_GAP = 30_000;

let arena: Arena;
let authorities: Authorities;
let joined: Ledger | undefined;

const code = (error: unknown): string => (error as { code?: string }).code ?? String(error);
const outcome = (work: Promise<unknown>): Promise<string> => work.then(() => 'done', code);
const running = (name: string, wanted: boolean): Promise<void> => arena.network.processes.set(name, wanted);
const configuration = async (): Promise<string> =>
  (await arena.network.updates.config(arena.network.ownAdmin('th-police'))).sequence;

/** Resolves when every writer was told of something that it began only now. */
const served = (): Promise<unknown> => arena.books.recovered(arena.agencies, performance.now(), 60_000);

const rootCertificate = (agency: string): string => authorities.of(agency).root.certificate;

const level = (): Promise<void> =>
  expect.poll(() => behind(arena.network), { timeout: 60_000, interval: 500 }).toBeLessThanOrEqual(FOLLOWS);

beforeAll(async () => {
  arena = await Arena.open({ topology: 'mekong-four' });
  authorities = new Authorities(arena.host);
  arena.write();
}, 300_000);

afterAll(async () => {
  await joined?.close();
  await arena?.close();
}, 60_000);

describe('the life of a BFT network, while an officer of every agency writes', () => {
  test('an agency joins with a fifth orderer', async () => {
    authorities.set(newcomer, await agencyAuthority(newcomer, Date.now));
    const site = { agency: newcomer, host: '127.0.0.1', bind: '127.0.0.1', port: await freePorts(1) };
    const plan = { code: newcomer, country: 'MY', name: 'Fictitious Malaysian labour department' };
    const { inForce } = await join(arena.network, { agency: plan, site }, authorities.issuer(newcomer));
    expect(inForce).toBe(true);
    joined = await authorities.connected(newcomer);
    await vi.waitFor(async () => expect(await joined?.height()).toBeGreaterThan(1n), { timeout: 60_000 });
    await level();
  }, 300_000);

  test('every node of one agency and every orderer gets fresh keys, one after the other', async () => {
    const { network } = arena;
    for (const node of renewable) await renew(network, 'vn-labour', node, authorities.issuer('vn-labour'));
    for (const agency of network.own.filter((one) => one !== 'vn-labour')) {
      await renew(network, agency, 'orderer', authorities.issuer(agency));
      await level();
    }
    await served();
  }, 600_000);

  test('an agency that is removed gets no block, endorses nothing, and neither submits nor reads', async () => {
    const { network, exchange } = arena;
    const gone = exchange.agency(leaver);
    const draft = await exchange.draft({ from: leaver, to: ['th-police'] });
    await arena.part(leaver);
    await expel(network, leaver);
    const tip = await gone.ledger.height();
    await served();
    // That nothing comes can only be waited for.
    await pause(3_000);
    expect(await gone.ledger.height().catch(() => tip)).toBeLessThanOrEqual(tip + 1n);
    expect(await outcome(gone.ledger.submit(draft.jws, draft.file))).not.toBe('done');
    const [own, other] = [network.admin(leaver), network.admin('th-police')];
    // Its TLS authority is nobody's any more; a connection that was open before is refused by policy.
    await expect(network.updates.heightAt(own, other)).rejects.toThrow(/failed to create new connection|FORBIDDEN/);
    // Three of four must endorse now, and the peer of the one that left is none of them.
    for (const agency of ['vn-labour', newcomer]) await running(`peer.${agency}`, false);
    const alone = await exchange.draft();
    expect(await outcome(exchange.agency('th-police').ledger.submit(alone.jws, alone.file))).not.toBe('done');
    for (const agency of ['vn-labour', newcomer]) await running(`peer.${agency}`, true);
    const { inForce, definition } = await remove(network, leaver);
    expect(inForce).toBe(true);
    expect(definition.agencies).not.toContain(leaver);
    await level();
    await served();
  }, 300_000);

  test('with four orderers left none can be removed: BFT would stand none that lies', async () => {
    const before = await configuration();
    expect(await outcome(remove(arena.network, newcomer))).toBe('TOO_FEW_ORDERERS');
    expect(await configuration()).toBe(before);
    expect(arena.network.agencies).toContain(newcomer);
  });

  test('nothing was lost through all of it', async () => {
    await arena.rest();
    const { gaps } = arena.books;
    const found = await arena.judge();
    console.log(faultReport('mekong-four, its life', arena, []));
    expect(arena.books.refused).toEqual([]);
    expect(found).toEqual(nothing);
    expect(gaps.anybody).toBeLessThan(LONGEST_GAP);
  }, 180_000);

  test('an auditor verifies all of it offline: the newcomer, everyone’s fresh keys, and the farewell', async () => {
    const { ledger } = arena.exchange.agency('th-police');
    const blocks = await blocksBetween(ledger, 0n, (await ledger.height()) - 1n);
    const rootOf = (agency: string): string => toBase64url(pemToDer(rootCertificate(agency), 'CERTIFICATE'));
    const verified = await verifyFabricExport(
      blocks.map(({ raw }) => raw),
      { rootOf },
    );
    expect(verified).toMatchObject({ fault: null, blocks: blocks.length });
    expect(verified.chaincode.length).toBeGreaterThan(2);
    expect(verified.channel?.agencies).toEqual([...arena.network.agencies].sort());
  }, 180_000);
});

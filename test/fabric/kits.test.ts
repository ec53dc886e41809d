import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { copyFile, readdir, readFile, stat } from 'node:fs/promises';
import { join as path } from 'node:path';
import { type Authority, authorityBundle, createAuthority, makeCrls, pemToDer } from '@tocsin/crypto-config';
import { buildGateway, type Gateway, type TrustedRoots } from '@tocsin/gateway';
import { type Client, createClient, type Fetch, provenFounding } from '@tocsin/gateway/api';
import { connectFabric } from '@tocsin/gateway/fabric';
import {
  begin,
  enter,
  FabricNetwork,
  freePorts,
  type Issuer,
  makeFirstBlock,
  makeKit,
  meet,
  proposeJoin,
  readCard,
  readFirstBlock,
  siteIn,
  submitUpdate,
  type Upgrade,
  upgrade,
  writeCard,
} from '@tocsin/network-fabric';
import { type Ledger, networkKey } from '@tocsin/record';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { type AgencyKeys, agencyKeys, membershipOf } from '../support/agency.ts';
import { freshFolder, removeFolder } from '../support/host.ts';
import { takesPart } from '../support/officer.ts';
import { profileOf } from './host.ts';
import { startUnit } from './systemd-unit.ts';

const agencies = [
  { code: 'kh-immigration', country: 'KH', name: 'Fictitious Cambodian immigration' },
  { code: 'th-police', country: 'TH', name: 'Fictitious Thai police' },
  { code: 'la-fiu', country: 'LA', name: 'Fictitious Lao financial intelligence unit' },
] as const;
type Code = (typeof agencies)[number]['code'];

let scratch: string;
const started: ChildProcess[] = [];
const said: string[] = [];
const authorities = new Map<Code, Authority>();
const closing: (() => Promise<void>)[] = [];

const kit = (code: Code): string => path(scratch, code);
const network = (code: Code): Promise<FabricNetwork> =>
  FabricNetwork.open({ folder: kit(code), progress: (line) => said.push(line) });

async function issuerOf({ code, country, name }: (typeof agencies)[number]): Promise<Issuer> {
  const authority = await createAuthority({ agency: code, country, name });
  authorities.set(code, authority);
  const { crls } = await makeCrls(authority);
  return { bundle: authorityBundle(authority), issue: (make) => make(authority), crls: async () => crls };
}

const startAll = async (code: Code): Promise<void> => {
  for (const unit of ['orderer', 'peer', 'chaincode']) started.push(await startUnit(kit(code), unit));
};

/** Every file of a folder that holds a private key. */
async function keysIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map(({ parentPath, name }) => path(parentPath, name));
  const texts = await Promise.all(files.map(async (file) => [file, await readFile(file, 'latin1')] as const));
  return texts.filter(([, text]) => text.includes('PRIVATE KEY')).map(([file]) => file);
}

/** Keys lie in the agency's own part, for its owner alone; the card has none. */
async function ensureKeysStay(code: Code): Promise<void> {
  const keys = await keysIn(kit(code));
  expect(keys.length).toBeGreaterThan(5);
  for (const key of keys) {
    expect(key.startsWith(path(kit(code), 'agencies', code))).toBe(true);
    expect((await stat(key)).mode & 0o077).toBe(0);
  }
}

beforeAll(async () => {
  scratch = await freshFolder();
  const firstPort = await freePorts(agencies.length);
  for (const [i, agency] of agencies.entries()) {
    const site = { agency: agency.code, host: '127.0.0.1', bind: '127.0.0.1', port: firstPort + 10 * i };
    const folder = kit(agency.code);
    await makeKit({ folder, agency, site, consensus: 'raft', issuer: await issuerOf(agency) });
  }
}, 120_000);

afterAll(async () => {
  for (const close of closing.reverse()) await close();
  const ended = started.filter(({ exitCode }) => exitCode === null).map((child) => once(child, 'exit'));
  for (const child of started) child.kill('SIGTERM');
  await Promise.all(ended);
  if (scratch !== undefined) await removeFolder(scratch);
}, 60_000);

const card = async (code: Code) => readCard(await readFile(path(kit(code), 'card.json'), 'utf8'));

test('kits of two agencies in folders of their own run as one network', async () => {
  const [kh, th] = [await network('kh-immigration'), await network('th-police')];
  await meet(kh, await card('th-police'));
  await meet(th, await card('kh-immigration'));
  for (const code of ['kh-immigration', 'th-police'] as const) await ensureKeysStay(code);
  const block = path(scratch, 'genesis.block');
  await copyFile(await makeFirstBlock(kh), block);
  const first = await readFile(block);
  const { members, lines } = await readFirstBlock(th, first);
  // Who has met none of them enters nothing: a stranger's block is not trusted by itself.
  const la = await network('la-fiu');
  await expect(begin(la, first)).rejects.toMatchObject({ code: 'GENESIS_CONFLICT' });
  expect(members).toEqual(['kh-immigration', 'th-police']);
  expect(lines.join('\n')).toMatch(/certificate CN=th-police root CA, sha256 ([0-9A-F]{2}:){31}/);

  await Promise.all([startAll('kh-immigration'), startAll('th-police')]);
  await Promise.all([begin(kh, first), begin(th, first)]);
  const another = await readFile(await makeFirstBlock(th));
  await expect(begin(th, another)).rejects.toMatchObject({ code: 'GENESIS_CONFLICT' });
  const approved = await upgrade(kh);
  expect(approved).toMatchObject({ inForce: false, approved: ['kh-immigration'], missing: ['th-police'] });
  const second = await vi.waitFor(() => upgrade(th), { timeout: 60_000, interval: 500 });
  expect(second).toMatchObject({ inForce: true, definition: { sequence: 1 } });
  expect((await upgrade(kh)).inForce).toBe(true);
  expect(await kh.updates.configAtPeer(kh.ownAdmin())).toMatchObject({ sequence: '0' });
  for (const one of [kh, th]) await vi.waitFor(() => endorsed(one), { timeout: 60_000, interval: 500 });
}, 300_000);

/** A call that a majority, here both, must endorse; nothing is ordered. */
const endorsed = async (one: FabricNetwork): Promise<void> => {
  await one.ready();
};

test('a third joins by a file that each agency reads and signs on its own host', async () => {
  const [kh, th, la] = [await network('kh-immigration'), await network('th-police'), await network('la-fiu')];
  const newcomer = await card('la-fiu');
  await writeCard(kh.folder, newcomer);
  const proposed = await proposeJoin(kh, { agency: newcomer.agency, site: siteIn(newcomer) });
  const { changes, signers } = await th.updates.review(th.ownAdmin(), proposed);
  expect(signers).toEqual([]);
  expect(changes.filter((line) => /^[+-]|->/.test(line))).toEqual([
    '+ Application/la-fiu',
    '+ Orderer/ConsensusType.value.metadata.consenters.2',
    '+ Orderer/la-fiu',
  ]);
  const alone = await kh.updates.sign(kh.ownAdmin(), proposed);
  await expect(kh.updates.handIn(kh.ownAdmin(), alone)).rejects.toThrow(/not satisfied|policy/i);
  const both = await th.updates.sign(th.ownAdmin(), alone);
  expect((await th.updates.review(th.ownAdmin(), both)).signers).toEqual(['kh-immigration', 'th-police']);
  await submitUpdate(th, both);
  await expect(th.updates.review(th.ownAdmin(), both)).rejects.toMatchObject({ code: 'UPDATE_STALE' });

  for (const one of [kh, th]) await meet(one, newcomer);
  for (const code of ['kh-immigration', 'th-police'] as const) await meet(la, await card(code));
  await startAll('la-fiu');
  await enter(la, 'la-fiu');
  const states: Upgrade[] = [];
  for (const one of [kh, th, la]) states.push(await upgrade(one));
  expect(states.map(({ definition }) => definition.sequence)).toEqual([2, 2, 2]);
  expect(states.at(-1)).toMatchObject({ inForce: true, approved: ['kh-immigration', 'la-fiu', 'th-police'] });
  for (const one of [kh, th, la]) await vi.waitFor(() => endorsed(one), { timeout: 60_000, interval: 500 });
  await ensureKeysStay('la-fiu');
}, 300_000);

interface Line {
  readonly keys: AgencyKeys;
  readonly ledger: Ledger;
  readonly gateway: Gateway;
  readonly client: Client;
}

/** The agency's gateway on its own peer, trusting these roots, and its registrar's line to it. */
async function line(code: Code, keys: AgencyKeys, roots: TrustedRoots): Promise<Line> {
  const authority = keys.authority;
  const ledger = await connectFabric(await profileOf(await network(code), authority, keys.gateway, keys.gatewayKeys));
  closing.push(() => ledger.close());
  const folder = path(scratch, `gateway-${code}`);
  const gateway = await buildGateway({ agency: code, ledger, folder, unitKeys: [], roots });
  closing.push(() => gateway.close());
  const fetch: Fetch = async (url, { method, headers, body }) => {
    const { host, pathname } = new URL(url);
    const payload = body === undefined ? {} : { payload: Buffer.from(body) };
    const answer = await gateway.app.inject({
      method: method as 'GET',
      url: pathname,
      headers: { host, ...headers },
      ...payload,
    });
    return {
      status: answer.statusCode,
      body: null,
      arrayBuffer: async () => Uint8Array.from(answer.rawPayload).buffer,
    };
  };
  const { handle, signer } = keys.registrar;
  const officer = { handle, sign: (data: Uint8Array) => signer.sign(data) };
  return { keys, ledger, gateway, client: createClient({ origin: 'https://gateway.test', officer, fetch }) };
}

const orders = { 'kh-immigration': 'immigration', 'th-police': 'police', 'la-fiu': 'fiu' } as const;

test('the exchange is founded on it, each registrar through the gateway of the own agency alone', async () => {
  const everybody = await Promise.all(
    agencies.map(({ code }) => agencyKeys({ code, class: orders[code] }, Date.now, authorities.get(code))),
  );
  // Each trusts the roots on the cards, which its people compared.
  const cards = new Map(await Promise.all(agencies.map(async ({ code }) => [code, await card(code)] as const)));
  const rootOf = (code: string) => {
    const known = cards.get(code as Code);
    return known === undefined ? undefined : pemToDer(known.root, 'CERTIFICATE');
  };
  const roots: TrustedRoots = { rootOf, crls: () => [] };
  const lines = await Promise.all(agencies.map(({ code }, i) => line(code, everybody[i] as AgencyKeys, roots)));
  const [first, ...others] = lines as [Line, ...Line[]];
  const members = everybody.map(membershipOf);
  const { id, jws } = await first.keys.registrar.sign('network.found/1', { name: 'kits', members });
  const { block } = await first.client.found(jws);
  let last = block;
  for (const { keys, gateway, client } of others) {
    await gateway.follower.reached(BigInt(block), AbortSignal.timeout(30_000));
    const [waiting] = await client.proposals();
    const { digest } = await provenFounding(waiting?.statement ?? '', roots, new Date());
    takesPart(keys.authority, id);
    last = (await client.submit((await keys.registrar.sign('network.sign/1', { digest })).jws)).block;
  }
  // Until the first agency's own peer has the last signature, handing the founding in again is a harmless retry.
  await first.gateway.follower.reached(BigInt(last), AbortSignal.timeout(30_000));
  await expect(first.client.found(jws)).rejects.toMatchObject({ code: 'ALREADY_FOUNDED' });
  for (const { ledger } of lines)
    await vi.waitFor(async () => expect((await ledger.state(networkKey))?.status).toBe('active'), { timeout: 30_000 });
}, 300_000);

import { execFile } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { cp, mkdir, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { join as path } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { sourceDigest } from '@tocsin/chaincode/digest';
import { authorityBundle, derToPem, localMspFolder, makeCrls, revoke } from '@tocsin/crypto-config';
import {
  expel,
  freePorts,
  type Issuer,
  join,
  joinFromSnapshot,
  publishRevocations,
  remove,
  renew,
  renewable,
  takeSnapshot,
  upgrade,
} from '@tocsin/network-fabric';
import { type AgencyCode, type Ledger, statementKey } from '@tocsin/record';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { agencyAuthority, gatewayOf } from '../support/agency.ts';
import { type Exchange, openExchange } from '../support/exchange.ts';
import { freshFolder, removeFolder } from '../support/host.ts';
import { Authorities } from './authorities.ts';
import { agenciesOf, type FabricHost, fabricHost } from './host.ts';

const vn: AgencyCode = 'vn-labour';
const plan = { code: vn, country: 'VN', name: 'Fictitious Vietnamese labour department' };
const within = (seconds: number) => ({ timeout: seconds * 1_000, interval: 200 });

let host: FabricHost;
let exchange: Exchange;
let scratch: string;
let authorities: Authorities;
const closing: Ledger[] = [];

const issuer = (code: string): Issuer => authorities.issuer(code);

async function connected(code: AgencyCode): Promise<Ledger> {
  const ledger = await authorities.connected(code);
  closing.push(ledger);
  return ledger;
}

const code = (error: unknown): string => (error as { code?: string }).code ?? String(error);
const outcome = (work: Promise<unknown>): Promise<string> => work.then(() => 'committed', code);

/** A post whose file and outcome are certain: repeated with the same bytes until the ledger says so. */
async function posted(): Promise<{ id: string; file: Uint8Array }> {
  const draft = await exchange.draft();
  const { ledger } = exchange.agency('th-police');
  await vi.waitFor(() => ledger.submit(draft.jws, draft.file), within(60));
  return draft;
}

const running = (name: string, wanted: boolean): Promise<void> => host.network.processes.set(name, wanted);
const heightOf = async (ledger: Ledger): Promise<bigint> => ledger.height();

beforeAll(async () => {
  scratch = await freshFolder();
  const open = async (folder: string, clock: () => number) => {
    host = await fabricHost('three-raft')(folder, clock);
    authorities = new Authorities(host);
    return host;
  };
  exchange = await openExchange({ agencies: agenciesOf('three-raft'), open });
}, 300_000);

afterAll(async () => {
  await Promise.all(closing.map((ledger) => ledger.close()));
  await exchange?.close();
  if (scratch !== undefined) await removeFolder(scratch);
}, 60_000);

/** Certificates of all nodes, identities and TLS, PEM. */
async function certificates(): Promise<string[]> {
  const files = ['peer', 'orderer', 'admin'].flatMap((node) => [
    `${node}/msp/signcerts/certificate.pem`,
    `${node}/tls/leaf.pem`,
  ]);
  const all = host.network.own.flatMap((agency) =>
    [...files, 'chaincode/tls/leaf.pem', 'chaincode/peer-tls/leaf.pem'].map((file) =>
      path(host.network.folder, 'agencies', agency, file),
    ),
  );
  return Promise.all(all.map((file) => readFile(file, 'utf8')));
}

function revokeIn(agency: string, certificate: Uint8Array): void {
  const serial = new X509Certificate(certificate).serialNumber.toLowerCase().padStart(32, '0');
  const authority = authorities.of(agency);
  const known = authority.issued.some((entry) => entry.serial === serial);
  // Gateways of the test's own making are in no register yet.
  const entry = {
    serial,
    handle: 'lost',
    kind: 'node',
    issuer: 'issuing',
    notAfter: '2099-01-01',
    revoked: null,
  } as const;
  const registered = known ? authority : { ...authority, issued: [...authority.issued, entry] };
  authorities.set(agency, revoke(registered, serial, 'keyCompromise'));
}

/** A folder for Fabric's commands by which they act as this client of kh-immigration. */
async function identityFolder(certificate: Uint8Array, { privateKey }: CryptoKeyPair): Promise<string> {
  const folder = path(scratch, 'client');
  const admin = path(host.network.folder, 'agencies/kh-immigration/admin');
  await cp(admin, folder, { recursive: true });
  await rm(path(folder, 'msp'), { recursive: true });
  const { crls } = await makeCrls(authorities.of('kh-immigration'));
  const key = new Uint8Array(await crypto.subtle.exportKey('pkcs8', privateKey));
  const identity = { certificate: derToPem(certificate, 'CERTIFICATE'), key: derToPem(key, 'PRIVATE KEY') };
  const files = localMspFolder({ bundle: authorityBundle(authorities.of('kh-immigration')), crls }, identity);
  for (const [name, text] of Object.entries(files)) {
    await mkdir(path(folder, 'msp', name, '..'), { recursive: true });
    await writeFile(path(folder, 'msp', name), text, { mode: 0o600 });
  }
  return folder;
}

/** What one of Fabric's commands says, whether it succeeds or not. */
const said = (folder: string, args: readonly string[], env: Record<string, string> = {}): Promise<string> =>
  new Promise((resolve) => {
    const environment = { ...process.env, FABRIC_CFG_PATH: folder, FABRIC_LOGGING_SPEC: 'error', ...env };
    execFile(host.network.commands.peer, args, { cwd: folder, env: environment }, (_, stdout, stderr) =>
      resolve(stdout + stderr),
    );
  });

const authorityFile = (agency: string): string =>
  path(host.network.folder, 'agencies', agency, 'admin/tls/authority.pem');

/** Asks an agency's peer to endorse. */
function asked(folder: string, agency: string): Promise<string> {
  const { address } = host.network.connection(agency);
  const call = ['chaincode', 'query', '-C', 'tocsin', '-n', 'tocsin', '-c', '{"Args":["state","network/members"]}'];
  return said(folder, call, { CORE_PEER_ADDRESS: address, CORE_PEER_TLS_ROOTCERT_FILE: authorityFile(agency) });
}

/** Asks an agency's orderer for a block. */
function fetched(folder: string, agency: string): Promise<string> {
  const { host: name, port } = host.network.site(agency);
  const target = ['-o', `${name}:${port}`, '--tls', '--cafile', authorityFile(agency), '--clientauth'];
  const own = ['--certfile', path(folder, 'tls/chain.pem'), '--keyfile', path(folder, 'tls/key.pem')];
  return said(folder, ['channel', 'fetch', 'config', path(folder, 'block'), '-c', 'tocsin', ...target, ...own]);
}

/** The rooms that judge, elsewhere and with another comment: another digest. */
async function otherSources(): Promise<{ digest: string; entry: string }> {
  const [repository, copy] = [path(import.meta.dirname, '../..'), path(scratch, 'other')];
  const modules = path(copy, 'node_modules');
  await mkdir(path(modules, '@tocsin'), { recursive: true });
  for (const room of ['chaincode', 'envelope', 'record']) {
    await cp(path(repository, room), path(copy, room), { recursive: true });
    await symlink(path(copy, room), path(modules, '@tocsin', room));
  }
  for (const name of ['package.json', 'package-lock.json']) await cp(path(repository, name), path(copy, name));
  for (const name of await readdir(path(repository, 'node_modules')))
    if (name !== '@tocsin' && !name.startsWith('.'))
      await symlink(path(repository, 'node_modules', name), path(modules, name));
  const entry = path(copy, 'chaincode/service/main.ts');
  await writeFile(entry, `${await readFile(entry, 'utf8')}// The same rules in other words.\n`);
  return { digest: await sourceDigest(copy), entry };
}

/** Number of the first block that the ledger gives from this one on. */
async function firstBlock(ledger: Ledger, from: bigint): Promise<bigint> {
  const stop = AbortSignal.timeout(8_000);
  for await (const { number } of ledger.blocks(from, stop)) return number;
  throw new Error('no block');
}

describe('the life of a network', () => {
  let newcomer: Ledger;

  test('an agency joins: its peer has every block and older sealed files, and its endorsement counts', async () => {
    const older = await posted();
    authorities.set(vn, await agencyAuthority(vn, Date.now));
    const site = { agency: vn, host: '127.0.0.1', bind: '127.0.0.1', port: await freePorts(1) };
    const { inForce, definition } = await join(host.network, { agency: plan, site }, issuer(vn));
    expect(inForce).toBe(true);
    expect(definition.agencies).toContain(vn);
    expect(await outcome(join(host.network, { agency: plan, site }, issuer(vn)))).toBe('committed');

    newcomer = await connected(vn);
    await vi.waitFor(async () => expect(await newcomer.state(statementKey(older.id))).toBeDefined(), within(60));
    const sealed = async () =>
      expect(Buffer.from((await newcomer.sealed(older.id)) ?? []).equals(older.file)).toBe(true);
    await vi.waitFor(sealed, within(90));
    for await (const block of newcomer.blocks(0n, AbortSignal.timeout(5_000))) {
      expect(block.number).toBe(0n);
      break;
    }
    // Three of four are needed now: without this peer the newcomer's is the third.
    await running('peer.la-fiu', false);
    const later = await posted();
    await running('peer.la-fiu', true);
    await vi.waitFor(async () => expect(await newcomer.sealed(later.id)).toBeDefined(), within(60));
  }, 300_000);

  test('every node of every agency gets fresh keys while a writer posts, and nothing is lost', async () => {
    const written: string[] = [];
    const stop = new AbortController();
    const before = await certificates();
    const writer = (async () => {
      while (!stop.signal.aborted) written.push((await posted()).id);
    })();
    for (const agency of host.network.own)
      for (const node of renewable) await renew(host.network, agency, node, issuer(agency));
    stop.abort();
    await writer;
    const after = await certificates();
    expect(after.filter((pem) => before.includes(pem))).toEqual([]);
    expect(written.length).toBeGreaterThan(host.network.own.length);
    for (const { ledger } of exchange.agencies)
      for (const id of written)
        await vi.waitFor(async () => expect(await ledger.state(statementKey(id))).toBeDefined(), within(60));
  }, 600_000);

  test('a revoked gateway is refused by every peer and every orderer within ten seconds', async () => {
    const { gateway, gatewayKeys } = await gatewayOf(authorities.of('kh-immigration'), new Date());
    const folder = await identityFolder(gateway.certificate, gatewayKeys);
    const ledger = await host.connect(gateway, gatewayKeys);
    expect(await outcome(ledger.state('network/members'))).toBe('committed');
    for (const one of host.network.own) {
      expect(await asked(folder, one)).not.toMatch(/access denied|creator certificate is not valid/);
      expect(await fetched(folder, one)).not.toMatch(/FORBIDDEN/);
    }
    revokeIn('kh-immigration', gateway.certificate);
    const began = performance.now();
    await publishRevocations(host.network, 'kh-immigration', issuer('kh-immigration'));
    const refused = async () => {
      expect(await outcome(ledger.state('network/members'))).not.toBe('committed');
      for (const one of host.network.own) {
        expect(await asked(folder, one)).toMatch(/access denied|creator certificate is not valid|identity.*revoked/);
        expect(await fetched(folder, one)).toMatch(/FORBIDDEN/);
      }
    };
    await vi.waitFor(refused, within(15));
    expect(performance.now() - began).toBeLessThan(10_000);
    await posted();
  }, 120_000);

  test('a revoked peer endorses in vain until it has a certificate that is not revoked', async () => {
    const own = host.network.admin('la-fiu');
    const pem = await readFile(path(own.root, 'agencies/la-fiu/peer/msp/signcerts/certificate.pem'), 'utf8');
    revokeIn('la-fiu', Buffer.from(pem.replace(/-----[^-]+-----|\s/g, ''), 'base64'));
    await publishRevocations(host.network, 'la-fiu', issuer('la-fiu'));
    await posted();
    await running(`peer.${vn}`, false);
    const draft = await exchange.draft();
    const { ledger } = exchange.agency('th-police');
    expect(await outcome(ledger.submit(draft.jws, draft.file))).not.toBe('committed');
    expect(await ledger.state(statementKey(draft.id))).toBeUndefined();
    // Fabric's gossip drops whole messages that name the revoked identity: the others' peers are made to forget it.
    await renew(host.network, 'la-fiu', 'peer', issuer('la-fiu'));
    await vi.waitFor(() => ledger.submit(draft.jws, draft.file), within(60));
    await running(`peer.${vn}`, true);
  }, 180_000);

  test('a peer that is renewed before its former certificate is revoked endorses on, and no other peer restarts', async () => {
    const { network } = host;
    const file = path(network.folder, 'agencies/kh-immigration/peer/msp/signcerts/certificate.pem');
    const former = new X509Certificate(await readFile(file));
    await renew(network, 'kh-immigration', 'peer', issuer('kh-immigration'));
    const others = ['peer.th-police', 'peer.la-fiu'].map((name) => network.processes.running(name)?.pid);
    revokeIn('kh-immigration', former.raw);
    await publishRevocations(network, 'kh-immigration', issuer('kh-immigration'));
    // Three of four must endorse, so the renewed peer is needed.
    await running(`peer.${vn}`, false);
    const { id, file: sealed } = await posted();
    await running(`peer.${vn}`, true);
    const { ledger } = exchange.agency('kh-immigration');
    const kept = async () => expect(Buffer.from((await ledger.sealed(id)) ?? []).equals(sealed)).toBe(true);
    await vi.waitFor(kept, within(30));
    expect(['peer.th-police', 'peer.la-fiu'].map((name) => network.processes.running(name)?.pid)).toEqual(others);
  }, 180_000);

  test('new sources judge once a majority has approved them; who has not upgraded follows and cannot endorse', async () => {
    const { network } = host;
    const former = network.description.digest;
    const sources = await otherSources();
    expect(sources.digest).not.toBe(former);
    const first = await upgrade(network, { sources, agencies: ['th-police'] });
    expect(first).toMatchObject({ inForce: false, approved: ['th-police'] });
    expect(network.description.digest).toBe(former);
    await posted();
    const third = await upgrade(network, { sources, agencies: ['kh-immigration', 'la-fiu'] });
    expect(third.inForce).toBe(true);
    expect(network.description.digest).toBe(sources.digest);
    const { id } = await posted();
    expect(await outcome(newcomer.state(statementKey(id)))).not.toBe('committed');
    const tip = await heightOf(exchange.agency('th-police').ledger);
    await vi.waitFor(async () => expect(await heightOf(newcomer)).toBeGreaterThanOrEqual(tip), within(30));
    // It can ask its chaincode nothing until it has these sources too.
    await upgrade(network, { sources, agencies: [vn] });
    await vi.waitFor(async () => expect(await newcomer.state(statementKey(id))).toBeDefined(), within(60));
    const names = (await network.status()).filter(({ pid }) => pid !== null).map(({ name }) => name);
    expect(names.filter((name) => /^(chaincode|standby)\./.test(name))).toHaveLength(4);
  }, 240_000);

  test('a peer begins with a snapshot: it endorses and follows, and has no older blocks', async () => {
    const { network } = host;
    const { folder, block } = await takeSnapshot(network, 'th-police');
    expect(await readdir(folder)).toContain('_snapshot_signable_metadata.json');
    await newcomer.close();
    await running(`peer.${vn}`, false);
    await rm(path(network.folder, 'agencies', vn, 'peer/data'), { recursive: true });
    await running(`peer.${vn}`, true);
    await joinFromSnapshot(network, vn, folder);
    newcomer = await connected(vn);
    const { id, file } = await posted();
    await vi.waitFor(async () => expect(await newcomer.state(statementKey(id))).toBeDefined(), within(60));
    await vi.waitFor(
      async () => expect(Buffer.from((await newcomer.sealed(id)) ?? []).equals(file)).toBe(true),
      within(60),
    );
    expect(await outcome(firstBlock(newcomer, 0n))).not.toBe('committed');
    expect(await firstBlock(newcomer, block + 1n)).toBe(block + 1n);
  }, 240_000);

  test('an agency that is removed gets no blocks, endorses nothing, and its gateway is refused', async () => {
    const { network } = host;
    const gone = exchange.agency('la-fiu');
    const draft = await exchange.draft({ from: 'la-fiu' });
    await expel(network, 'la-fiu');
    const tip = await heightOf(gone.ledger).catch(() => null);
    expect(await outcome(gone.ledger.submit(draft.jws, draft.file))).not.toBe('committed');
    const { id } = await posted();
    await posted();
    // That nothing comes can only be waited for.
    await pause(3_000);
    expect(await gone.ledger.state(statementKey(id)).catch(() => undefined)).toBeUndefined();
    if (tip !== null) expect(await heightOf(gone.ledger).catch(() => tip)).toBeLessThanOrEqual(tip + 1n);
    // Two of three are needed now, and the peer of the one that left is none of them.
    await running(`peer.${vn}`, false);
    await posted();
    await running('peer.kh-immigration', false);
    const alone = await exchange.draft();
    expect(await outcome(exchange.agency('th-police').ledger.submit(alone.jws, alone.file))).not.toBe('committed');
    await running('peer.kh-immigration', true);
    await running(`peer.${vn}`, true);
    const { definition, inForce } = await remove(network, 'la-fiu');
    expect(inForce).toBe(true);
    expect(definition.agencies).not.toContain('la-fiu');
    expect(network.own).toEqual(['th-police', 'kh-immigration', vn]);
    await posted();
  }, 300_000);
});

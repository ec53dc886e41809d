import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { createHash, generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { type Authority, issueTls } from '@tocsin/crypto-config';
import { freePorts } from '@tocsin/network-fabric';
import type { FabricHost } from '../fabric/host.ts';

export const ASSETS = 'asset-transfer';
const ATTEMPTS_MS = 30_000;
const run = promisify(execFile);
const shim = fileURLToPath(import.meta.resolve('fabric-shim/cli.js'));
const contract = fileURLToPath(new URL('./asset-transfer', import.meta.url));

/** The chaincode's services, one for each agency's peer. */
export interface Deployed {
  /** Process numbers by agency. */
  readonly services: ReadonlyMap<string, number>;
  end(): Promise<void>;
}

interface Service {
  readonly agency: string;
  readonly folder: string;
  readonly address: string;
  readonly id: string;
}

/**
 * Deploys the asset chaincode on the network's channel beside ours, under the same policy, as its documentation shows:
 * `fabric-chaincode-node server` behind mutual TLS, packages of type `ccaas`.
 */
export async function deployAssets({ network, authority }: FabricHost, folder: string): Promise<Deployed> {
  const firstPort = await freePorts(network.agencies.length);
  const services = await Promise.all(
    network.agencies.map((agency, i) =>
      packaged({ agency, folder: join(folder, agency), address: `127.0.0.1:${firstPort + i}` }, authority(agency)),
    ),
  );
  const children = new Map(services.map((service) => [service.agency, started(service)]));
  const terms = await termsOf(network, folder);
  await Promise.all(services.map((service) => approved(network, service, terms)));
  await committed(network, terms);
  return {
    services: new Map([...children].map(([agency, { pid = 0 }]) => [agency, pid])),
    end: async () => void (await Promise.all([...children.values()].map(ended))),
  };
}

async function packaged(service: Omit<Service, 'id'>, authority: Authority): Promise<Service> {
  const { folder, address } = service;
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const [server, client] = [await tls(authority), await tls(authority)];
  const root = authority.tls.certificate + authority.root.certificate;
  const connection = {
    address,
    dial_timeout: '5s',
    tls_required: true,
    client_auth_required: true,
    client_key: client.key,
    client_cert: client.chain,
    root_cert: authority.tls.certificate,
  };
  const files = {
    'key.pem': server.key,
    'chain.pem': server.chain,
    'authorities.pem': root,
    'connection.json': JSON.stringify(connection),
    'metadata.json': JSON.stringify({ type: 'ccaas', label: ASSETS }),
  };
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text, { mode: 0o600 });
  await run('tar', ['-czf', 'code.tar.gz', 'connection.json'], { cwd: folder });
  await run('tar', ['-czf', 'package.tar.gz', 'metadata.json', 'code.tar.gz'], { cwd: folder });
  const digest = createHash('sha256').update(await readFile(join(folder, 'package.tar.gz')));
  return { ...service, id: `${ASSETS}:${digest.digest('hex')}` };
}

async function tls(authority: Authority): Promise<{ key: string; chain: string }> {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const spki = new Uint8Array(publicKey.export({ type: 'spki', format: 'der' }));
  const { chain } = await issueTls(authority, { hosts: ['127.0.0.1', 'localhost'], publicKey: spki });
  return { key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(), chain };
}

function started({ folder, address, id }: Service): ChildProcess {
  const at = (name: string): string => join(folder, name);
  const options = {
    'chaincode-address': address,
    'chaincode-id': id,
    'chaincode-tls-key-file': at('key.pem'),
    'chaincode-tls-cert-file': at('chain.pem'),
    'chaincode-tls-client-cacert-file': at('authorities.pem'),
    'module-path': contract,
  };
  const args = Object.entries(options).flatMap(([name, value]) => [`--${name}`, value]);
  const log = openSync(at('service.log'), 'a', 0o600);
  // Its log of every transaction would be a handicap that nobody has to run with.
  const env = { PATH: process.env.PATH, CORE_CHAINCODE_LOGGING_LEVEL: 'warn', CORE_CHAINCODE_LOGGING_SHIM: 'warn' };
  const child = spawn(process.execPath, [shim, 'server', ...args], { cwd: folder, env, stdio: ['ignore', log, log] });
  closeSync(log);
  process.once('exit', () => child.kill('SIGKILL'));
  return child;
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const over = once(child, 'exit');
  child.kill('SIGKILL');
  await over;
}

/** What all approve; the collection is spread as in Fabric's own sample of private data. */
async function termsOf({ agencies, description }: FabricHost['network'], folder: string): Promise<string[]> {
  const file = join(folder, 'collections.json');
  const policy = `OR(${agencies.map((code) => `'${code}.member'`).join(', ')})`;
  const spread = { requiredPeerCount: 1, maxPeerCount: 1, blockToLive: 0 };
  const collection = { name: 'assets', policy, ...spread, memberOnlyRead: true, memberOnlyWrite: true };
  await writeFile(file, JSON.stringify([collection]));
  const named = ['--channelID', description.topology.channel, '--name', ASSETS, '--version', '1', '--sequence', '1'];
  return [...named, '--collections-config', file];
}

async function approved(network: FabricHost['network'], { agency, folder, id }: Service, terms: string[]) {
  const admin = network.admin(agency);
  await admin.peer('lifecycle', 'chaincode', 'install', join(folder, 'package.tar.gz'));
  await admin.peer('lifecycle', 'chaincode', 'approveformyorg', ...admin.orderer(), ...terms, '--package-id', id);
}

async function committed(network: FabricHost['network'], terms: string[]): Promise<void> {
  const [first] = network.admins;
  const peers = network.admins.flatMap(({ site, tls: { authority } }) => [
    '--peerAddresses',
    network.connection(site.agency).address,
    '--tlsRootCertFiles',
    authority,
  ]);
  await first?.peer('lifecycle', 'chaincode', 'commit', ...first.orderer(), ...terms, ...peers);
}

/** Repeats an act until the peers have found the new chaincode and its endorsers. */
export async function untilDone<T>(act: () => Promise<T>): Promise<T> {
  const until = performance.now() + ATTEMPTS_MS;
  for (;;) {
    try {
      return await act();
    } catch (error) {
      if (performance.now() > until) throw error;
    }
    await pause(200);
  }
}

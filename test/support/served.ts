import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readUnitKeys } from '@tocsin/cli';
import { issueTls } from '@tocsin/crypto-config';
import { formatSealSecretKey } from '@tocsin/envelope';
import {
  buildGateway,
  type Coverage,
  type Gateway,
  type GatewayOptions,
  type Limits,
  listen,
  listenToPeers,
  type WitnessOptions,
} from '@tocsin/gateway';
import { type Client, createClient, type Fetch } from '@tocsin/gateway/api';
import type { AgencyCode } from '@tocsin/record';
import { Agent, fetch } from 'undici';
import { DESK, type TestAgency } from './agency.ts';
import { type Exchange, type ExchangeOptions, openExchange } from './exchange.ts';
import { keyPair, type Officer, spkiOf } from './officer.ts';
import { peerIdentity } from './peer-identity.ts';
import { seenByAll } from './seen.ts';
import { moveGateway } from './witness.ts';

/** One agency's gateway, listening over TLS on loopback. */
export interface Served {
  readonly gateway: Gateway;
  readonly origin: string;
  readonly folder: string;
  /** A line to this gateway with one officer's key. */
  client(officer: Officer): Client;
  /** Requests that are not signed, or signed by hand. */
  readonly fetch: Fetch;
  stop(): Promise<void>;
}

export interface ServedExchange extends Exchange {
  readonly served: ReadonlyMap<AgencyCode, Served>;
  /** The line of an agency's desk officer to their own gateway. */
  desk(code: AgencyCode): Client;
}

export interface ServeOptions extends ExchangeOptions {
  readonly limits?: Partial<Limits>;
  /** A gateway's data folder; default one within the exchange's. */
  readonly folderOf?: (agency: AgencyCode, within: string) => string;
  /** Folder of a gateway's unit keys within the exchange's; default none, they are in memory alone. */
  readonly keysIn?: (agency: AgencyCode, within: string) => string;
  /** Who vouches for each trustee's peer instead of the others' gateways. */
  readonly coverage?: (agency: AgencyCode) => Coverage;
  /** Folder of a built console, served by every gateway. */
  readonly console?: string;
  readonly logger?: (agency: AgencyCode, folder: string) => GatewayOptions['logger'];
}

/** As a deployment keeps them: files in a folder, read anew when none of those known opens a file. */
async function unitKeysOf({ sealKey: { secretKey } }: TestAgency, folder: string | undefined) {
  if (folder === undefined) return [{ unit: DESK, epoch: 1, secretKey }];
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await writeFile(join(folder, `${DESK}.1.age`), `${formatSealSecretKey(secretKey)}\n`, { mode: 0o600 });
  return () => readUnitKeys(folder);
}

/** Enough for tests that hurry. */
const generous: Partial<Limits> = {
  perAddress: 1_000_000,
  perOfficer: 1_000_000,
  underWayPerOfficer: { statements: 1_000_000, bytes: 2 ** 40 },
  // A busy machine is no overload.
  eventLoopDelayMs: 0,
  screenMs: 60_000,
};

/** A founded exchange in which every agency's gateway serves its officers. */
export async function serveExchange(options: ServeOptions = {}): Promise<ServedExchange> {
  const exchange = await openExchange(options);
  const served = new Map<AgencyCode, Served>();
  for (const agency of exchange.agencies) served.set(agency.code, await serve(exchange, agency, options));
  const at = (code: AgencyCode): Served => {
    const found = served.get(code);
    if (found === undefined) throw new Error(`${code} is not served`);
    return found;
  };
  return {
    ...exchange,
    served,
    desk: (code) => at(code).client(exchange.agency(code).officer),
    async close() {
      for (const one of served.values()) await one.stop();
      await exchange.close();
    },
  };
}

async function serve(exchange: Exchange, agency: TestAgency, options: ServeOptions): Promise<Served> {
  const folder = options.folderOf?.(agency.code, exchange.folder) ?? join(exchange.folder, `gateway-${agency.code}`);
  const unitKeys = await unitKeysOf(agency, options.keysIn?.(agency.code, exchange.folder));
  const logger = options.logger?.(agency.code, exchange.folder);
  const gateway = await buildGateway({
    agency: agency.code,
    ledger: agency.ledger,
    folder,
    unitKeys,
    clock: () => new Date(exchange.clock()),
    limits: { ...generous, ...options.limits },
    console: options.console,
    ...(logger === undefined ? {} : { logger }),
    ...(exchange.roster === null ? {} : { witness: await witnessOf(agency, options) }),
  });
  const peers = exchange.roster === null ? null : await listenTo(exchange, agency, gateway);
  const tls = await tlsOf(agency);
  const listening = await listen(gateway, { host: '127.0.0.1', port: 0, tls });
  const dispatcher = new Agent({ connect: { ca: tls.ca, minVersion: 'TLSv1.3' } });
  const send: Fetch = (url, init) => fetch(url, { ...init, dispatcher } as never) as never;
  const clock = (): Date => new Date(exchange.clock());
  let stopped = false;
  return {
    gateway,
    origin: listening.origin,
    folder,
    fetch: send,
    client: ({ handle, signer }) =>
      createClient({
        origin: listening.origin,
        officer: { handle, sign: (data) => signer.sign(data) },
        fetch: send,
        clock,
      }),
    async stop() {
      if (stopped) return;
      stopped = true;
      await dispatcher.destroy();
      await peers?.close();
      await listening.close();
    },
  };
}

/** Opens a trustee to the others and tells the directory where. */
async function listenTo(exchange: Exchange, agency: TestAgency, gateway: Gateway) {
  const identity = await peerIdentity(agency);
  const listening = await listenToPeers(gateway, { host: '127.0.0.1', port: 0, identity });
  await seenByAll(
    exchange.agencies,
    await moveGateway(agency, `127.0.0.1:${listening.port}`, gateway.mirror.publicKey),
  );
  return listening;
}

async function witnessOf(agency: TestAgency, { coverage }: ServeOptions): Promise<WitnessOptions> {
  const { code, steward, trusteeKey } = agency;
  return {
    steward,
    trusteeKeys: [{ unit: DESK, epoch: 1, secretKey: trusteeKey.secretKey }],
    identity: await peerIdentity(agency),
    ...(coverage === undefined ? {} : { coverage: coverage(code) }),
  };
}

async function tlsOf({ authority }: TestAgency): Promise<{ key: string; cert: string; ca: string }> {
  const keys = await keyPair();
  const issued = await issueTls(authority, { hosts: ['127.0.0.1', 'localhost'], publicKey: await spkiOf(keys) });
  const pkcs8 = Buffer.from(await crypto.subtle.exportKey('pkcs8', keys.privateKey)).toString('base64');
  const key = `-----BEGIN PRIVATE KEY-----\n${pkcs8.replace(/.{64}/g, '$&\n')}\n-----END PRIVATE KEY-----\n`;
  return { key, cert: issued.pem + authority.tls.certificate, ca: authority.root.certificate };
}

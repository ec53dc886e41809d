import { readFile } from 'node:fs/promises';
import { pemToDer, readKeyFile } from '@tocsin/crypto-config';
import { digest, readCertificate, toBase64url } from '@tocsin/envelope';
import {
  buildGateway,
  type Gateway,
  type Limits,
  type Listening,
  listen,
  listenToPeers,
  type PeerCredentials,
  type WitnessOptions,
} from '@tocsin/gateway';
import type { Digest } from '@tocsin/record';
import { pino } from 'pino';
import { certificatesIn, signerOf } from './device.ts';
import { CliError } from './error.ts';
import type { GatewayConfig, LedgerChoice, ServeConfig, WitnessConfig } from './gateway-config.ts';
import { type LedgerSource, openSource } from './ledger-source.ts';
import { readRoots } from './roots.ts';
import { readUnitKeys } from './unit-key-folder.ts';

/** A gateway that officers can reach. */
export interface Served extends Listening {
  readonly agency: string;
  /** Where other gateways reach it; null where it is no trustee. */
  readonly peerPort: number | null;
  /** Ed25519 public key by which it vouches for the ledger, base64url. */
  readonly cosigner: string;
  /** SHA-256 of the key by which it proves itself to other gateways. */
  readonly tlsKey: Digest;
}

/** Said wherever the embedded ledger starts: it is not what agencies that distrust each other should run. */
export const oneOperator =
  'this process runs the embedded ledger: whoever runs it is the only operator, who could withhold or rewrite it';

/** Who could withhold or rewrite what this configuration serves. */
export const operatorOf = (ledger: LedgerChoice): string =>
  'embedded' in ledger
    ? oneOperator
    : `this gateway writes to channel ${ledger.fabric.channel} of Fabric, through the agency's own peer at ${ledger.fabric.peer.address}`;

/** Opens the ledger and every gateway of a configuration; `close` ends them in the other order. */
export async function serve(config: ServeConfig): Promise<{ gateways: Served[]; close(): Promise<void> }> {
  const source = await openSource(config.ledger);
  try {
    const { gateways, close } = await serveOn(source, config.gateways);
    return { gateways, close: () => close().finally(() => source.close()) };
  } catch (error) {
    await source.close();
    throw error;
  }
}

/** Gateways on a ledger that is open already, and stays open when they are closed. */
export async function serveOn(source: LedgerSource, configs: readonly GatewayConfig[], limits: Partial<Limits> = {}) {
  const gateways: Served[] = [];
  const close = async () => {
    await Promise.all(gateways.map((gateway) => gateway.close()));
  };
  try {
    for (const config of configs) gateways.push(await serveOne(source, config, limits));
  } catch (error) {
    await close();
    throw error;
  }
  return { gateways, close };
}

async function serveOne(source: LedgerSource, config: GatewayConfig, limits: Partial<Limits>): Promise<Served> {
  const { agency, folder, host, port, seal, log, tls, roots: bundle = null, witness } = config;
  const logger = pino(
    { level: 'info', base: { agency } },
    pino.destination({ dest: log ?? 2, mkdir: true, mode: 0o600 }),
  );
  const unitKeys = () => readUnitKeys(seal);
  const roots = bundle === null ? undefined : await readRoots(bundle);
  const ledger = await source.connect(config);
  const witnessing = witness === undefined ? {} : { witness: await witnessOptions(config, witness) };
  const screen = config.console === true ? await (await import('@tocsin/console')).builtConsole() : undefined;
  const gateway = await buildGateway({
    agency,
    ledger,
    folder,
    unitKeys,
    logger,
    roots,
    console: screen,
    limits,
    ...witnessing,
  });
  try {
    const [key, cert] = await Promise.all([readKeyFile(tls.key), readFile(tls.chain, 'utf8')]);
    const peers = witness === undefined ? null : await listenToOthers(gateway, config, witness);
    const listening = await listen(gateway, { host, port, tls: { key, cert } });
    const close = async () => {
      await peers?.close();
      await listening.close();
    };
    return {
      agency,
      ...listening,
      peerPort: peers?.port ?? null,
      cosigner: toBase64url(gateway.mirror.publicKey),
      tlsKey: tlsKeyIn(await readFile(config.identity.chain, 'utf8')),
      close,
    };
  } catch (error) {
    await gateway.close();
    throw error;
  }
}

/** What makes a gateway a trustee, read from its files. */
async function witnessOptions(config: GatewayConfig, { steward, trustee }: WitnessConfig): Promise<WitnessOptions> {
  const chain = certificatesIn(await readFile(steward.chain, 'utf8'));
  const [own] = chain;
  if (own === undefined) throw new CliError('INPUT_MALFORMED', 'steward chain');
  const pkcs8 = pemToDer(await readKeyFile(steward.key), 'PRIVATE KEY');
  const signer = await signerOf(readCertificate(own).commonName, pkcs8);
  pkcs8.fill(0);
  const trusteeKeys = () => readUnitKeys(trustee);
  return { steward: { signer, chain }, trusteeKeys, identity: await credentials(config) };
}

async function listenToOthers(gateway: Gateway, config: GatewayConfig, { host, port }: WitnessConfig) {
  return listenToPeers(gateway, { host, port, identity: await credentials(config) });
}

/** By which a gateway proves itself to others: its identity on the ledger. */
function tlsKeyIn(chain: string): Digest {
  const [own] = certificatesIn(chain);
  if (own === undefined) throw new CliError('INPUT_MALFORMED', 'identity chain');
  return digest(readCertificate(own).spki);
}

export async function credentials({ identity }: GatewayConfig): Promise<PeerCredentials> {
  const [key, cert] = await Promise.all([readKeyFile(identity.key), readFile(identity.chain, 'utf8')]);
  return { key, cert };
}

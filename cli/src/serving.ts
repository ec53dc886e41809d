import { readFile } from 'node:fs/promises';
import { pemToDer, readKeyFile } from '@tocsin/crypto-config';
import { readCertificate } from '@tocsin/envelope';
import { buildGateway, type Listening, listen } from '@tocsin/gateway';
import { connect, type EmbeddedLedger, type GatewayIdentity, openEmbeddedLedger } from '@tocsin/network-embedded';
import type { Ledger } from '@tocsin/record';
import { pino } from 'pino';
import { certificatesIn, signerOf } from './device.ts';
import { CliError } from './error.ts';
import type { GatewayConfig, ServeConfig } from './gateway-config.ts';
import { readUnitKeys } from './unit-key-folder.ts';

/** A gateway that officers can reach. */
export interface Served extends Listening {
  readonly agency: string;
}

/** Said wherever the embedded ledger starts: it is not what agencies that distrust each other should run. */
export const oneOperator =
  'this process runs the embedded ledger: whoever runs it is the only operator, who could withhold or rewrite it';

/** Opens the ledger and every gateway of a configuration; `close` ends them in the other order. */
export async function serve(config: ServeConfig): Promise<{ gateways: Served[]; close(): Promise<void> }> {
  const ledger = await openEmbeddedLedger({ folder: config.ledger.embedded });
  return serveOn(ledger, config.gateways).catch(async (error: unknown) => {
    await ledger.close();
    throw error;
  });
}

/** Gateways on a ledger that is open already. */
export async function serveOn(ledger: EmbeddedLedger, configs: readonly GatewayConfig[]) {
  const gateways: Served[] = [];
  const close = async () => {
    await Promise.all(gateways.map((gateway) => gateway.close()));
    await ledger.close();
  };
  try {
    for (const config of configs) gateways.push(await serveOne(ledger, config));
  } catch (error) {
    await Promise.all(gateways.map((gateway) => gateway.close()));
    throw error;
  }
  return { gateways, close };
}

/** The agency's own way to the ledger. */
export async function ledgerFor(ledger: EmbeddedLedger, config: GatewayConfig): Promise<Ledger> {
  return connect(ledger, await identityOf(config));
}

async function identityOf({ agency, identity }: GatewayConfig): Promise<GatewayIdentity> {
  const [certificate, issuing] = certificatesIn(await readFile(identity.chain, 'utf8'));
  if (certificate === undefined || issuing === undefined) throw new CliError('INPUT_MALFORMED', 'identity chain');
  const pkcs8 = pemToDer(await readKeyFile(identity.key), 'PRIVATE KEY');
  const signer = await signerOf(readCertificate(certificate).commonName, pkcs8);
  pkcs8.fill(0);
  return { agency, certificate, issuing, signer };
}

async function serveOne(ledger: EmbeddedLedger, config: GatewayConfig): Promise<Served> {
  const { agency, folder, host, port, seal, log, tls } = config;
  const logger = pino(
    { level: 'info', base: { agency } },
    pino.destination({ dest: log ?? 2, mkdir: true, mode: 0o600 }),
  );
  const unitKeys = () => readUnitKeys(seal);
  const gateway = await buildGateway({ agency, ledger: await ledgerFor(ledger, config), folder, unitKeys, logger });
  try {
    const [key, cert] = await Promise.all([readKeyFile(tls.key), readFile(tls.chain, 'utf8')]);
    return { agency, ...(await listen(gateway, { host, port, tls: { key, cert } })) };
  } catch (error) {
    await gateway.close();
    throw error;
  }
}

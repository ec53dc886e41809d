import { readFile } from 'node:fs/promises';
import { readKeyFile } from '@tocsin/crypto-config';
import { buildGateway, type Listening, listen } from '@tocsin/gateway';
import { pino } from 'pino';
import type { GatewayConfig, LedgerChoice, ServeConfig } from './gateway-config.ts';
import { type LedgerSource, openSource } from './ledger-source.ts';
import { Roots } from './roots.ts';
import { readUnitKeys } from './unit-key-folder.ts';

/** A gateway that officers can reach. */
export interface Served extends Listening {
  readonly agency: string;
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
export async function serveOn(source: LedgerSource, configs: readonly GatewayConfig[]) {
  const gateways: Served[] = [];
  const close = async () => {
    await Promise.all(gateways.map((gateway) => gateway.close()));
  };
  try {
    for (const config of configs) gateways.push(await serveOne(source, config));
  } catch (error) {
    await close();
    throw error;
  }
  return { gateways, close };
}

async function serveOne(source: LedgerSource, config: GatewayConfig): Promise<Served> {
  const { agency, folder, host, port, seal, log, tls, roots: bundle = null } = config;
  const logger = pino(
    { level: 'info', base: { agency } },
    pino.destination({ dest: log ?? 2, mkdir: true, mode: 0o600 }),
  );
  const unitKeys = () => readUnitKeys(seal);
  const roots = bundle === null ? undefined : await Roots.read(bundle);
  const ledger = await source.connect(config);
  const gateway = await buildGateway({ agency, ledger, folder, unitKeys, logger, roots });
  try {
    const [key, cert] = await Promise.all([readKeyFile(tls.key), readFile(tls.chain, 'utf8')]);
    return { agency, ...(await listen(gateway, { host, port, tls: { key, cert } })) };
  } catch (error) {
    await gateway.close();
    throw error;
  }
}

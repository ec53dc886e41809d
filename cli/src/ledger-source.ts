import { readFile } from 'node:fs/promises';
import { pemToDer, readKeyFile } from '@tocsin/crypto-config';
import { readCertificate } from '@tocsin/envelope/verify';
import { connect, type GatewayIdentity, openEmbeddedLedger } from '@tocsin/network-embedded';
import type { Ledger } from '@tocsin/record';
import { certificatesIn, signerOf } from './device.ts';
import { CliError } from './error.ts';
import type { FabricChoice, GatewayConfig, LedgerChoice } from './gateway-config.ts';

/** Where gateways get their way to the ledger from; `close` ends all of them. */
export interface LedgerSource {
  connect(gateway: GatewayConfig): Promise<Ledger>;
  close(): Promise<void>;
}

/** The ledger of a configuration. @throws EmbeddedError when the embedded one does not open */
export async function openSource(ledger: LedgerChoice): Promise<LedgerSource> {
  return 'embedded' in ledger ? embeddedSource(ledger.embedded) : fabricSource(() => ledger.fabric);
}

/** The embedded ledger in a folder, for every gateway of this process. */
export async function embeddedSource(folder: string): Promise<LedgerSource> {
  const ledger = await openEmbeddedLedger({ folder });
  return {
    connect: async (gateway) => connect(ledger, await identityOf(gateway)),
    close: () => ledger.close(),
  };
}

/** Each agency's own peer; one connection for each gateway, however often it is asked for. */
export function fabricSource(choiceFor: (agency: string) => FabricChoice): LedgerSource {
  const connections = new Map<string, Promise<Ledger>>();
  return {
    async connect(gateway) {
      const { fabricLedger } = await import('./fabric-ledger.ts');
      const { agency } = gateway;
      const connection = connections.get(agency) ?? fabricLedger(gateway, choiceFor(agency));
      connections.set(agency, connection);
      return connection;
    },
    async close() {
      const opened = await Promise.allSettled(connections.values());
      await Promise.all(opened.map((each) => (each.status === 'fulfilled' ? each.value.close() : undefined)));
    },
  };
}

async function identityOf({ agency, identity }: GatewayConfig): Promise<GatewayIdentity> {
  const [certificate, issuing] = certificatesIn(await readFile(identity.chain, 'utf8'));
  if (certificate === undefined || issuing === undefined) throw new CliError('INPUT_MALFORMED', 'identity chain');
  const pkcs8 = pemToDer(await readKeyFile(identity.key), 'PRIVATE KEY');
  const signer = await signerOf(readCertificate(certificate).commonName, pkcs8);
  pkcs8.fill(0);
  return { agency, certificate, issuing, signer };
}

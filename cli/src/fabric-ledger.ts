import { readFile } from 'node:fs/promises';
import { derToPem, readKeyFile } from '@tocsin/crypto-config';
import { connectFabric } from '@tocsin/gateway/fabric';
import type { Ledger } from '@tocsin/record';
import { certificatesIn } from './device.ts';
import { CliError } from './error.ts';
import type { FabricChoice, GatewayConfig } from './gateway-config.ts';

/**
 * A gateway's way to its agency's own peer. It waits for nothing: a peer that is down now is reached when it comes.
 * @throws CliError INPUT_UNREADABLE, INPUT_MALFORMED; CryptoConfigError KEY_FILE_MISSING, KEY_FILE_EXPOSED
 */
export async function fabricLedger({ agency, identity }: GatewayConfig, fabric: FabricChoice): Promise<Ledger> {
  const { channel, chaincode, peer, tls } = fabric;
  const [roots, clientCertificate, certificate] = await Promise.all([
    textOf(peer.authority),
    textOf(tls.chain),
    textOf(identity.chain),
  ]);
  const [clientKey, key] = await Promise.all([readKeyFile(tls.key), readKeyFile(identity.key)]);
  const { address, serverName } = peer;
  const own = { address, serverName, roots, clientCertificate, clientKey };
  const profile = { agency, channel, chaincode, peer: own, identity: { certificate: leafOf(certificate), key } };
  return connectFabric(profile).catch((error: unknown) => {
    throw new CliError('INPUT_MALFORMED', `keys and certificates of ${agency} for its peer`, error);
  });
}

/** The first certificate of a chain: Fabric's identities are single ones. @throws CliError INPUT_MALFORMED */
export function leafOf(chain: string): string {
  const [leaf] = certificatesIn(chain);
  if (leaf === undefined) throw new CliError('INPUT_MALFORMED', 'a chain without a certificate');
  return derToPem(leaf, 'CERTIFICATE');
}

const textOf = (path: string): Promise<string> =>
  readFile(path, 'utf8').catch((error: unknown) => {
    throw new CliError('INPUT_UNREADABLE', path, error);
  });

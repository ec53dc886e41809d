import { createPrivateKey, X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { readKeyFile } from '@tocsin/crypto-config';
import { DeviceError } from '@tocsin/device';
import type { PeerConnection } from '@tocsin/network-fabric';
import { CliError } from './error.ts';
import type { ServeConfig } from './gateway-config.ts';
import type { IdentityFiles } from './host-identity.ts';
import { readRoots } from './roots.ts';

/** What an agency's gateway on its own peer is made of; paths are absolute. */
export interface GatewayOrder {
  readonly connection: PeerConnection;
  /** Folder with what `tocsin authority gateway` and `tocsin authority tls` made; the rest goes there too. */
  readonly keys: string;
  readonly roots: string;
  readonly host: string;
  readonly port: number;
}

/** Its files under the folder of keys. */
export const gatewayFiles = (keys: string) => {
  const at = (name: string): string => join(keys, name);
  const pair = (name: string): IdentityFiles => ({ key: at(`${name}.key.pem`), chain: at(`${name}.chain.pem`) });
  return {
    identity: pair('ledger'),
    tls: pair('tls'),
    peer: pair('peer/tls'),
    /** Kept beside the keys: the gateway's user need not read the kit. */
    authority: at('peer/authority.pem'),
    seal: at('seal'),
    folder: at('data'),
    log: at('log.ndjson'),
  };
};

/** The configuration that `tocsin gateway serve` reads, for a file in the folder `home`: its paths begin there. */
export function configFor({ connection, keys, roots, host, port }: GatewayOrder, home: string): ServeConfig {
  const from = (path: string): string => relative(home, path);
  const pair = ({ key, chain }: IdentityFiles): IdentityFiles => ({ key: from(key), chain: from(chain) });
  const { agency, channel, chaincode, address, serverName } = connection;
  const { identity, tls, peer, authority, seal, folder, log } = gatewayFiles(keys);
  const places = { folder: from(folder), seal: from(seal), roots: from(roots), log: from(log) };
  const own = { address, serverName, authority: from(authority) };
  return {
    ledger: { fabric: { channel, chaincode, peer: own, tls: pair(peer) } },
    gateways: [{ agency, host, port, ...places, tls: pair(tls), identity: pair(identity) }],
  };
}

/**
 * Sees to it that a gateway of these files would start: each key is there, for its owner alone, and is that of its
 * certificate; the certificates are the agency's; and its root is among those trusted.
 * @throws CliError INPUT_UNREADABLE, INPUT_MALFORMED, NO_ROOT; CryptoConfigError KEY_FILE_MISSING, KEY_FILE_EXPOSED
 */
export async function ensureComplete({ connection, keys, roots }: GatewayOrder): Promise<void> {
  const { agency } = connection;
  const { identity, tls, peer } = gatewayFiles(keys);
  for (const files of [identity, tls, peer]) await ensurePair(files, agency);
  if ((await readRoots(roots)).rootOf(agency) === undefined) throw new DeviceError('NO_ROOT', agency);
}

async function ensurePair({ key, chain }: IdentityFiles, agency: string): Promise<void> {
  const text = await readFile(chain, 'utf8').catch((error: unknown) => {
    throw new CliError('INPUT_UNREADABLE', chain, error);
  });
  const pem = await readKeyFile(key);
  if (!belongs(text, pem, agency))
    throw new CliError('INPUT_MALFORMED', `${chain} is no certificate of ${agency} for ${key}`);
}

function belongs(chain: string, key: string, agency: string): boolean {
  try {
    const leaf = new X509Certificate(chain);
    return leaf.checkPrivateKey(createPrivateKey(key)) && leaf.subject.split('\n').includes(`O=${agency}`);
  } catch {
    return false;
  }
}

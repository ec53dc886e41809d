import { readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { CliError } from './error.ts';
import { pathFrom } from './file.ts';
import type { IdentityFiles } from './host-identity.ts';

/** One agency's gateway: where its files are and where it listens. Paths are absolute once read. */
export interface GatewayConfig {
  readonly agency: string;
  /** Data folder: the local view. */
  readonly folder: string;
  readonly host: string;
  /** 0 takes any free port. */
  readonly port: number;
  readonly tls: IdentityFiles;
  /** By which the gateway submits to the ledger. */
  readonly identity: IdentityFiles;
  /** Folder of unit keys, `<unit>.<epoch>.age`. */
  readonly seal: string;
  /** File for the log; standard error when null. */
  readonly log: string | null;
}

/** What one process serves: a ledger, and the gateways that share it. */
export interface ServeConfig {
  /** Folder of the embedded ledger. */
  readonly ledger: { readonly embedded: string };
  readonly gateways: readonly GatewayConfig[];
}

const texts = ['agency', 'folder', 'host', 'seal'] as const;

/** Reads a configuration; its paths begin at its own folder. @throws CliError INPUT_UNREADABLE, INPUT_MALFORMED */
export async function readServeConfig(path: string): Promise<ServeConfig> {
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    throw new CliError('INPUT_UNREADABLE', 'gateway configuration', error);
  });
  try {
    const value = JSON.parse(text) as ServeConfig;
    const at = (name: string) => pathFrom(dirname(path), name);
    if (typeof value.ledger.embedded !== 'string' || value.gateways.length === 0)
      throw new TypeError('ledger, gateways');
    return {
      ledger: { embedded: at(value.ledger.embedded) },
      gateways: value.gateways.map((each) => placed(each, at)),
    };
  } catch (error) {
    throw new CliError('INPUT_MALFORMED', 'gateway configuration', error);
  }
}

function placed(gateway: GatewayConfig, at: (path: string) => string): GatewayConfig {
  const { folder, tls, identity, seal, log = null, port } = gateway;
  const files = [tls.key, tls.chain, identity.key, identity.chain, ...texts.map((name) => gateway[name])];
  if (!files.every((value) => typeof value === 'string') || !Number.isInteger(port)) throw new TypeError('member');
  const pair = ({ key, chain }: IdentityFiles) => ({ key: at(key), chain: at(chain) });
  const places = { folder: at(folder), seal: at(seal), log: log === null ? null : at(log) };
  return { ...gateway, ...places, tls: pair(tls), identity: pair(identity) };
}

import { X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { decodeBlock } from '@tocsin/fabric-block';
import { application, type ChannelConfig, type ConfigGroup, ordering } from './channel-config.ts';
import { FabricError } from './error.ts';
import { writeOwn } from './files.ts';
import { agencyFolder, networkFiles } from './layout.ts';

/** What the folder keeps of the channel that it has entered: a channel is its first block. */
const pinOf = (root: string): string => join(networkFiles(root).channel, 'genesis.sha256');

/**
 * Remembers a channel's first block, or refuses another one than this folder has entered before.
 * @returns its header's hash
 * @throws FabricError GENESIS_CONFLICT; BlockError
 */
export async function pinFirstBlock(root: string, block: Uint8Array): Promise<string> {
  const { number, hash } = decodeBlock(block);
  if (number !== 0n) throw new FabricError('GENESIS_CONFLICT', `block ${number} is no first block`);
  const pinned = await readFile(pinOf(root), 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
  if (pinned !== null && pinned.trim() !== hash)
    throw new FabricError('GENESIS_CONFLICT', 'this folder has entered another channel');
  if (pinned === null) await writeOwn(pinOf(root), `${hash}\n`);
  return hash;
}

/**
 * Refuses a configuration that knows an agency by another root than its card, which people have compared.
 * @param all whether each agency in it must have been met here, and each that was met be in it
 * @throws FabricError GENESIS_CONFLICT naming the agency
 */
export async function ensureRootsMet(
  root: string,
  config: ChannelConfig,
  met: readonly string[],
  { all }: { readonly all: boolean },
): Promise<void> {
  for (const { groups } of [application(config), ordering(config)]) {
    for (const code of all ? new Set([...met, ...Object.keys(groups)]) : Object.keys(groups)) {
      const group = Object.hasOwn(groups, code) ? groups[code] : undefined;
      if (group === undefined) throw new FabricError('GENESIS_CONFLICT', `${code} is left out`);
      if (met.includes(code)) await ensureRoot(root, code, group);
      else if (all) throw new FabricError('GENESIS_CONFLICT', 'an agency takes part whose card was not met here');
    }
  }
}

async function ensureRoot(root: string, code: string, group: ConfigGroup): Promise<void> {
  const known = new X509Certificate(await readFile(join(agencyFolder(root, code).msp, 'cacerts', 'root.pem')));
  const msp = group.values.MSP?.value as { readonly config?: { readonly root_certs?: readonly string[] } } | undefined;
  const roots = (msp?.config?.root_certs ?? []).map((pem) => new X509Certificate(Buffer.from(pem, 'base64')));
  if (roots.length !== 1 || roots[0]?.fingerprint256 !== known.fingerprint256)
    throw new FabricError('GENESIS_CONFLICT', `another root of ${code}`);
}

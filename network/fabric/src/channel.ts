import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Admin } from './admin.ts';
import { run } from './command.ts';
import type { FabricCommands } from './commands.ts';
import { configtx, PROFILE } from './configtx.ts';
import { FabricError } from './error.ts';
import { writeOwn } from './files.ts';
import { networkFiles } from './layout.ts';
import { retried } from './retry.ts';
import type { Site } from './site.ts';
import type { Topology } from './topology.ts';

/** Makes the channel's genesis block from the agencies' MSP folders. */
export async function makeGenesis(
  root: string,
  topology: Topology,
  sites: readonly Site[],
  commands: FabricCommands,
): Promise<void> {
  const { channel, genesis } = networkFiles(root);
  await mkdir(channel, { recursive: true, mode: 0o700 });
  await writeOwn(join(channel, 'configtx.yaml'), configtx(root, topology, sites));
  const args = ['-profile', PROFILE, '-channelID', topology.channel, '-outputBlock', genesis];
  await run(commands.configtxgen, args, { cwd: channel, env: { FABRIC_CFG_PATH: channel } });
}

/** Lets an agency's orderer take part in the channel, once it listens; an orderer that does already is left alone. */
export async function joinOrderer(admin: Admin, channel: string, block: string): Promise<void> {
  const answer = await retried(() => admin.osnadmin('join', '--channelID', channel, '--config-block', block));
  if (!/Status: 201|already exists/.test(answer)) throw new FabricError('FABRIC_COMMAND_FAILED', answer.slice(0, 300));
}

/** Lets an agency's peer take part in the channel, once it listens. */
export async function joinPeer(admin: Admin, block: string): Promise<void> {
  await retried(() =>
    admin.peer('channel', 'join', '-b', block).catch((error: Error) => {
      if (/already exists/.test(error.message)) return '';
      throw error;
    }),
  );
}

import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { application, consentersOf, type MemberConfig, ordering } from './channel-config.ts';
import { ChannelUpdates } from './channel-update.ts';
import { run } from './command.ts';
import type { FabricCommands } from './commands.ts';
import { configtx, PROFILE } from './configtx.ts';
import type { Site } from './site.ts';
import type { AgencyPlan, Consensus } from './topology.ts';
import { inScratch } from './translator.ts';

export interface MemberPlan {
  readonly agency: AgencyPlan;
  readonly site: Site;
  readonly consensus: Consensus;
  /** Whether it brings an orderer. */
  readonly orders: boolean;
}

/**
 * How an agency would stand in a channel, from its public certificates under `root`: what configtxgen makes of a channel
 * of this agency alone, so that who joins later is defined exactly as who founded.
 */
export async function memberConfig(root: string, plan: MemberPlan, commands: FabricCommands): Promise<MemberConfig> {
  const { agency, site, consensus, orders } = plan;
  const topology = { name: 'one', channel: 'one', consensus, agencies: [agency] };
  const block = await inScratch(async (folder) => {
    await writeFile(join(folder, 'configtx.yaml'), configtx(root, topology, [site]));
    const file = join(folder, 'one.block');
    const args = ['-profile', PROFILE, '-channelID', topology.channel, '-outputBlock', file];
    await run(commands.configtxgen, args, { cwd: folder, env: { FABRIC_CFG_PATH: folder } });
    return readFile(file);
  });
  const config = await new ChannelUpdates(topology.channel, commands).configIn(block);
  const [consenter = null] = consentersOf(config);
  const { [agency.code]: member } = application(config).groups;
  const { [agency.code]: orderer } = ordering(config).groups;
  if (member === undefined || orderer === undefined) throw new Error(`configtxgen left ${agency.code} out`);
  return { code: agency.code, application: member, orderer, consenter: orders ? consenter : null };
}

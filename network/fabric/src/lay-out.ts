import { writeAdminConfig } from './admin.ts';
import { writeBuilder } from './builder.ts';
import { coreConfig } from './core-config.ts';
import { writeFolder } from './files.ts';
import { agencyFolder } from './layout.ts';
import { type Issuer, writeMaterial } from './material.ts';
import { ordererConfig } from './orderer-config.ts';
import type { Site } from './site.ts';

/** Everything an agency's nodes start with, in its own folder: keys, certificates, configuration, builder. */
export async function layOut(root: string, site: Site, issuer: Issuer): Promise<void> {
  const folder = agencyFolder(root, site.agency);
  await writeMaterial(root, site, issuer);
  await writeFolder(folder.orderer, { 'orderer.yaml': ordererConfig(site) });
  // The others' peers it finds by the channel's anchor peers.
  await writeFolder(folder.peer, { 'core.yaml': coreConfig(site) });
  await writeBuilder(`${folder.peer}/builder`);
  await writeAdminConfig(root, site);
}

import { writeAdminConfig } from './admin.ts';
import { writeBuilder } from './builder.ts';
import { coreConfig } from './core-config.ts';
import { writeFolder } from './files.ts';
import { agencyFolder } from './layout.ts';
import { type Issuer, writeMaterial } from './material.ts';
import { ordererConfig } from './orderer-config.ts';
import { addressOf, type Site } from './site.ts';

/** Everything an agency's nodes start with, in its own folder: keys, certificates, configuration, builder. */
export async function layOut(root: string, site: Site, sites: readonly Site[], issuer: Issuer): Promise<void> {
  const folder = agencyFolder(root, site.agency);
  await writeMaterial(root, site, issuer);
  await writeFolder(folder.orderer, { 'orderer.yaml': ordererConfig(site) });
  await writePeerConfig(root, site, sites);
  await writeBuilder(`${folder.peer}/builder`);
  await writeAdminConfig(root, site);
}

/** The peer's configuration; it finds the others' peers through those it is told of here, and by the channel. */
export async function writePeerConfig(root: string, site: Site, sites: readonly Site[]): Promise<void> {
  const others = sites.filter(({ agency }) => agency !== site.agency).map((other) => addressOf(other, 'peer'));
  await writeFolder(agencyFolder(root, site.agency).peer, { 'core.yaml': coreConfig(site, others) });
}

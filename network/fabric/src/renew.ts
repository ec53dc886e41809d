import { X509Certificate } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Admin } from './admin.ts';
import { answers, steady } from './answers.ts';
import { type Consenter, consenterOf } from './channel-config.ts';
import { withRenewedConsenter } from './channel-members.ts';
import { writeOwn } from './files.ts';
import { agencyFolder } from './layout.ts';
import { type Issuer, type NodeUnit, writeChaincodeMaterial, writeNodeMaterial } from './material.ts';
import type { FabricNetwork } from './network.ts';
import { refreshOrderers, refreshPeers } from './refresh.ts';
import { newer, orderChange } from './updating.ts';
import { sourcesInForce, upgrade } from './upgrade.ts';
import { serialOf, serialsOn } from './verify-export-revocation.ts';

/** What of an agency can be renewed, each by itself. */
export const renewable = ['admin', 'peer', 'orderer', 'chaincode'] as const;
export type Renewable = (typeof renewable)[number];

/**
 * Gives one node fresh keys and certificates while the network goes on. An orderer's stand in the channel's
 * configuration, so the channel is changed before the orderer is; the chaincode's stand in the peer's package, so the
 * package is installed anew. Renew one orderer at a time: it is away for the seconds of its restart.
 */
export async function renew(network: FabricNetwork, agency: string, node: Renewable, issuer: Issuer): Promise<void> {
  network.say(`renewing ${node} of ${agency}`);
  if (node === 'chaincode') {
    await writeChaincodeMaterial(network.folder, network.site(agency), issuer);
    await upgrade(network, { sources: await sourcesInForce(network), agencies: [agency] });
    return;
  }
  const folder = agencyFolder(network.folder, agency)[node];
  const former = new X509Certificate(await readFile(join(folder, 'msp/signcerts/certificate.pem')));
  const revoked = node === 'peer' && (await isRevoked(folder, former));
  if (!(await isStaged(network, agency, node))) await stage(network, agency, node, issuer);
  if (node === 'orderer') await admitOrderer(network, agency);
  await takeOver(network, agency, node);
  network.say(`the former certificate of ${node}.${agency} is ${former.serialNumber.toLowerCase().padStart(32, '0')}`);
  if (node === 'orderer' && (await network.supervised())) await network.orders(agency);
  if (node === 'orderer') await refreshOrderers(network, [agency]);
  if (revoked) await refreshPeers(network, agency);
}

/** Whether a certificate is on the list that was published with the last revocation. */
const isRevoked = async (node: string, certificate: X509Certificate): Promise<boolean> =>
  serialsOn(await readFile(join(node, 'msp/crls/issuing.pem'))).has(serialOf(certificate));

/** The update by which the channel knows an orderer's new certificates, which are made now and wait in `next`. */
export async function proposeRenewal(network: FabricNetwork, agency: string, issuer: Issuer): Promise<Uint8Array> {
  if (!(await isStaged(network, agency, 'orderer'))) await stage(network, agency, 'orderer', issuer);
  const renewed = await stagedConsenter(network, agency);
  return network.updates.propose(network.ownAdmin(agency), (config) => withRenewedConsenter(config, agency, renewed));
}

const staged = (network: FabricNetwork, agency: string, node: NodeUnit): string =>
  join(agencyFolder(network.folder, agency)[node], 'next');

const isStaged = (network: FabricNetwork, agency: string, node: NodeUnit): Promise<boolean> =>
  readFile(join(staged(network, agency, node), 'complete')).then(
    () => true,
    () => false,
  );

/** New material waits beside the old until it may be used: an interrupted renewal goes on with the same keys. */
async function stage(network: FabricNetwork, agency: string, node: NodeUnit, issuer: Issuer): Promise<void> {
  const folder = staged(network, agency, node);
  await rm(folder, { recursive: true, force: true });
  const msp = { bundle: issuer.bundle, crls: await issuer.crls() };
  await writeNodeMaterial(folder, network.site(agency), node, issuer, msp);
  await writeOwn(join(folder, 'complete'), '');
}

async function stagedConsenter(network: FabricNetwork, agency: string): Promise<Consenter> {
  const folder = staged(network, agency, 'orderer');
  const encoded = async (path: string): Promise<string> => (await readFile(join(folder, path))).toString('base64');
  const tls = await encoded('tls/leaf.pem');
  const identity = await encoded('msp/signcerts/certificate.pem');
  return { host: '', port: 0, client_tls_cert: tls, server_tls_cert: tls, identity };
}

async function admitOrderer(network: FabricNetwork, agency: string): Promise<void> {
  const renewed = await stagedConsenter(network, agency);
  const lead = someAdmin(network, agency);
  const before = await network.updates.config(lead);
  if (consenterOf(before, agency)?.client_tls_cert === renewed.client_tls_cert) return;
  // The peers are not waited for: this agency's may have asked the orderer that is away.
  const change = () =>
    orderChange(network, (config) => withRenewedConsenter(config, agency, renewed), { led: lead.site.agency });
  if (network.description.topology.consensus === 'bft' && (await network.supervised()))
    return whileDown(network, agency, change);
  await change();
  // One that starts without this block does not find itself among the orderers and has to fetch it as a stranger first.
  const own = network.ownAdmin(agency);
  await newer(network, own, before, [own], OWN_BLOCK_MS).catch(() => undefined);
}

/**
 * Stops an orderer before the channel learns of its new certificates. One that goes on signs by a key that the others do
 * not know any more from that block on, and counts its own signature: it then writes a block that nobody else may have,
 * and no leader is ever agreed on again (SmartBFT of Fabric 3.1.1). Under Raft nobody counts signatures.
 */
async function whileDown(network: FabricNetwork, agency: string, change: () => Promise<unknown>): Promise<void> {
  await steady(network);
  await network.processes.set(`orderer.${agency}`, false);
  try {
    await change();
  } catch (error) {
    await network.processes.set(`orderer.${agency}`, true);
    throw error;
  }
}

/** Milliseconds that an orderer gets to learn of its own renewal; one that is down learns of it when it is back. */
const OWN_BLOCK_MS = 5_000;

/** Another agency's administrator if there is one here: the own orderer may be the one that is away. */
const someAdmin = (network: FabricNetwork, agency: string): Admin =>
  network.ownAdmin(network.own.find((one) => one !== agency) ?? agency);

/** The new material takes the old one's place, and the node starts with it. */
async function takeOver(network: FabricNetwork, agency: string, node: NodeUnit): Promise<void> {
  const folder = agencyFolder(network.folder, agency)[node];
  for (const part of ['msp', 'tls']) await replaceFolder(join(folder, 'next', part), join(folder, part));
  await rm(join(folder, 'next'), { recursive: true });
  if (node === 'admin') return;
  await network.restart(`${node}.${agency}`);
  if (await network.supervised()) await answers(network, agency, node);
}

/** A run that ended in between left the new folder in its place, or the old one moved aside. */
async function replaceFolder(from: string, to: string): Promise<void> {
  if (!existsSync(from)) return;
  await rm(`${to}.previous`, { recursive: true, force: true });
  if (existsSync(to)) await rename(to, `${to}.previous`);
  await rename(from, to);
  await rm(`${to}.previous`, { recursive: true, force: true });
}

import { generateKeyPairSync } from 'node:crypto';
import {
  type Authority,
  type AuthorityBundle,
  type Issued,
  issueNode,
  issueTls,
  localMspFolder,
  type MspRequest,
  mspFolder,
} from '@tocsin/crypto-config';
import { writeFolder } from './files.ts';
import { agencyFolder } from './layout.ts';
import type { Site } from './site.ts';

/** An agency's certificate authority, wherever its keys lie; crypto-config's `AuthorityFolder` is one. */
export interface Issuer {
  readonly bundle: AuthorityBundle;
  issue(make: (authority: Authority) => Promise<Issued>): Promise<Issued>;
  crls(): Promise<{ readonly root: string; readonly issuing: string }>;
}

/** Days a node's TLS certificate lives. */
const TLS_DAYS = 90;

/**
 * Makes or renews every certificate of an agency's nodes, with fresh keys: peer, orderer and administrator, a TLS
 * certificate for each, and the two ends of the chaincode's connection. Keys stay in the agency's own folder (0600).
 */
export async function writeMaterial(root: string, site: Site, issuer: Issuer): Promise<void> {
  const folder = agencyFolder(root, site.agency);
  const msp = { bundle: issuer.bundle, crls: await issuer.crls() };
  await writeFolder(folder.msp, mspFolder(msp), 0o644);
  for (const ou of ['peer', 'orderer', 'admin'] as const) await writeNodeMaterial(folder[ou], site, ou, issuer, msp);
  await writeChaincodeMaterial(root, site, issuer);
}

export type NodeUnit = 'peer' | 'orderer' | 'admin';

/** One node's identity and TLS certificate, with fresh keys, into `msp` and `tls` of a folder. */
export async function writeNodeMaterial(
  path: string,
  site: Site,
  ou: NodeUnit,
  issuer: Issuer,
  msp: MspRequest,
): Promise<void> {
  const identity = await certified(issuer, (authority, publicKey) =>
    issueNode(authority, { name: `${ou}.${site.agency}`, ou, publicKey }),
  );
  await writeFolder(`${path}/msp`, localMspFolder(msp, { certificate: identity.leaf, key: identity.key }));
  await writeTls(`${path}/tls`, [site.host, serverName(ou, site.agency)], issuer);
}

/** Both ends of the connection between the peer and its chaincode. */
export async function writeChaincodeMaterial(root: string, site: Site, issuer: Issuer): Promise<void> {
  const { chaincode } = agencyFolder(root, site.agency);
  for (const end of ['tls', 'peer-tls']) await writeTls(`${chaincode}/${end}`, [], issuer);
}

/** The name by which a gateway knows its own peer, wherever it listens. */
export const serverName = (ou: string, agency: string): string => `${ou}.${agency}`;

/** A fresh key with its TLS certificate, for server and client. */
async function writeTls(path: string, names: readonly string[], issuer: Issuer): Promise<void> {
  const hosts = [...new Set([...names, 'localhost', '127.0.0.1'])];
  const { leaf, chain, key } = await certified(issuer, (authority, publicKey) =>
    issueTls(authority, { hosts, publicKey, days: TLS_DAYS }),
  );
  await writeFolder(path, {
    'leaf.pem': leaf,
    'chain.pem': chain,
    'key.pem': key,
    'authority.pem': issuer.bundle.tls,
    'authorities.pem': issuer.bundle.tls + issuer.bundle.root,
  });
}

interface Certified {
  readonly leaf: string;
  /** Leaf, then its issuer. */
  readonly chain: string;
  /** PKCS#8, PEM. */
  readonly key: string;
}

async function certified(
  issuer: Issuer,
  issue: (authority: Authority, publicKey: Uint8Array) => Promise<Issued>,
): Promise<Certified> {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const spki = new Uint8Array(publicKey.export({ format: 'der', type: 'spki' }));
  const { pem, chain } = await issuer.issue((authority) => issue(authority, spki));
  return { leaf: pem, chain, key: privateKey.export({ format: 'pem', type: 'pkcs8' }).toString() };
}

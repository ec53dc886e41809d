import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { type Authority, derToPem, issueGateway, issueNode } from '@tocsin/crypto-config';

/** A node of an agency with its key, as Fabric's own nodes have them. */
export interface TestNode {
  readonly agency: string;
  readonly key: KeyObject;
  /** PEM. */
  readonly certificate: string;
}

/** Lets an authority certify a fresh key for a peer, an orderer or a gateway. */
export async function certifiedNode(
  authority: Authority,
  ou: 'peer' | 'orderer' | 'client',
  at: Date,
): Promise<TestNode> {
  const { publicKey, privateKey: key } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
  const spki = new Uint8Array(publicKey.export({ type: 'spki', format: 'der' }));
  const { certificate } =
    ou === 'client'
      ? await issueGateway(authority, { gatewayName: 'gateway-1', publicKey: spki, at })
      : await issueNode(authority, { name: `${ou}-1`, ou, publicKey: spki, at });
  return { agency: authority.agency, key, certificate: derToPem(certificate, 'CERTIFICATE') };
}

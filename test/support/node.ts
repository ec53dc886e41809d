import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { type Authority, derToPem, issueGateway, issueNode, issueTls } from '@tocsin/crypto-config';

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

/** A TLS certificate with its key, PEM, and the authority that signed it. */
export interface TestTls {
  readonly chain: string;
  readonly key: string;
  readonly authority: string;
}

/** Lets an authority certify a fresh TLS key. */
export async function certifiedTls(authority: Authority, hosts: readonly string[]): Promise<TestTls> {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
  const { chain } = await issueTls(authority, {
    hosts,
    publicKey: new Uint8Array(publicKey.export({ type: 'spki', format: 'der' })),
  });
  const key = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  return { chain, key, authority: authority.tls.certificate };
}

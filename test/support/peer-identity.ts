import { type Authority, derToPem, issueGateway, makeCrls, pemToDer, revoke } from '@tocsin/crypto-config';
import type { PeerCredentials } from '@tocsin/gateway';
import type { TestAgency } from './agency.ts';
import { keyPair, spkiOf } from './officer.ts';

/** By which an agency's gateway proves itself to others: its identity on the ledger. */
export const peerIdentity = ({ gateway, gatewayKeys }: TestAgency): Promise<PeerCredentials> =>
  identityOf(gatewayKeys, [gateway.certificate, gateway.issuing]);

/** A key with its certificates (DER), as PEM. */
export async function identityOf(keys: CryptoKeyPair, chain: readonly Uint8Array[]): Promise<PeerCredentials> {
  const pkcs8 = new Uint8Array(await crypto.subtle.exportKey('pkcs8', keys.privateKey));
  const cert = chain.map((der) => derToPem(der, 'CERTIFICATE')).join('');
  return { key: derToPem(pkcs8, 'PRIVATE KEY'), cert };
}

/** A fresh gateway's identity by any authority, at any time. */
export async function certifiedPeer(authority: Authority, at: number, days = 365): Promise<PeerCredentials> {
  const keys = await keyPair();
  const order = { gatewayName: 'gateway-1', publicKey: await spkiOf(keys), at: new Date(at), days };
  const { certificate } = await issueGateway(authority, order);
  return identityOf(keys, [certificate]);
}

/** A second identity of an agency's gateway, and the list (DER) that takes it back from that moment on. */
export async function revokedPeer(authority: Authority, at: number) {
  const [keys, date] = [await keyPair(), new Date(at)];
  const order = { gatewayName: 'gateway-2', publicKey: await spkiOf(keys), at: date };
  const { certificate, entry } = await issueGateway(authority, order);
  const known = { ...authority, issued: [...authority.issued, entry] };
  const { crls } = await makeCrls(revoke(known, entry.serial, 'keyCompromise', date), { at: date });
  return { credentials: await identityOf(keys, [certificate]), list: pemToDer(crls.issuing, 'X509 CRL') };
}

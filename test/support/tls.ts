import { type Authority, createAuthority, issueGateway, issueTls, type SubjectKey } from '@tocsin/crypto-config';
import { keyPair, spkiOf } from './officer.ts';

export type { Authority };

/** What one side of a mutual TLS connection holds, PEM. */
export interface TlsSide {
  readonly key: Buffer;
  /** Its certificate, then its issuer's. */
  readonly certificate: Buffer;
}

/** An agency's authorities as of the real clock: TLS asks the machine what time it is. */
export const realAuthority = (agency = 'th-police'): Promise<Authority> =>
  createAuthority({ agency, country: agency.slice(0, 2).toUpperCase(), name: `Fictitious ${agency}` });

/** The TLS authority, then its root, PEM. */
export const tlsAuthorityFile = ({ tls, root }: Authority): Buffer =>
  Buffer.from(`${tls.certificate.trim()}\n${root.certificate}`);

/** A key with a certificate for this machine by the TLS authority. */
export const tlsSide = (authority: Authority): Promise<TlsSide> =>
  certified((subject) => issueTls(authority, { ...subject, hosts: ['localhost', '127.0.0.1'] }));

/** A gateway's identity: by the same agency, but no TLS certificate. */
export const identitySide = (authority: Authority): Promise<TlsSide> =>
  certified((subject) => issueGateway(authority, { ...subject, gatewayName: 'gateway-1' }));

async function certified(issue: (subject: SubjectKey) => Promise<{ readonly chain: string }>): Promise<TlsSide> {
  const keys = await keyPair();
  const { chain } = await issue({ publicKey: await spkiOf(keys) });
  const key = await crypto.subtle.exportKey('pkcs8', keys.privateKey);
  const lines = Buffer.from(key).toString('base64').replaceAll(/.{64}/g, '$&\n');
  const pem = `-----BEGIN PRIVATE KEY-----\n${lines}\n-----END PRIVATE KEY-----\n`;
  return { key: Buffer.from(pem), certificate: Buffer.from(chain) };
}

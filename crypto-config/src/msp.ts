import type { AuthorityBundle } from './authority.ts';

/** Files of a folder: path from the folder on, and text. */
export type FileTexts = Readonly<Record<string, string>>;

export interface MspRequest {
  readonly bundle: AuthorityBundle;
  /** Newest revocation lists of root and issuing authority, PEM. */
  readonly crls: { readonly root: string; readonly issuing: string };
}

/** A node's or administrator's own certificate and key, PEM. */
export interface MspIdentity {
  readonly certificate: string;
  /** PKCS#8. */
  readonly key: string;
}

const issuing = 'intermediatecerts/issuing.pem';

/**
 * An agency's membership service provider as Fabric's folder: how others tell its identities and TLS hosts.
 * The TLS authority stands as a TLS root of its own, so that an officer's certificate, which chains to the same root
 * of the agency, can never open a TLS connection. Roles come from the certificate's OU (client, peer, orderer, admin).
 */
export function mspFolder({ bundle, crls }: MspRequest): FileTexts {
  return {
    'cacerts/root.pem': bundle.root,
    [issuing]: bundle.issuing,
    'tlscacerts/tls.pem': bundle.tls,
    'crls/root.pem': crls.root,
    'crls/issuing.pem': crls.issuing,
    'config.yaml': nodeOus,
  };
}

/** The same folder with the identity that signs: what a peer, an orderer or an administrator runs with. */
export function localMspFolder(request: MspRequest, { certificate, key }: MspIdentity): FileTexts {
  return { ...mspFolder(request), 'signcerts/certificate.pem': certificate, 'keystore/key.pem': key };
}

const nodeOus = [
  'NodeOUs:',
  '  Enable: true',
  ...['Client', 'Peer', 'Admin', 'Orderer'].flatMap((role) => [
    `  ${role}OUIdentifier:`,
    `    Certificate: ${issuing}`,
    `    OrganizationalUnitIdentifier: ${role.toLowerCase()}`,
  ]),
  '',
].join('\n');

import { createAuthority, issueOfficer, makeCrls, pemToDer } from '@tocsin/crypto-config';
import {
  generateSealKey,
  type Head,
  type Inner,
  type SealedFile,
  type SealKey,
  type Signer,
  type Trust,
  webCryptoSigner,
} from '@tocsin/envelope';
import { handleOf } from '@tocsin/record';

export interface Reader {
  readonly agency: string;
  readonly key: SealKey;
}

const day = 86_400_000;
const agency = 'th-police';
interface Author {
  readonly signer: Signer;
  readonly pkcs8: Uint8Array;
  readonly chain: Uint8Array[];
  readonly root: Uint8Array;
  readonly crls: Uint8Array[];
}
let made: Promise<Author> | undefined;

/** One Thai officer with a real certificate, made once. */
export function author(): Promise<Author> {
  made ??= makeAuthor();
  return made;
}

async function makeAuthor(): Promise<Author> {
  const authority = await createAuthority({ agency, country: 'TH', name: 'Bench Police' });
  const keys = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, ['sign', 'verify']);
  const publicKey = new Uint8Array(await crypto.subtle.exportKey('spki', keys.publicKey));
  const handle = handleOf(publicKey);
  const issued = await issueOfficer(authority, { handle, publicKey, unit: 'duty-desk', roles: ['author'] });
  const { crls } = await makeCrls(authority);
  return {
    signer: webCryptoSigner(handle, keys.privateKey),
    pkcs8: new Uint8Array(await crypto.subtle.exportKey('pkcs8', keys.privateKey)),
    chain: [issued.certificate, pemToDer(authority.issuing.certificate, 'CERTIFICATE')],
    root: pemToDer(authority.root.certificate, 'CERTIFICATE'),
    crls: [crls.root, crls.issuing].map((pem) => pemToDer(pem, 'X509 CRL')),
  };
}

export async function trust(): Promise<Trust> {
  const { root, crls } = await author();
  return { rootOf: () => root, crls: () => crls, at: new Date(Date.now() + day / 24) };
}

/** Addressees with a fresh unit key each. */
export const readers = (count: number): Reader[] =>
  Array.from({ length: count }, (_, index) => ({ agency: `kh-unit${index + 10}`, key: generateSealKey() }));

/** An alert of about 4 KB, with names in the region's scripts; everybody in it is invented. */
export function innerOf(handle: string, to: readonly Reader[]): Inner {
  const summary = 'ผู้เสียหายถูกหลอกไปทำงานในอาคารหลอกลวงออนไลน์ ชายแดนปอยเปต เอกสารถูกยึด '.repeat(16);
  return {
    typ: 'tocsin/sealed/1',
    id: 'mzxw6ytboi4dknbvgm3dinzwha',
    author: { agency, handle },
    to: to.map((reader) => reader.agency).sort(),
    agreement: 'nbswy3dpeb3w64tmmqqho2lunb',
    handling: { tlp: 'AMBER', codes: ['H1', 'H2'] },
    created: '2026-11-23T07:30:00.000Z',
    content: { schema: 'alert/1', language: 'th', title: 'ศูนย์หลอกลวงออนไลน์', summary },
  };
}

export const headOf = (inner: Inner, { fileHash, headerHash }: SealedFile): Head => ({
  id: inner.id,
  author: inner.author.agency,
  handle: inner.author.handle,
  to: inner.to,
  agreement: inner.agreement,
  handling: inner.handling,
  fileHash,
  headerHash,
});

import { verify, type X509Certificate } from 'node:crypto';
import { certificateIn, type Identity, type NodeRole, type Trust, Vouched } from '@tocsin/fabric-block';

/** One revocation list: its signed part, who it claims to be from, and the serial numbers on it. */
interface RevocationList {
  readonly signed: Uint8Array;
  readonly hash: string;
  readonly signature: Uint8Array;
  readonly serials: ReadonlySet<string>;
}

/** What each agency's MSP holds: certificates of its authorities and their revocation lists, PEM or DER. */
export interface Authorities {
  readonly certificates: readonly Uint8Array[];
  readonly lists: readonly Uint8Array[];
}

/** Keys that an agency's authorities vouch for and have not revoked, as the channel's configuration has it. */
export class Standing extends Vouched {
  readonly #authorities: ReadonlyMap<string, readonly { authority: X509Certificate; serials: Set<string> }[]>;

  constructor(trust: Trust, authorities: ReadonlyMap<string, Authorities>) {
    super(trust, new Map([...authorities].map(([agency, { certificates }]) => [agency, certificates])));
    this.#authorities = new Map([...authorities].map(([agency, one]) => [agency, revokedBy(one)]));
  }

  override find(identity: Identity, role?: NodeRole) {
    return this.#isRevoked(identity) ? null : super.find(identity, role);
  }

  #isRevoked({ mspid, certificate }: Identity): boolean {
    const all = this.#authorities.get(mspid) ?? [];
    if (all.every(({ serials }) => serials.size === 0)) return false;
    const read = certificateIn(certificate);
    if (read === null) return false;
    return all.some(({ authority, serials }) => serials.has(serialOf(read)) && read.checkIssued(authority));
  }
}

/** As revocation lists are read here: hexadecimal without leading zeros. */
export const serialOf = ({ serialNumber }: X509Certificate): string => BigInt(`0x${serialNumber}`).toString(16);

/** Serial numbers that each authority has revoked by a list that bears its signature. */
function revokedBy({ certificates, lists }: Authorities) {
  const read = lists.map(listIn);
  return certificates.map((certificate) => {
    const authority = certificateIn(certificate);
    if (authority === null) throw new Error('not the certificate of an authority');
    const own = read.filter(({ signed, hash, signature }) => verify(hash, signed, authority.publicKey, signature));
    return { authority, serials: new Set(own.flatMap(({ serials }) => [...serials])) };
  });
}

/** Serial numbers on a revocation list, PEM or DER, whoever signed it. @throws Error when it is none */
export const serialsOn = (list: Uint8Array): ReadonlySet<string> => listIn(list).serials;

/** CertificateList of RFC 5280, 5.1: what is signed, the algorithm, the signature. @throws Error when it is none */
function listIn(bytes: Uint8Array): RevocationList {
  const [whole] = elements(derOf(bytes));
  const [body, algorithm, signature] = elements(whole?.value ?? empty);
  if (body === undefined || algorithm === undefined || signature === undefined)
    throw new Error('not a revocation list');
  const hash = hashes.get(Buffer.from(elements(algorithm.value)[0]?.value ?? empty).toString('hex'));
  if (hash === undefined) throw new Error('a revocation list signed by another algorithm');
  // After version, algorithm, issuer and the two times (or one) comes the list itself, if anything is on it.
  const [, ...rest] = elements(body.value).filter(({ tag }) => tag === SEQUENCE);
  const revoked = rest[1] === undefined ? [] : elements(rest[1].value);
  const serials = revoked.map(({ value }) => integer(elements(value)[0]));
  return { signed: body.whole, hash, signature: signature.value.subarray(1), serials: new Set(serials) };
}

const SEQUENCE = 0x30;
const empty = new Uint8Array();

/** ecdsa-with-SHA256 and ecdsa-with-SHA384 (RFC 5758, 3.2). */
const hashes: ReadonlyMap<string, string> = new Map([
  ['2a8648ce3d040302', 'sha256'],
  ['2a8648ce3d040303', 'sha384'],
]);

const integer = (element: Element | undefined): string => {
  if (element?.tag !== 0x02) throw new Error('not a serial number');
  return BigInt(`0x${Buffer.from(element.value).toString('hex')}`).toString(16);
};

interface Element {
  readonly tag: number;
  readonly value: Uint8Array;
  readonly whole: Uint8Array;
}

/** The elements of DER that follow each other. */
function elements(bytes: Uint8Array): Element[] {
  const found: Element[] = [];
  for (let at = 0; at < bytes.length; ) {
    const [tag = 0, first = 0] = bytes.subarray(at, at + 2);
    const more = first > 0x80 ? first - 0x80 : 0;
    const length =
      more === 0 ? first : Number(`0x${Buffer.from(bytes.subarray(at + 2, at + 2 + more)).toString('hex')}`);
    const start = at + 2 + more;
    if (first === 0x80 || more > 4 || !(start + length <= bytes.length)) throw new Error('not DER');
    found.push({ tag, value: bytes.subarray(start, start + length), whole: bytes.subarray(at, start + length) });
    at = start + length;
  }
  return found;
}

function derOf(bytes: Uint8Array): Uint8Array {
  const text = Buffer.from(bytes).toString('latin1');
  const pem = /-----BEGIN X509 CRL-----([A-Za-z0-9+/=\s]+)-----END X509 CRL-----/.exec(text);
  return pem === null ? bytes : Buffer.from(pem[1] ?? '', 'base64');
}

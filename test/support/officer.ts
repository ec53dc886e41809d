import { type Authority, issueOfficer, pemToDer } from '@tocsin/crypto-config';
import { randomBytes, type Signer, signStatement, toBase64url, webCryptoSigner } from '@tocsin/envelope';
import {
  type AgencyCode,
  type Handle,
  handleOf,
  type Instant,
  type Role,
  type StatementId,
  type StatementOf,
  type StatementType,
  statementId,
} from '@tocsin/record';

/** What a statement says besides what every statement says. */
export type Body<T extends StatementType> = Omit<
  StatementOf<T>,
  'typ' | 'id' | 'agency' | 'at' | 'nonce' | 'network'
> & { readonly network?: StatementId };

/** The network that an agency's officers sign for, once it takes part in one. */
const networks = new WeakMap<Authority, StatementId>();
export const takesPart = (authority: Authority, network: StatementId): void => void networks.set(authority, network);

/** For tests of odd statements: any member of the payload may be set or replaced. */
export type Odd = Readonly<Record<string, unknown>>;

/** A statement as signed, ready to submit. */
export interface Signed {
  readonly id: StatementId;
  readonly payload: Readonly<Record<string, unknown>>;
  readonly jws: string;
}

/** A fictitious officer with a real key and certificate. */
export interface Officer {
  readonly agency: AgencyCode;
  readonly handle: Handle;
  readonly unit: string;
  readonly roles: readonly Role[];
  readonly keys: CryptoKeyPair;
  readonly signer: Signer;
  /** X.509 DER. */
  readonly certificate: Uint8Array;
  /** DER: the officer's certificate, then the authority that issued it. */
  readonly chain: readonly Uint8Array[];
  sign<T extends StatementType>(typ: T, body: Body<T>, odd?: Odd): Promise<Signed>;
}

export interface OfficerOrder {
  readonly authority: Authority;
  readonly unit: string;
  readonly roles: readonly Role[];
  /** Milliseconds since 1970. */
  readonly clock: () => number;
  /** Default: the key's own, as every honest officer has it. */
  readonly handle?: Handle;
}

/** A fresh P-256 key pair that can be handed to a child process. */
export const keyPair = (): Promise<CryptoKeyPair> =>
  crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, ['sign', 'verify']);

export const spkiOf = async ({ publicKey }: CryptoKeyPair): Promise<Uint8Array> =>
  new Uint8Array(await crypto.subtle.exportKey('spki', publicKey));

/** Makes an officer's key and lets the agency certify it; registering on the ledger is another step. */
export async function certifiedOfficer({ authority, unit, roles, clock, ...order }: OfficerOrder): Promise<Officer> {
  const keys = await keyPair();
  const publicKey = await spkiOf(keys);
  const handle = order.handle ?? handleOf(publicKey);
  const { agency } = authority;
  const { certificate } = await issueOfficer(authority, { handle, publicKey, unit, roles, at: new Date(clock()) });
  const signer = webCryptoSigner(handle, keys.privateKey);
  const chain = [certificate, pemToDer(authority.issuing.certificate, 'CERTIFICATE')];
  const sign: Officer['sign'] = (typ, body, odd = {}) => signed({ authority, signer, clock }, { typ, ...body, ...odd });
  return { agency, handle, unit, roles, keys, signer, certificate, chain, sign };
}

async function signed(
  { authority, signer, clock }: { authority: Authority; signer: Signer; clock: () => number },
  body: Odd,
): Promise<Signed> {
  const { agency } = authority;
  const network = body.typ === 'network.found/1' ? {} : { network: networks.get(authority) ?? 'a'.repeat(26) };
  const nonce = typeof body.nonce === 'string' ? body.nonce : freshNonce();
  const at: Instant = new Date(clock()).toISOString();
  const payload = { id: statementId(agency, nonce), agency, at, nonce, ...network, ...body };
  return { id: payload.id, payload, jws: await signStatement(payload, signer) };
}

export const freshNonce = (): string => toBase64url(randomBytes(16));

import { type Authority, createAuthority, issueGateway, pemToDer } from '@tocsin/crypto-config';
import { generateSealKey, type SealKey, toBase64url, webCryptoSigner } from '@tocsin/envelope';
import type { GatewayIdentity } from '@tocsin/network-embedded';
import type { AgencyClass, AgencyCode, Ledger, Membership, Role } from '@tocsin/record';
import { certifiedOfficer, keyPair, type Officer, spkiOf } from './officer.ts';
import { type WitnessKeys, witnessKeys } from './witness-keys.ts';

export interface AgencyOrder {
  readonly code: AgencyCode;
  readonly class: AgencyClass;
}

/** The unit of every test agency that receives what is addressed to it. */
export const DESK = 'duty-desk';

export const usualAgencies: readonly AgencyOrder[] = [
  { code: 'th-police', class: 'police' },
  { code: 'kh-immigration', class: 'immigration' },
  { code: 'la-fiu', class: 'fiu' },
];

/** What an agency holds before any ledger knows of it. */
export interface AgencyKeys extends WitnessKeys {
  readonly code: AgencyCode;
  readonly class: AgencyClass;
  readonly authority: Authority;
  /** Root and issuing authority, DER. */
  readonly root: Uint8Array;
  readonly issuing: Uint8Array;
  readonly gateway: GatewayIdentity;
  /** The gateway's own key, extractable: a child process may need it. */
  readonly gatewayKeys: CryptoKeyPair;
  /** Registrar, signatory and coordinator from the founding on. */
  readonly registrar: Officer;
  /** Author and reader at the desk. */
  readonly officer: Officer;
  readonly keymaster: Officer;
  /** X-Wing key of the desk, epoch 1. */
  readonly sealKey: SealKey;
}

/** An agency of a founded exchange, with its way to the ledger. */
export interface TestAgency extends AgencyKeys {
  readonly ledger: Ledger;
}

/** An agency's authorities, made when the clock says. */
export function agencyAuthority(code: AgencyCode, clock: () => number): Promise<Authority> {
  const country = code.slice(0, 2).toUpperCase();
  return createAuthority({ agency: code, country, name: `Fictitious ${code}`, at: new Date(clock()) });
}

/** Makes an agency with its gateway and three officers, under its own authorities or under those given. */
export async function agencyKeys(order: AgencyOrder, clock: () => number, given?: Authority): Promise<AgencyKeys> {
  const at = new Date(clock());
  const authority = given ?? (await agencyAuthority(order.code, clock));
  const root = pemToDer(authority.root.certificate, 'CERTIFICATE');
  const issuing = pemToDer(authority.issuing.certificate, 'CERTIFICATE');
  const [registrar, officer, keymaster] = await Promise.all([
    certifiedOfficer({ authority, clock, unit: 'registry', roles: ['registrar', 'signatory', 'coordinator'] }),
    certifiedOfficer({ authority, clock, unit: DESK, roles: deskRoles(order) }),
    certifiedOfficer({ authority, clock, unit: DESK, roles: ['keymaster'] }),
  ]);
  const people = { registrar, officer, keymaster, sealKey: generateSealKey() };
  const witness = await witnessKeys(authority, DESK, clock);
  return { ...order, authority, root, issuing, ...(await gatewayOf(authority, at)), ...people, ...witness };
}

/** Whoever audits has no part in records. */
const deskRoles = ({ class: agencyClass }: AgencyOrder): Role[] =>
  agencyClass === 'auditor' ? ['auditor'] : ['author', 'reader'];

/** A gateway's key and certificate. */
export async function gatewayOf(
  authority: Authority,
  at: Date,
): Promise<{ gateway: GatewayIdentity; gatewayKeys: CryptoKeyPair }> {
  const gatewayKeys = await keyPair();
  const publicKey = await spkiOf(gatewayKeys);
  const { certificate } = await issueGateway(authority, { gatewayName: 'gateway-1', publicKey, at });
  const issuing = pemToDer(authority.issuing.certificate, 'CERTIFICATE');
  const signer = webCryptoSigner('gateway-1', gatewayKeys.privateKey);
  return { gateway: { agency: authority.agency, certificate, issuing, signer }, gatewayKeys };
}

/** What the agency brings into a network. */
export function membershipOf({
  code,
  class: agencyClass,
  authority,
  root,
  issuing,
  registrar,
}: AgencyKeys): Membership {
  return {
    code,
    class: agencyClass,
    country: authority.country,
    names: { en: authority.name },
    root: toBase64url(root),
    issuing: toBase64url(issuing),
    registrar: { handle: registrar.handle, certificate: toBase64url(registrar.certificate) },
  };
}

import type { KeyObject, X509Certificate } from 'node:crypto';
import { certificateIn } from './certificate.ts';
import { BlockError } from './error.ts';
import type { Identity } from './transaction.ts';

/** Root certificates (DER) of each agency, by its MSP identifier. The caller vouches for them; nothing else counts. */
export type Trust = ReadonlyMap<string, readonly Uint8Array[]>;

/** What a node may do is written in its certificate (Fabric's node OUs). */
export type NodeRole = 'orderer' | 'peer' | 'client' | 'admin';

/**
 * Which keys the agencies' authorities vouch for. Like Fabric's own validation it does not look at validity times: a
 * block stays good after its signers' certificates have run out. Answers are kept, because few nodes sign many blocks.
 */
export class Vouched {
  readonly #trust: Trust;
  readonly #intermediates: ReadonlyMap<string, readonly Uint8Array[]>;
  readonly #known = new Map<string, { key: KeyObject; roles: ReadonlySet<string> } | null>();

  constructor(trust: Trust, intermediates: ReadonlyMap<string, readonly Uint8Array[]>) {
    this.#trust = trust;
    this.#intermediates = intermediates;
  }

  /** The key of an identity in that role. @throws BlockError UNTRUSTED_CERTIFICATE */
  key(identity: Identity, role?: NodeRole): KeyObject {
    const key = this.find(identity, role);
    if (key === null) throw new BlockError('UNTRUSTED_CERTIFICATE');
    return key;
  }

  /** The key of an identity in that role, or null when no authority of its agency vouches for it. */
  find({ mspid, certificate }: Identity, role?: NodeRole): KeyObject | null {
    const name = `${mspid}\n${certificate}`;
    let known = this.#known.get(name);
    if (known === undefined) {
      known = this.#examine(mspid, certificate);
      // An enemy could send a new certificate with every transaction.
      if (this.#known.size >= 4096) this.#known.clear();
      this.#known.set(name, known);
    }
    return known === null || (role !== undefined && !known.roles.has(role)) ? null : known.key;
  }

  #examine(mspid: string, pem: string): { key: KeyObject; roles: ReadonlySet<string> } | null {
    const roots = readable(this.#trust.get(mspid) ?? []);
    const between = readable(this.#intermediates.get(mspid) ?? []);
    const certificate = certificateIn(pem);
    if (certificate === null || certificate.ca || !chains(certificate, roots, between)) return null;
    return { key: certificate.publicKey, roles: new Set(unitsOf(certificate)) };
  }
}

/** Whether a certificate comes from a root, at most three authorities away. */
function chains(
  certificate: X509Certificate,
  roots: readonly X509Certificate[],
  between: readonly X509Certificate[],
  depth = 3,
): boolean {
  if (roots.some((root) => issued(root, certificate))) return true;
  if (depth === 0) return false;
  return between.some((one) => issued(one, certificate) && chains(one, roots, between, depth - 1));
}

const issued = (issuer: X509Certificate, certificate: X509Certificate): boolean =>
  issuer.ca && certificate.checkIssued(issuer) && certificate.verify(issuer.publicKey);

function unitsOf(certificate: X509Certificate): readonly string[] {
  const units: unknown = certificate.toLegacyObject().subject?.OU;
  return [units].flat().filter((unit) => typeof unit === 'string');
}

const readable = (certificates: readonly Uint8Array[]): X509Certificate[] =>
  certificates.map(certificateIn).filter((one) => one !== null);

import { type Certificate, digest, equalBytes, fromBase64url, verifyChain } from '@tocsin/envelope/verify';
import { DeviceError } from './error.ts';

/**
 * The agencies' roots that this device trusts: the founding bundle, and beside each the agency's revocation lists.
 * What a gateway says about roots is never believed.
 */
export class Roots {
  readonly #roots: ReadonlyMap<string, Uint8Array>;
  readonly #lists: ReadonlyMap<string, readonly Uint8Array[]>;

  constructor(roots: ReadonlyMap<string, Uint8Array>, lists: ReadonlyMap<string, readonly Uint8Array[]> = new Map()) {
    this.#roots = roots;
    this.#lists = lists;
  }

  /** DER. */
  rootOf(agency: string): Uint8Array | undefined {
    return this.#roots.get(agency);
  }

  /** Agencies whose roots these are, in the order of their codes. */
  get agencies(): string[] {
    return [...this.#roots.keys()].sort();
  }

  crls(agency: string): Uint8Array[] {
    return [...(this.#lists.get(agency) ?? [])];
  }

  /** SHA-256 of the trusted root in hex, or null where there is none. */
  fingerprintOf(agency: string): string | null {
    const root = this.rootOf(agency);
    return root === undefined ? null : digest(root);
  }

  /** Whether a root as the ledger registers it (DER, base64url) is the one trusted here. */
  trusts(agency: string, root: string): boolean {
    const trusted = this.rootOf(agency);
    return trusted !== undefined && equalBytes(trusted, fromBase64url(root));
  }

  /**
   * An officer's certificate that chains to the root of its agency, valid at that moment.
   * @throws DeviceError NO_ROOT; EnvelopeError of the chain
   */
  async certified(agency: string, certificate: string, issuing: string, at: Date): Promise<Certificate> {
    const root = this.rootOf(agency);
    if (root === undefined) throw new DeviceError('NO_ROOT', agency);
    const chain = [fromBase64url(certificate), fromBase64url(issuing)];
    return verifyChain({ chain, root, at, crls: this.crls(agency) });
  }
}

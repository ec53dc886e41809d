import { readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { pemToDer } from '@tocsin/crypto-config';
import {
  type Certificate,
  digest,
  equalBytes,
  fromBase64url,
  readCertificate,
  verifyChain,
} from '@tocsin/envelope/verify';
import { CliError } from './error.ts';

/**
 * The agencies' roots that this device trusts: the founding bundle, a folder of `<agency>.pem`, beside each optionally
 * the agency's revocation lists as `<agency>.crl.pem`. What a gateway says about roots is never believed.
 */
export class Roots {
  readonly #roots: ReadonlyMap<string, Uint8Array>;
  readonly #lists: ReadonlyMap<string, readonly Uint8Array[]>;

  constructor(roots: ReadonlyMap<string, Uint8Array>, lists: ReadonlyMap<string, readonly Uint8Array[]> = new Map()) {
    this.#roots = roots;
    this.#lists = lists;
  }

  /** @throws CliError NO_ROOT when the folder cannot be read; CryptoConfigError BAD_PEM */
  static async read(folder: string): Promise<Roots> {
    const names = await readdir(folder).catch((error: unknown) => {
      throw new CliError('NO_ROOT', 'the folder of roots cannot be read', error);
    });
    const text = (name: string) => readFile(join(folder, name), 'utf8');
    const lists = names.filter((name) => name.endsWith('.crl.pem'));
    const roots = names.filter((name) => name.endsWith('.pem') && !name.endsWith('.crl.pem'));
    return new Roots(
      new Map(await Promise.all(roots.map(async (n) => [basename(n, '.pem'), rootIn(await text(n))] as const))),
      new Map(await Promise.all(lists.map(async (n) => [basename(n, '.crl.pem'), listsIn(await text(n))] as const))),
    );
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
   * @throws CliError NO_ROOT; EnvelopeError of the chain
   */
  async certified(agency: string, certificate: string, issuing: string, at: Date): Promise<Certificate> {
    const root = this.rootOf(agency);
    if (root === undefined) throw new CliError('NO_ROOT', agency);
    const chain = [fromBase64url(certificate), fromBase64url(issuing)];
    return verifyChain({ chain, root, at, crls: this.crls(agency) });
  }
}

const rootIn = (pem: string): Uint8Array => readCertificate(pemToDer(pem, 'CERTIFICATE')).der;

const listsIn = (pem: string): Uint8Array[] =>
  (pem.match(/-----BEGIN X509 CRL-----[^-]+-----END X509 CRL-----/g) ?? []).map((list) => pemToDer(list, 'X509 CRL'));

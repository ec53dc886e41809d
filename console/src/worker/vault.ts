/** OWASP's count for PBKDF2 with SHA-256 (2025): about half a second for whoever tries a passphrase. */
const ITERATIONS = 600_000;
export const P256 = { name: 'ECDSA', namedCurve: 'P-256' };

/** Bytes under AES-256-GCM. */
export interface Locked {
  readonly iv: Uint8Array<ArrayBuffer>;
  readonly bytes: ArrayBuffer;
}

/** How a passphrase becomes the vault's key. */
export interface VaultTerms {
  readonly salt: Uint8Array<ArrayBuffer>;
  readonly iterations: number;
}

const fresh = (length: number) => crypto.getRandomValues(new Uint8Array(length));

export const freshTerms = (): VaultTerms => ({ salt: fresh(32), iterations: ITERATIONS });

/**
 * What only the passphrase opens: the signing key, drafts and notes. While it is locked nothing in the browser's
 * database signs or reads, whoever copies it.
 */
export class Vault {
  readonly #key: CryptoKey;

  private constructor(key: CryptoKey) {
    this.#key = key;
  }

  static async open(passphrase: string, { salt, iterations }: VaultTerms): Promise<Vault> {
    const secret = new TextEncoder().encode(passphrase.normalize('NFKC'));
    const base = await crypto.subtle.importKey('raw', secret, 'PBKDF2', false, ['deriveKey']);
    const derivation = { name: 'PBKDF2', hash: 'SHA-256', salt, iterations };
    const uses: KeyUsage[] = ['encrypt', 'decrypt', 'wrapKey', 'unwrapKey'];
    return new Vault(await crypto.subtle.deriveKey(derivation, base, { name: 'AES-GCM', length: 256 }, false, uses));
  }

  /** A new signing key: its public half, and its private half for this vault alone. */
  async makeSigningKey(): Promise<{ readonly keys: CryptoKeyPair; readonly wrapped: Locked }> {
    const keys = await crypto.subtle.generateKey(P256, true, ['sign', 'verify']);
    return { keys, wrapped: await this.wrap(keys.privateKey) };
  }

  /** A private key for this vault alone. */
  async wrap(key: CryptoKey): Promise<Locked> {
    const iv = fresh(12);
    return { iv, bytes: await crypto.subtle.wrapKey('pkcs8', key, this.#key, { name: 'AES-GCM', iv }) };
  }

  /** The signing key, which cannot be taken out again. Null for a wrong passphrase. */
  async signingKey({ iv, bytes }: Locked): Promise<CryptoKey | null> {
    const how = { name: 'AES-GCM', iv };
    return crypto.subtle.unwrapKey('pkcs8', bytes, this.#key, how, P256, false, ['sign']).catch(() => null);
  }

  async lock(value: unknown): Promise<Locked> {
    const iv = fresh(12);
    const text = new TextEncoder().encode(JSON.stringify(value));
    return { iv, bytes: await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, this.#key, text) };
  }

  async unlock({ iv, bytes }: Locked): Promise<unknown> {
    const text = await crypto.subtle.decrypt({ name: 'AES-GCM', iv }, this.#key, bytes);
    return JSON.parse(new TextDecoder().decode(text));
  }
}

import { createHmac, hkdfSync } from 'node:crypto';
import { open, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { concat, decryptWith, EnvelopeError, encryptFor, equalBytes, publicKeyOf } from '@tocsin/envelope';
import { GatewayError } from '../error.ts';
import type { UnitKey, UnitKeys } from '../keys/unit-keys.ts';

/**
 * Files of the gateway's folder that hold what listings say: sealed to the newest unit key, so that the disk alone gives
 * nothing away, with a MAC under it, so that nobody else writes one: anybody can seal to a public key, and a list with a gap
 * answers "unknown". Replaced as a whole, so that a kill leaves the old or the new one.
 */
export class Vault {
  readonly #folder: string;
  readonly #keys: Pick<UnitKeys, 'open' | 'held'>;
  /** Which key each file is sealed to. */
  readonly #sealed = new Map<string, UnitKey>();
  #writing: Promise<void> = Promise.resolve();

  constructor(folder: string, keys: Pick<UnitKeys, 'open' | 'held'>) {
    this.#folder = folder;
    this.#keys = keys;
  }

  /** Null where there is no such file, or none that a key of today opens. */
  async read(name: string): Promise<Uint8Array | null> {
    const file = await readFile(join(this.#folder, name)).catch((fault: NodeJS.ErrnoException) => {
      if (fault.code === 'ENOENT') return null;
      throw fault;
    });
    if (file === null) return null;
    try {
      const { opened, key } = await this.#keys.open((secretKey) => attempt(secretKey, name, file));
      this.#sealed.set(name, key);
      return opened;
    } catch (fault) {
      if (fault instanceof GatewayError && fault.code === 'KEY_NOT_HELD') return null;
      throw fault;
    }
  }

  /** Whether a file is still sealed to an earlier key, which will be destroyed one day. */
  isStale(name: string): boolean {
    const key = this.#sealed.get(name);
    return key !== undefined && key !== this.#keys.held[0];
  }

  /** On the disk once it resolves. Does nothing on a gateway without a unit key: it screens nothing either. */
  write(name: string, plain: Uint8Array): Promise<void> {
    const next = this.#writing.then(() => this.#replace(name, plain));
    this.#writing = next.catch(() => undefined);
    return next;
  }

  async #replace(name: string, plain: Uint8Array): Promise<void> {
    const [key] = this.#keys.held;
    if (key === undefined) return;
    const path = join(this.#folder, name);
    const file = await open(`${path}.new`, 'w', 0o600);
    try {
      const marked = concat(macOf(key.secretKey, name, plain), plain);
      await file.writeFile(encryptFor(publicKeyOf(key.secretKey), marked));
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(`${path}.new`, path);
    this.#sealed.set(name, key);
  }
}

const MAC_BYTES = 32;
const LABEL = 'tocsin/vault/1';

/** Of a file's name and what it holds, so that none takes another's place. */
function macOf(secretKey: Uint8Array, name: string, plain: Uint8Array): Uint8Array {
  const key = new Uint8Array(hkdfSync('sha256', secretKey, new Uint8Array(), LABEL, 32));
  return createHmac('sha256', key).update(`${name}\0`).update(plain).digest();
}

/** A damaged file, or one that somebody else has sealed, is as good as none: what it held is opened again, or decided anew. */
async function attempt(secretKey: Uint8Array, name: string, file: Uint8Array): Promise<Uint8Array | null> {
  try {
    const marked = await decryptWith(secretKey, file);
    const plain = marked.slice(MAC_BYTES);
    return equalBytes(macOf(secretKey, name, plain), marked.subarray(0, MAC_BYTES)) ? plain : null;
  } catch (fault) {
    if (fault instanceof EnvelopeError) return null;
    throw fault;
  }
}

import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, sign, verify } from 'node:crypto';
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { EmbeddedError } from './error.ts';

/** The key that signs an embedded ledger's blocks: made with the ledger, readable by its owner alone. */
export class LedgerKey {
  readonly #key: KeyObject;
  /** SubjectPublicKeyInfo DER, base64url; stands in block 0. */
  readonly publicKey: string;

  constructor(folder: string) {
    const path = join(folder, 'ledger.key.pem');
    if (!existsSync(path)) writeFileSync(path, fresh(), { mode: 0o600, flag: 'wx' });
    if (process.platform !== 'win32' && (statSync(path).mode & 0o077) !== 0)
      throw new EmbeddedError('LEDGER_KEY_EXPOSED');
    this.#key = createPrivateKey(readFileSync(path));
    this.publicKey = createPublicKey(this.#key).export({ type: 'spki', format: 'der' }).toString('base64url');
  }

  /** ES256 over a block's hash (hex), base64url. */
  sign(hash: string): string {
    return sign('sha256', Buffer.from(hash), { key: this.#key, dsaEncoding: 'ieee-p1363' }).toString('base64url');
  }
}

export function isSignedBy(publicKey: string, hash: string, signature: string): boolean {
  const key = createPublicKey({ key: Buffer.from(publicKey, 'base64url'), format: 'der', type: 'spki' });
  return verify('sha256', Buffer.from(hash), { key, dsaEncoding: 'ieee-p1363' }, Buffer.from(signature, 'base64url'));
}

function fresh(): string {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
}

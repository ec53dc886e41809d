import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, sign, verify } from 'node:crypto';
import { join } from 'node:path';
import { CryptoConfigError, readKeyFile, writeKeyFile } from '@tocsin/crypto-config';
import { fromBase64url } from '@tocsin/envelope/verify';
import { EmbeddedError } from './error.ts';

/** The key that signs an embedded ledger's blocks: made with the ledger, readable by its owner alone. */
export class LedgerKey {
  readonly #key: KeyObject;
  /** SubjectPublicKeyInfo DER, base64url; stands in every block. */
  readonly publicKey: string;

  constructor(pem: string) {
    this.#key = createPrivateKey(pem);
    this.publicKey = createPublicKey(this.#key).export({ type: 'spki', format: 'der' }).toString('base64url');
  }

  /** ES256 over a block's hash (hex), base64url. */
  sign(hash: string): string {
    return sign('sha256', Buffer.from(hash), { key: this.#key, dsaEncoding: 'ieee-p1363' }).toString('base64url');
  }
}

/**
 * The key in a ledger's folder. Only an empty ledger gets a new one.
 * @throws EmbeddedError LEDGER_KEY_EXPOSED, LEDGER_KEY_MISSING
 */
export async function ledgerKey(folder: string, isEmpty: boolean): Promise<LedgerKey> {
  const path = join(folder, 'ledger.key.pem');
  try {
    return new LedgerKey(await readKeyFile(path));
  } catch (error) {
    const code = error instanceof CryptoConfigError ? error.code : null;
    if (code === 'KEY_FILE_EXPOSED') throw new EmbeddedError('LEDGER_KEY_EXPOSED');
    if (code !== 'KEY_FILE_MISSING') throw error;
  }
  if (!isEmpty) throw new EmbeddedError('LEDGER_KEY_MISSING');
  await writeKeyFile(path, fresh());
  return new LedgerKey(await readKeyFile(path));
}

/** Strict in every character: a signature that may be spelled in many ways lets exports differ unseen. May throw. */
export function isSignedBy(publicKey: string, hash: string, signature: string): boolean {
  const key = createPublicKey({ key: Buffer.from(fromBase64url(publicKey)), format: 'der', type: 'spki' });
  if (key.asymmetricKeyDetails?.namedCurve !== 'prime256v1') return false;
  return verify('sha256', Buffer.from(hash), { key, dsaEncoding: 'ieee-p1363' }, fromBase64url(signature));
}

function fresh(): string {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
}

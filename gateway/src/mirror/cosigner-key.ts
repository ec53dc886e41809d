import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { NoteSigner } from '@tocsin/envelope/log';

const FILE = 'cosigner.pem';

/**
 * The Ed25519 key with which this gateway vouches for trees, from `cosigner.pem` in its folder (PKCS#8, mode 0600); made
 * there the first time. @throws Error for a file that others may read or that holds no such key
 */
export function openCosignerKey(folder: string): NoteSigner {
  const key = readKey(join(folder, FILE)) ?? makeKey(join(folder, FILE));
  const { x } = createPublicKey(key).export({ format: 'jwk' });
  return { publicKey: Buffer.from(String(x), 'base64url'), sign: async (data) => sign(null, data, key) };
}

function readKey(path: string): KeyObject | null {
  const pem = contentOf(path);
  if (pem === null) return null;
  if (process.platform !== 'win32' && (statSync(path).mode & 0o077) !== 0)
    throw new Error(`${FILE} is open to other users of this machine: set its mode to 0600, and publish a new key`);
  const key = createPrivateKey(pem);
  if (key.asymmetricKeyType !== 'ed25519') throw new Error(`${FILE} holds no Ed25519 key`);
  return key;
}

function contentOf(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

function makeKey(path: string): KeyObject {
  const { privateKey } = generateKeyPairSync('ed25519');
  // Never over a file that somebody else has made meanwhile.
  writeFileSync(path, privateKey.export({ format: 'pem', type: 'pkcs8' }), { mode: 0o600, flag: 'wx', flush: true });
  return privateKey;
}

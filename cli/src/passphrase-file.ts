import { createCipheriv, createDecipheriv, randomBytes, scrypt } from 'node:crypto';
import { promisify } from 'node:util';
import { CryptoConfigError } from '@tocsin/crypto-config';
import { concat, EnvelopeError, fromUtf8, utf8 } from '@tocsin/envelope';
import { isHeaderAuthentic, openPayload, readAgeHeader, sealPayload, writeAgeHeader } from '@tocsin/envelope/age';

const derive = promisify<string, Uint8Array, number, object, Buffer>(scrypt);
const LABEL = utf8('age-encryption.org/v1/scrypt');
const NONCE = new Uint8Array(12); // as in age: each of these keys wraps one file key, once
/** log2 of scrypt's N: with r = 8 this takes 256 MiB and about a second for each guess. */
const WORK = 18;

/**
 * Encrypts text under a passphrase as an age v1 file (c2sp.org/age, scrypt): `age --decrypt` opens it too. The
 * derivation is Node's own, off the main thread.
 */
export async function sealWithPassphrase(text: string, passphrase: string, work = WORK): Promise<Uint8Array> {
  const [salt, fileKey] = [randomBytes(16), randomBytes(16)];
  const cipher = createCipheriv('chacha20-poly1305', await keyFor(passphrase, salt, work), NONCE, {
    authTagLength: 16,
  });
  const body = concat(cipher.update(fileKey), cipher.final(), cipher.getAuthTag());
  const args = ['scrypt', salt.toString('base64').replaceAll('=', ''), String(work)];
  const file = concat(writeAgeHeader([{ args, body }], fileKey), sealPayload(utf8(text), fileKey));
  fileKey.fill(0);
  return file;
}

/** The inverse. @throws CryptoConfigError WRONG_PASSPHRASE; EnvelopeError MALFORMED_FILE, FILE_TAMPERED */
export async function openWithPassphrase(file: Uint8Array, passphrase: string): Promise<string> {
  const header = readAgeHeader(file);
  const [stanza, ...others] = header.stanzas;
  const [type, salt = '', work = '', ...surplus] = stanza?.args ?? [];
  const whole = others.length === 0 && surplus.length === 0 && type === 'scrypt' && stanza?.body.length === 32;
  // A file that asks for more work than we ever wrote would only keep the machine busy.
  if (!whole || !/^[1-9][0-9]?$/.test(work) || Number(work) > WORK) throw new EnvelopeError('MALFORMED_FILE');
  const key = await keyFor(passphrase, Buffer.from(salt, 'base64'), Number(work));
  const fileKey = unwrapped(stanza.body, key);
  if (!isHeaderAuthentic(header, fileKey)) throw new EnvelopeError('FILE_TAMPERED');
  return fromUtf8(openPayload(file.subarray(header.payloadOffset), fileKey));
}

function unwrapped(body: Uint8Array, key: Uint8Array): Uint8Array {
  const decipher = createDecipheriv('chacha20-poly1305', key, NONCE, { authTagLength: 16 });
  decipher.setAuthTag(body.subarray(16));
  try {
    return concat(decipher.update(body.subarray(0, 16)), decipher.final());
  } catch {
    throw new CryptoConfigError('WRONG_PASSPHRASE');
  }
}

/** Taken in Unicode NFC, as the passphrases of keys are. */
const keyFor = (passphrase: string, salt: Uint8Array, work: number): Promise<Buffer> =>
  derive(passphrase.normalize('NFC'), concat(LABEL, salt), 32, { N: 2 ** work, r: 8, p: 1, maxmem: 2 ** (work + 11) });

import { createPrivateKey, type KeyObject, sign, X509Certificate } from 'node:crypto';

const order = BigInt('0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551');
const half = order >> 1n;

/**
 * A P-256 key that must belong to the certificate. @throws Error when it does not, or cannot be read
 */
export function signingKey(key: string, certificate: string): KeyObject {
  const read = createPrivateKey(key);
  if (read.asymmetricKeyDetails?.namedCurve !== 'prime256v1') throw new Error('the gateway key is not a P-256 key');
  if (!new X509Certificate(certificate).checkPrivateKey(read))
    throw new Error('the gateway key does not belong to its certificate');
  return read;
}

/**
 * ECDSA over SHA-256 in DER with the lower of the two possible s, as Fabric demands. OpenSSL does it ten times faster
 * than the client library's own signer, which is JavaScript.
 */
export function lowS(message: Uint8Array, key: KeyObject): Uint8Array {
  const signature = sign('sha256', message, { key, dsaEncoding: 'ieee-p1363' });
  const s = BigInt(`0x${signature.toString('hex', 32)}`);
  const r = integer(signature.subarray(0, 32));
  const low =
    s > half
      ? integer(Buffer.from((order - s).toString(16).padStart(64, '0'), 'hex'))
      : integer(signature.subarray(32));
  return Buffer.concat([Uint8Array.of(0x30, r.length + low.length), r, low]);
}

/** DER INTEGER: no leading zeros, but one where the top bit would make it negative. */
function integer(bytes: Uint8Array): Uint8Array {
  const from = bytes.findIndex((byte) => byte !== 0);
  const digits = bytes.subarray(from);
  const sign = (digits[0] ?? 0) > 0x7f ? [0] : [];
  return Uint8Array.of(0x02, digits.length + sign.length, ...sign, ...digits);
}

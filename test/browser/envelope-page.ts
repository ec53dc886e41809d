import {
  fromBase64,
  generateSealKey,
  type Head,
  type Inner,
  openFile,
  sealFile,
  signStatement,
  toBase64,
  webCryptoSigner,
} from '@tocsin/envelope';

/** What a browser is given and gives back: JSON only, bytes as base64. */
export interface SealOrder {
  readonly inner: Inner;
  readonly pkcs8: string;
  readonly chain: readonly string[];
  readonly recipients: readonly string[];
}
export interface OpenOrder {
  readonly file: string;
  readonly head: Head;
  readonly secretKey: string;
  readonly me: string;
  readonly root: string;
  readonly at: string;
}

const importKey = (pkcs8: string): Promise<CryptoKey> =>
  crypto.subtle.importKey('pkcs8', fromBase64(pkcs8), { name: 'ECDSA', namedCurve: 'P-256' }, false, ['sign']);

/** The same calls that the command makes, made by a page. */
const envelope = {
  async seal({ inner, pkcs8, chain, recipients }: SealOrder) {
    const signer = webCryptoSigner(inner.author.handle, await importKey(pkcs8));
    const sealed = await sealFile({
      inner,
      signer,
      chain: chain.map(fromBase64),
      recipients: recipients.map(fromBase64),
    });
    return { ...sealed, file: toBase64(sealed.file) };
  },
  async open({ file, head, secretKey, me, root, at }: OpenOrder): Promise<Inner> {
    const trust = { rootOf: () => fromBase64(root), crls: () => [], at: new Date(at) };
    return openFile({ file: fromBase64(file), head, secretKey: fromBase64(secretKey), me, trust });
  },
  async sign(payload: object, handle: string, pkcs8: string): Promise<string> {
    return signStatement(payload, webCryptoSigner(handle, await importKey(pkcs8)));
  },
  newKey: (): string => toBase64(generateSealKey().publicKey),
};
export type PageEnvelope = typeof envelope;

(globalThis as unknown as { envelope: PageEnvelope }).envelope = envelope;

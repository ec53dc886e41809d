import { x509 } from './x509.ts';

/**
 * The extension in which Fabric's certificate authority and chaincode library keep attributes:
 * JSON `{"attrs": {name: string}}`, not critical.
 */
export const attributesOid = '1.2.3.4.5.6.7.8.1';

export type Attributes = Readonly<Record<string, string>>;

export function attributesExtension(attributes: Attributes): x509.Extension {
  return new x509.Extension(attributesOid, false, Buffer.from(JSON.stringify({ attrs: attributes }), 'utf8'));
}

/** Reads the attributes of a certificate, or `{}` where there are none. Throws on anything but strings in `attrs`. */
export function attributesIn(certificate: x509.X509Certificate): Attributes {
  const extension = certificate.getExtension(attributesOid);
  if (extension === null) return {};
  const text = new TextDecoder('utf-8', { fatal: true }).decode(extension.value);
  const attrs: unknown = (JSON.parse(text) as { attrs?: unknown } | null)?.attrs;
  if (typeof attrs !== 'object' || attrs === null) throw new Error('attrs');
  const pairs = Object.entries(attrs).filter((pair): pair is [string, string] => typeof pair[1] === 'string');
  if (pairs.length !== Object.keys(attrs).length) throw new Error('attrs');
  return Object.fromEntries(pairs);
}

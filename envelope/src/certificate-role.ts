import 'reflect-metadata'; // the X.509 library's container refuses to load without it
import { X509Certificate } from '@peculiar/x509';

/** The extension in which an agency's authority writes unit and roles (docs/spec/certificates.md). */
const attributes = '1.2.3.4.5.6.7.8.1';

/** The roles that its agency's authority wrote into an officer's certificate, DER; none where nothing readable stands. */
export function rolesIn(certificate: Uint8Array): readonly string[] {
  try {
    const extension = new X509Certificate(Uint8Array.from(certificate)).getExtension(attributes);
    const text = new TextDecoder('utf-8', { fatal: true }).decode(extension?.value);
    const { attrs } = JSON.parse(text) as { attrs: Record<string, unknown> };
    const roles = attrs['tocsin.roles'];
    return typeof roles === 'string' ? roles.split(',') : [];
  } catch {
    return [];
  }
}

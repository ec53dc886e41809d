import { type EvidenceVerdict, MAX_BUNDLE, verifyEvidence } from '@tocsin/audit';
import { EnvelopeError, readCertificate } from '@tocsin/envelope/verify';
import { toldEnvelope } from '@tocsin/fabric-block/envelope';
import { toldTransaction } from '@tocsin/network-embedded/entry';

/** A bundle of evidence (docs/spec/evidence-bundle.md) and against what it is held. */
export interface EvidenceWish {
  readonly bundle: Blob;
  /** Root certificates by file name, `AGENCY.pem`; without any, those that this device confirmed. */
  readonly roots: readonly { readonly name: string; readonly bytes: Uint8Array }[];
  /** Agencies that must have vouched; null for more than half of those whose roots are at hand. */
  readonly cosigners: number | null;
}

/**
 * Verifies a bundle on this device alone; what the bundle says is told by the verdict and never throws.
 * @throws TOO_LARGE, NO_ROOT
 */
export async function verifyBundle(
  { bundle, roots, cosigners }: EvidenceWish,
  kept: ReadonlyMap<string, Uint8Array>,
): Promise<EvidenceVerdict> {
  // A character of the longest bundle takes at most so many bytes.
  if (bundle.size > 4 * MAX_BUNDLE) throw told('TOO_LARGE', 'no bundle is that long');
  const trusted = roots.length === 0 ? kept : new Map(roots.map(rootIn));
  // Not a decoder that takes a byte order mark away: any changed byte is another bundle.
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(await bundle.arrayBuffer());
  return verifyEvidence(text, {
    rootOf: (agency) => trusted.get(agency),
    crls: () => [],
    cosigners: cosigners ?? Math.floor(trusted.size / 2) + 1,
    told: { embedded: (bytes) => [toldTransaction(bytes)], fabric: (bytes) => toldEnvelope(bytes) },
  });
}

function rootIn({ name, bytes }: EvidenceWish['roots'][number]): readonly [string, Uint8Array] {
  const agency = name.replace(/\.(pem|crt|cer)$/, '');
  try {
    const { authority, der } = readCertificate(bytes);
    if (authority) return [agency, der];
  } catch (error) {
    if (!(error instanceof EnvelopeError)) throw error;
  }
  throw told('NO_ROOT', 'a file is no root certificate of an agency');
}

const told = (code: string, message: string): Error => Object.assign(new Error(message), { code });

import { type EvidenceVerdict, MAX_BUNDLE, verifyEvidence } from '@tocsin/audit';
import { EnvelopeError, isListOf, readCertificate } from '@tocsin/envelope/verify';
import { toldEnvelope } from '@tocsin/fabric-block/envelope';
import { toldTransaction } from '@tocsin/network-embedded/entry';

/** A bundle of evidence (docs/spec/evidence-bundle.md) and against what it is held. */
export interface EvidenceWish {
  readonly bundle: Blob;
  /**
   * Root certificates by file name, `AGENCY.pem`, and revocation lists, `AGENCY.crl.pem`; without any root, those that
   * this device confirmed.
   */
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
  const lists = new Map(roots.filter(({ name }) => LISTS.test(name)).map(listsIn));
  const given = roots.filter(({ name }) => !LISTS.test(name)).map(rootIn);
  const trusted = given.length === 0 ? kept : new Map(given);
  // Not a decoder that takes a byte order mark away: any changed byte is another bundle.
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(await bundle.arrayBuffer());
  return verifyEvidence(text, {
    rootOf: (agency) => trusted.get(agency),
    crls: (agency) => lists.get(agency) ?? [],
    cosigners: cosigners ?? Math.floor(trusted.size / 2) + 1,
    told: { embedded: (bytes) => [toldTransaction(bytes)], fabric: (bytes) => toldEnvelope(bytes) },
  });
}

type Handed = EvidenceWish['roots'][number];

function rootIn({ name, bytes }: Handed): readonly [string, Uint8Array] {
  const { authority, der } = certainly(() => readCertificate(bytes));
  if (!authority) throw notOurs();
  return [name.replace(/\.(pem|crt|cer)$/, ''), der];
}

const LISTS = /\.crl(\.pem)?$/;
const PEM_LIST = /-----BEGIN X509 CRL-----[^-]+-----END X509 CRL-----/g;

/** An agency's lists: one in DER, or as many in PEM as `tocsin authority crl` writes beside a root. */
function listsIn({ name, bytes }: Handed): readonly [string, readonly Uint8Array[]] {
  const blocks = new TextDecoder().decode(bytes).match(PEM_LIST);
  const lists = blocks === null ? [bytes] : blocks.map((block) => new TextEncoder().encode(block));
  // Whose they are the bundle's certificates show; here only that they are lists at all.
  for (const list of lists) certainly(() => isListOf(list, { subjectDer: new Uint8Array() }));
  return [name.replace(LISTS, ''), lists];
}

function certainly<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof EnvelopeError)) throw error;
    throw notOurs();
  }
}

const notOurs = (): Error => told('NO_ROOT', 'a file is neither root certificate nor revocation list of an agency');
const told = (code: string, message: string): Error => Object.assign(new Error(message), { code });

import { fromBase64url, type Leaf, readCertificate, toBase64url, verifyChain } from '@tocsin/envelope/verify';
import { type Certified, type Chain, handleOf, type Instant, Refusal } from '@tocsin/record';
import { asRefusal, refusing } from './submitted.ts';

/**
 * What each certificate says, once its chain to the agency's root holds at ledger time.
 * @throws Refusal BAD_OFFICER_CERTIFICATE
 */
export async function certify(chains: readonly Chain[], now: Instant): Promise<ReadonlyMap<string, Certified>> {
  const at = new Date(now);
  const certified = new Map<string, Certified>();
  for (const chain of chains) certified.set(chain.certificate, certifiedBy(await leafOf(chain, at)));
  return certified;
}

async function leafOf({ certificate, issuing, root }: Chain, at: Date): Promise<Leaf> {
  try {
    const chain = [certificate, issuing].map(fromBase64url);
    return await verifyChain({ chain, root: fromBase64url(root), at });
  } catch (error) {
    throw asRefusal('BAD_OFFICER_CERTIFICATE', error);
  }
}

/** A handle is the hash of its key, so nobody can register another's handle under a key of their own. */
function certifiedBy({ commonName, spki, notBefore, notAfter }: Leaf): Certified {
  if (commonName !== handleOf(spki))
    throw new Refusal('BAD_OFFICER_CERTIFICATE', 'the name is not the handle of the key');
  return { handle: commonName, key: toBase64url(spki), from: notBefore.toISOString(), until: notAfter.toISOString() };
}

/** What a certificate claims before anybody has followed its chain. @throws Refusal BAD_OFFICER_CERTIFICATE */
export const claimed = (certificate: string): Certified =>
  refusing('BAD_OFFICER_CERTIFICATE', () => certifiedBy(readCertificate(fromBase64url(certificate))));

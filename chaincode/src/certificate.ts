import { EnvelopeError, fromBase64url, toBase64url, verifyChain } from '@tocsin/envelope/verify';
import { type Certified, type Chain, type Instant, Refusal } from '@tocsin/record';

/** Verifies each chain to its root at ledger time; the answer knows those certificates and no others. */
export async function certify(chains: readonly Chain[], now: Instant): Promise<(certificate: string) => Certified> {
  const known = new Map<string, Certified>();
  for (const chain of chains) known.set(chain.certificate, await proven(chain, now));
  return (certificate) => {
    const certified = known.get(certificate);
    if (certified === undefined) throw new Error('the rule did not declare this certificate');
    return certified;
  };
}

async function proven({ certificate, issuing, root }: Chain, now: Instant): Promise<Certified> {
  try {
    const chain = [fromBase64url(certificate), fromBase64url(issuing)];
    const leaf = await verifyChain({ chain, root: fromBase64url(root), at: new Date(now) });
    const [from, until] = [leaf.notBefore.toISOString(), leaf.notAfter.toISOString()];
    return { handle: leaf.commonName, key: toBase64url(leaf.spki), from, until };
  } catch (error) {
    throw new Refusal('BAD_OFFICER_CERTIFICATE', error instanceof EnvelopeError ? error.code : undefined);
  }
}

import {
  digest,
  EnvelopeError,
  fromBase64url,
  parseStatement,
  type Signer,
  signStatement,
  toBase64url,
  verifyChain,
  verifyStatement,
} from '@tocsin/envelope/verify';
import { type AgencyCode, type Delivered, Refusal } from '@tocsin/record';

/** A gateway's ledger identity: its certificate and the authority that issued it (DER), and its key. */
export interface GatewayIdentity {
  readonly agency: AgencyCode;
  readonly certificate: Uint8Array;
  readonly issuing: Uint8Array;
  readonly signer: Signer;
}

interface EnvelopePayload {
  readonly typ: 'embedded.transaction/1';
  readonly agency: AgencyCode;
  /** SHA-256 of the statement as signed, hex. */
  readonly statement: string;
  readonly file: Delivered | null;
  readonly chain: readonly string[];
  readonly nonce: string;
}

/** The gateway signs which statement and which sealed file it submits: nobody else submits in its agency's name. */
export function signEnvelope(
  identity: GatewayIdentity,
  statement: string,
  file: Delivered | null,
  nonce: Uint8Array,
): Promise<string> {
  const payload: EnvelopePayload = {
    typ: 'embedded.transaction/1',
    agency: identity.agency,
    statement: digest(statement),
    file,
    chain: [toBase64url(identity.certificate), toBase64url(identity.issuing)],
    nonce: toBase64url(nonce),
  };
  return signStatement(payload, identity.signer);
}

/**
 * Who submits, and with which file: the envelope's certificate chains to the agency's root at ledger time.
 * @throws Refusal WRONG_AGENCY, SEALED_FILE_MISMATCH
 */
export async function openEnvelope(
  envelope: string,
  statement: string,
  rootOf: (agency: AgencyCode) => string | undefined,
  at: string,
): Promise<{ agency: AgencyCode; file: Delivered | null }> {
  const { agency, chain, statement: named, file } = parseStatement(envelope).payload as unknown as EnvelopePayload;
  const root = rootOf(agency);
  if (root === undefined) throw new Refusal('UNKNOWN_AGENCY', String(agency).slice(0, 40));
  if (named !== digest(statement)) throw new Refusal('WRONG_AGENCY', 'the envelope names another statement');
  try {
    const leaf = await verifyChain({ chain: chain.map(fromBase64url), root: fromBase64url(root), at: new Date(at) });
    // The same authority certifies officers, nodes and hosts: none of their keys submits in the agency's name.
    if (leaf.kind !== 'gateway') throw new Refusal('WRONG_AGENCY', 'not the certificate of a gateway');
    await verifyStatement(envelope, leaf.spki);
  } catch (error) {
    if (error instanceof EnvelopeError) throw new Refusal('WRONG_AGENCY', error.code);
    throw error;
  }
  return { agency, file };
}

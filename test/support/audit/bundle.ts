import { type Evidence, type EvidenceTrust, formatEvidence, gatherEvidence, LedgerTree, Trail } from '@tocsin/audit';
import { makeCrls, pemToDer } from '@tocsin/crypto-config';
import { decodeBlock, toldEnvelope } from '@tocsin/fabric-block';
import { transactionBytes } from '@tocsin/network-embedded/block';
import { toldTransaction } from '@tocsin/network-embedded/entry';
import type { Block, StatementId } from '@tocsin/record';
import type { Scene } from './scene.ts';

/** A bundle as an auditor's command gathers it from these blocks. */
export async function bundleOf(
  blocks: readonly Block[],
  record: StatementId,
  checkpoint: string,
  crls: (agency: string) => readonly Uint8Array[] = () => [],
): Promise<Evidence> {
  const [trail, tree] = [await Trail.of(blocks), new LedgerTree()];
  for (const block of blocks) tree.add(block);
  const fabric = blocks[0]?.raw.startsWith('{') === false;
  const bytes = async (block: string, index: number): Promise<Uint8Array> => {
    const raw = blocks[Number(block)]?.raw ?? '';
    const all = fabric ? decodeBlock(Buffer.from(raw, 'base64')).envelopes : transactionBytes(raw);
    return all[index] ?? new Uint8Array();
  };
  return gatherEvidence({ ledger: fabric ? 'fabric' : 'embedded', trail, tree, checkpoint, crls, bytes }, record);
}

/** What somebody who holds all agencies' roots asks for. */
export function trustIn({ exchange }: Scene, cosigners = 2): EvidenceTrust {
  return {
    rootOf: (code) => exchange.agencies.find((agency) => agency.code === code)?.root,
    crls: () => [],
    cosigners,
    told: { embedded: (bytes) => [toldTransaction(bytes)], fabric: (bytes) => toldEnvelope(bytes) },
  };
}

/** A list (DER) of who issues an agency's certificates; it takes none back. */
export async function listOf({ exchange }: Scene, code: string): Promise<Uint8Array> {
  const { crls } = await makeCrls(exchange.agency(code).authority, { at: new Date(exchange.clock()) });
  return pemToDer(crls.issuing, 'X509 CRL');
}

/** The bundle with something changed by somebody who writes a new digest over it. */
export function resealed(evidence: Evidence, change: (draft: Draft) => void): string {
  const draft = structuredClone(evidence) as Draft;
  change(draft);
  return formatEvidence(draft);
}

export type Draft = { -readonly [M in keyof Evidence]: Evidence[M] };

import { type Evidence, type EvidenceTrust, formatEvidence, gatherEvidence, LedgerTree, Trail } from '@tocsin/audit';
import { toldTransaction, transactionBytes } from '@tocsin/network-embedded/block';
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
  const bytes = async (block: string, index: number): Promise<Uint8Array> =>
    transactionBytes(blocks[Number(block)]?.raw ?? '')[index] ?? new Uint8Array();
  return gatherEvidence({ ledger: 'embedded', trail, tree, checkpoint, crls, bytes }, record);
}

/** What somebody who holds all agencies' roots asks for. */
export function trustIn({ exchange }: Scene, cosigners = 2): EvidenceTrust {
  const told = (bytes: Uint8Array) => [toldTransaction(bytes)];
  return {
    rootOf: (code) => exchange.agencies.find((agency) => agency.code === code)?.root,
    crls: () => [],
    cosigners,
    told: { embedded: told, fabric: told },
  };
}

/** The bundle with something changed by somebody who writes a new digest over it. */
export function resealed(evidence: Evidence, change: (draft: Draft) => void): string {
  const draft = structuredClone(evidence) as Draft;
  change(draft);
  return formatEvidence(draft);
}

export type Draft = { -readonly [M in keyof Evidence]: Evidence[M] };

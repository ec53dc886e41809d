import { parseCheckpoint, parseNote } from '@tocsin/envelope/log';
import { concat, equalBytes, toBase64url } from '@tocsin/envelope/verify';
import { type AgencyCode, agencyKey, type Handle, officerKey, type StatementId } from '@tocsin/record';
import { statementsAbout } from './about.ts';
import { deflate } from './deflated.ts';
import type { Evidence } from './evidence.ts';
import type { LedgerTree } from './ledger-tree.ts';
import type { ToldStatement, Trail } from './trail.ts';

/** What the ledger holds, and what its keepers vouch for. */
export interface EvidenceSource {
  readonly ledger: Evidence['ledger'];
  readonly trail: Trail;
  readonly tree: LedgerTree;
  /** Cosigned note of the tree, at its size or an earlier one. */
  readonly checkpoint: string;
  /** Revocation lists at hand, DER. */
  crls(agency: AgencyCode): readonly Uint8Array[];
  /** Bytes of a transaction as the tree counts them. */
  bytes(block: string, index: number): Promise<Uint8Array>;
}

/**
 * Everything about one record that somebody without the ledger can verify.
 * @throws RangeError when the ledger holds no such record, or the checkpoint is not of this tree or does not reach it
 */
export async function gatherEvidence(source: EvidenceSource, record: StatementId): Promise<Evidence> {
  const { trail, tree, checkpoint, ledger } = source;
  const about = statementsAbout(record, trail.statements);
  if (about.length === 0) throw new RangeError('the ledger holds no such record');
  const { size, root } = parseCheckpoint(parseNote(checkpoint).text);
  if (size > tree.size || !equalBytes(tree.root(size), root))
    throw new RangeError('the checkpoint is not of this tree');
  const needed = [...about, ...cosigners(trail)];
  const places = placesOf(tree, needed);
  if ((places.at(-1)?.place ?? 0) >= size) throw new RangeError('the checkpoint does not reach the record');
  const bytes = await Promise.all(places.map(({ entry }) => source.bytes(entry.block, entry.index)));
  return {
    typ: 'tocsin.evidence/1',
    ledger,
    record,
    checkpoint,
    agencies: agenciesOf(source, needed),
    signers: signersOf(trail, needed),
    transactions: places.map(({ entry, place }, i) => ({
      entry,
      place,
      path: tree.path(place, size).map(toBase64url),
      length: bytes[i]?.length ?? 0,
    })),
    bytes: toBase64url(await deflate(concat(...bytes))),
  };
}

/** Statements that enter the gateways whose keys vouch: each agency's latest. */
export function cosigners(trail: Trail): ToldStatement[] {
  const latest = new Map(trail.told('gateway.set/1').map((statement) => [statement.agency, statement]));
  return [...latest.values()];
}

/** Transactions in the order of the tree, each once. */
function placesOf(tree: LedgerTree, statements: readonly ToldStatement[]) {
  const placed = new Map(
    statements.map(({ block, index }) => {
      const one = tree.placed(block, index);
      return [one.place, one] as const;
    }),
  );
  return [...placed.values()].sort((a, b) => a.place - b.place);
}

function signersOf(trail: Trail, statements: readonly ToldStatement[]): Evidence['signers'] {
  const handles: readonly Handle[] = [...new Set(statements.map(({ officer }) => officer))].sort();
  return handles.flatMap((handle) => {
    const officer = trail.state(officerKey(handle));
    return officer === undefined ? [] : [{ handle, agency: officer.agency, certificate: officer.certificate }];
  });
}

function agenciesOf({ trail, crls }: EvidenceSource, statements: readonly ToldStatement[]): Evidence['agencies'] {
  const codes = [...new Set(statements.map(({ agency }) => agency))].sort();
  return codes.flatMap((code) => {
    const agency = trail.state(agencyKey(code));
    return agency === undefined ? [] : [{ code, issuing: agency.issuing, crls: crls(code).map(toBase64url) }];
  });
}

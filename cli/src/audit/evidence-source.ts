import { type Evidence, type EvidenceTrust, gatherEvidence, LedgerTree, Trail } from '@tocsin/audit';
import type { Roots } from '@tocsin/device/keyless';
import { parseCheckpoint, parseNote } from '@tocsin/envelope/log';
import { decodeBlock, toldEnvelope } from '@tocsin/fabric-block';
import { transactionBytes } from '@tocsin/network-embedded/block';
import { toldTransaction } from '@tocsin/network-embedded/entry';
import type { StatementId } from '@tocsin/record';
import { CliError } from '../error.ts';
import { linesIn, pathFrom, readText } from '../file.ts';
import { readRoots } from '../roots.ts';
import { inSession } from '../session.ts';
import type { Terminal } from '../terminal.ts';
import { isBase64 } from '../verification.ts';
import { rootsOf, type SourceOptions, told } from './trail-source.ts';

export interface EvidenceOptions extends SourceOptions {
  readonly checkpoint?: string | undefined;
}

/** Where the ledger's lines and a note that vouches for them come from. */
interface Lines {
  /** From a block on; read anew whenever asked. */
  from(block: bigint): AsyncIterable<string>;
  readonly checkpoint: string;
  readonly roots: Roots;
}

/** Gathers the evidence of one record, from the own gateway or from an export and a checkpoint. */
export async function evidenceOf(
  terminal: Terminal,
  options: EvidenceOptions,
  record: StatementId,
): Promise<{ readonly evidence: Evidence; readonly roots: Roots }> {
  const { ledger, checkpoint } = options;
  if ((ledger === undefined) !== (checkpoint === undefined))
    throw new CliError('USAGE', '--ledger and --checkpoint go together');
  if (ledger !== undefined && checkpoint !== undefined) {
    const [note, roots] = await Promise.all([readText(terminal, checkpoint), rootsOf(terminal, options)]);
    return gathered(terminal, { from: (block) => fromBlock(terminal, ledger, block), checkpoint: note, roots }, record);
  }
  return inSession(terminal, options, async ({ client, roots: ours }) => {
    const { note } = await client.checkpoint();
    const { roots: given } = options;
    const roots = given === undefined ? ours : await readRoots(pathFrom(terminal.folder, given));
    const from = (block: bigint) => client.blocks(block, terminal.signal);
    return gathered(terminal, { from, checkpoint: note, roots }, record);
  });
}

async function* fromBlock(terminal: Terminal, path: string, block: bigint): AsyncGenerator<string> {
  let number = 0n;
  for await (const line of linesIn(terminal, path)) if (line !== '' && number++ >= block) yield line;
}

async function gathered(terminal: Terminal, { from, checkpoint, roots }: Lines, record: StatementId) {
  const size = sizeOf(checkpoint);
  const [trail, tree] = [new Trail(), new LedgerTree()];
  let ledger: Evidence['ledger'] = 'embedded';
  for await (const line of from(0n)) {
    if (line === '') continue;
    ledger = isBase64(line) ? 'fabric' : 'embedded';
    const block = told(line);
    trail.add(block);
    tree.add(block);
    if (tree.size >= size) break; // what came after the checkpoint nobody has vouched for
    if (block.number % 500n === 499n) terminal.progress(`${block.number} blocks read`);
  }
  terminal.progress('');
  const bytes = async (block: string, index: number) => transactionIn(await lineOf(from(BigInt(block))), index);
  const crls = (agency: string) => roots.crls(agency);
  try {
    return { evidence: await gatherEvidence({ ledger, trail, tree, checkpoint, crls, bytes }, record), roots };
  } catch (error) {
    throw error instanceof RangeError ? new CliError('EVIDENCE_NOT_VERIFIED', error.message, error) : error;
  }
}

function sizeOf(note: string): number {
  try {
    return parseCheckpoint(parseNote(note).text).size;
  } catch (error) {
    throw new CliError('EVIDENCE_NOT_VERIFIED', 'the checkpoint is no cosigned checkpoint', error);
  }
}

async function lineOf(lines: AsyncIterable<string>): Promise<string> {
  for await (const line of lines) if (line !== '') return line;
  throw new CliError('LEDGER_BROKEN', 'a block was there before and is gone');
}

function transactionIn(line: string, index: number): Uint8Array {
  const all = isBase64(line) ? decodeBlock(Buffer.from(line, 'base64')).envelopes : transactionBytes(line);
  const bytes = all[index];
  if (bytes === undefined) throw new CliError('LEDGER_BROKEN', 'a block was another before');
  return bytes;
}

/** What a bundle is verified against: the roots in hand, and so many agencies that must have vouched. */
export function trustIn(roots: Roots, cosigners: number): EvidenceTrust {
  return {
    rootOf: (agency) => roots.rootOf(agency),
    crls: (agency) => roots.crls(agency),
    cosigners,
    told: { embedded: (bytes) => [toldTransaction(bytes)], fabric: (bytes) => toldEnvelope(bytes) },
  };
}

/** More than half of the agencies whose roots are in hand. */
export const majorityOf = (roots: Roots): number => Math.floor(roots.agencies.length / 2) + 1;

import {
  BlockError,
  type ConfigTransaction,
  decodeBlock,
  type EndorserTransaction,
  type FabricBlock,
  type FabricTransaction,
  verifyBlock,
} from '@tocsin/fabric-block';
import type { VerifyOptions } from '@tocsin/record';
import { CHAINCODE } from './chaincode-definition.ts';
import { definitionIn } from './verify-export-chaincode.ts';
import { type ChannelInForce, channelIn, orderingQuorum, signedByOrderers } from './verify-export-channel.ts';
import { footprintOf, type NamespaceFootprint, writesNothing } from './verify-export-footprint.ts';
import { claimedIds, lastConfigOf } from './verify-export-metadata.ts';
import {
  asDoubt,
  type ChaincodeInForce,
  Doubt,
  doubting,
  type Fault,
  type Layer,
  type Verification,
} from './verify-export-result.ts';
import { ensureLawful } from './verify-export-rules.ts';
import { ReplayedState } from './verify-export-state.ts';
import { ensureAgreed } from './verify-export-update.ts';
import { examine, LIFECYCLE } from './verify-export-verdict.ts';

/**
 * Verifies an export of a Fabric channel, one block a line in base64, with nothing but the agencies' roots: hash chain,
 * orderers' signatures, configurations, and of each transaction everything that peers check and the rules besides, from
 * an empty state on. Validation codes are not signed by anybody: they are computed anew and compared.
 * Holds one block and the public state in memory. Stops at the first fault.
 */
export async function verifyFabricExport(
  lines: AsyncIterable<string> | Iterable<string>,
  options: VerifyOptions,
): Promise<Verification> {
  const replay = new Replay(options);
  try {
    for await (const line of lines) if (line !== '') await replay.block(line);
    return replay.result(null);
  } catch (error) {
    if (error instanceof Doubt) return replay.result(error);
    throw error;
  }
}

/** What a transaction comes to: nobody's flag is asked. */
type Verdict =
  | { readonly code: 'VALID' | 'MVCC_READ_CONFLICT'; readonly footprint: readonly NamespaceFootprint[] }
  | { readonly code: 'INVALID'; readonly doubt: Doubt }
  /** It asked and changes nothing, whatever its flag says. */
  | { readonly code: 'IDLE' };

class Replay {
  readonly #options: VerifyOptions;
  readonly #state = new ReplayedState(CHAINCODE);
  readonly #ids = new Set<string>();
  readonly #chaincode: ChaincodeInForce[] = [];
  #channel: ChannelInForce | null = null;
  #previous: FabricBlock | null = null;
  #lastConfig = 0n;
  #statements = 0;
  #refused = 0;
  #position: number | null = null;

  constructor(options: VerifyOptions) {
    this.#options = options;
  }

  get #blocks(): number {
    return this.#previous === null ? 0 : Number(this.#previous.number) + 1;
  }

  result(doubt: Doubt | null): Verification {
    const { name, consensus, agencies } = this.#channel ?? { name: '', consensus: 'BFT', agencies: [] };
    const at = { block: String(this.#blocks), transaction: this.#position };
    const fault: Fault | null = doubt === null ? null : { ...at, layer: doubt.layer, reason: doubt.message };
    return {
      blocks: this.#blocks,
      statements: this.#statements,
      refused: this.#refused,
      head: this.#previous?.hash ?? '0'.repeat(64),
      channel: this.#channel === null ? null : { name, consensus, agencies },
      chaincode: this.#chaincode,
      fault,
    };
  }

  async block(line: string): Promise<void> {
    this.#position = null;
    const block = decoded(line);
    this.#mustFollow(block);
    if (this.#channel !== null) this.#mustBeSigned(block, this.#channel);
    const config = onlyConfigOf(block);
    if (config !== null) this.#configure(block, config);
    else await this.#transactions(block);
    this.#previous = block;
    this.#options.progress?.(this.#blocks);
  }

  #mustFollow(block: FabricBlock): void {
    const expected = this.#blocks;
    if (block.number !== BigInt(expected)) throw new Doubt('chain', `block ${expected} is missing`);
    if (block.previous !== (this.#previous?.hash ?? '0'.repeat(64)))
      throw new Doubt('chain', 'does not follow the block before it');
  }

  #mustBeSigned(block: FabricBlock, channel: ChannelInForce): void {
    const standing = {
      vouched: channel.orderers,
      config: { ...channel, channel: channel.name, intermediates: new Map() },
      quorum: orderingQuorum(channel),
    };
    try {
      verifyBlock(signedByOrderers(block, channel), this.#previous, standing);
    } catch (error) {
      throw asDoubt('block-signature', error);
    }
    const config = onlyConfigOf(block) === null ? this.#lastConfig : block.number;
    // What the orderers signed: else somebody could call a configuration invalid and go on with the one before.
    if (doubting('config', () => lastConfigOf(block)) !== config)
      throw new Doubt('config', 'the orderers know of another configuration');
  }

  #configure(block: FabricBlock, transaction: ConfigTransaction): void {
    this.#position = 0;
    if (transaction.code !== 'VALID') throw new Doubt('validity', `should not be ${transaction.code}`);
    const before = this.#channel;
    const next = doubting('config', () => {
      const found = channelIn(block, transaction, (agency) => this.#options.rootOf(agency));
      if (before !== null) ensureAgreed(found, before, transaction.config);
      return found;
    });
    this.#channel = next;
    this.#lastConfig = block.number;
  }

  async #transactions(block: FabricBlock): Promise<void> {
    if (this.#channel === null) throw new Doubt('config', 'the first block is no configuration');
    const verdicts = this.#examined(block, this.#channel);
    let defined: ChaincodeInForce | null = null;
    for (const [index, transaction] of block.transactions.entries()) {
      this.#position = index;
      const verdict = this.#settled(verdicts[index]);
      ensureFlag(transaction, verdict);
      if (verdict.code === 'IDLE' && transaction.code === 'VALID') continue;
      if (verdict.code !== 'VALID' || transaction.kind !== 'endorser') this.#refused += 1;
      else {
        await this.#effects(transaction, verdict.footprint);
        defined = definitionIn(verdict.footprint, this.#chaincode.at(-1), String(block.number)) ?? defined;
        this.#state.apply(verdict.footprint, `${block.number}:${index}`);
      }
    }
    if (defined !== null) this.#chaincode.push(defined);
    for (const id of claimedIds(block)) this.#ids.add(id);
    this.#state.endBlock();
  }

  /** As peers do, all of a block against what stood before it, and only then one after the other against state. */
  #examined(block: FabricBlock, channel: ChannelInForce): Verdict[] {
    const here = new Set<string>();
    return block.transactions.map((transaction): Verdict => {
      try {
        if (transaction.kind !== 'endorser') throw new Doubt('envelope', 'not the call of a chaincode');
        if (onlyAsks(transaction)) {
          if (passed.includes(transaction.code)) here.add(transaction.id);
          return { code: 'IDLE' };
        }
        const footprint = examine(transaction, channel);
        if (transaction.chaincode === CHAINCODE && this.#chaincode.length === 0)
          throw new Doubt('chaincode', 'no chaincode is in force yet');
        if (this.#ids.has(transaction.id) || here.has(transaction.id)) throw new Doubt('envelope', 'the same twice');
        here.add(transaction.id);
        return { code: 'VALID', footprint };
      } catch (error) {
        return { code: 'INVALID', doubt: asDoubt('envelope', error) };
      }
    });
  }

  #settled(verdict: Verdict | undefined): Verdict {
    if (verdict === undefined) throw new Error('every transaction has its verdict');
    if (verdict.code !== 'VALID' || !this.#state.conflicts(verdict.footprint)) return verdict;
    return { ...verdict, code: 'MVCC_READ_CONFLICT' };
  }

  async #effects(transaction: EndorserTransaction, footprint: readonly NamespaceFootprint[]): Promise<void> {
    if (transaction.chaincode === LIFECYCLE) return;
    const rootOf = (agency: string) => this.#options.rootOf(agency);
    this.#statements += await ensureLawful(transaction, footprint, this.#state, rootOf);
  }
}

/** The peer's word on validity against what it must be. Why something is invalid is told in Fabric's many words. */
function ensureFlag({ code }: FabricTransaction, verdict: Verdict): void {
  if (verdict.code === 'INVALID' || verdict.code === 'IDLE') {
    if (code === 'VALID' && verdict.code === 'INVALID') throw verdict.doubt;
    if (code === 'NOT_VALIDATED') throw new Doubt('validity', 'no peer has validated it');
    return;
  }
  if (code !== verdict.code) throw new Doubt('validity', `should not be ${code}`);
}

/** Codes of transactions whose identifiers count for the others of their block. */
const passed: readonly string[] = ['VALID', 'MVCC_READ_CONFLICT', 'PHANTOM_READ_CONFLICT'];

/**
 * Whether it is a question that somebody had ordered: any client or administrator may, and every peer takes it for
 * valid. Only what it could change matters; were more asked of it, one such call would spoil every later export.
 */
function onlyAsks(transaction: EndorserTransaction): boolean {
  const { chaincode, function: fn } = transaction;
  const asks = chaincode === LIFECYCLE || (chaincode === CHAINCODE && fn !== 'submit');
  return asks && doubting('writes', () => writesNothing(footprintOf(transaction)));
}

/** A configuration stands alone in its block. */
function onlyConfigOf({ transactions: [first, ...others] }: FabricBlock): ConfigTransaction | null {
  return first?.kind === 'config' && others.length === 0 ? first : null;
}

function decoded(line: string): FabricBlock {
  const bytes = Buffer.from(line, 'base64');
  if (bytes.toString('base64') !== line) throw new Doubt('encoding', 'not base64');
  try {
    return decodeBlock(bytes);
  } catch (error) {
    // Transactions fit the header, so somebody has changed what the peer said of one of them.
    const layer: Layer =
      error instanceof BlockError && error.code === 'MALFORMED_TRANSACTION' ? 'validity' : 'encoding';
    throw asDoubt(layer, error);
  }
}

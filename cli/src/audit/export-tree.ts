import {
  type Checkpoint,
  CompactRange,
  cosignerName,
  entryBytes,
  LogError,
  type LogErrorCode,
  leafHash,
  type NoteKey,
  originOf,
  parseCheckpoint,
  parseNote,
  verifyCheckpoint,
} from '@tocsin/envelope/log';
import { toBase64 } from '@tocsin/envelope/verify';
import { entriesIn, nativeSha256, type Quorum, quorumFrom } from '@tocsin/gateway/mirror';
import type { Block } from '@tocsin/record';

/** The ledger's tree as an export gives it (docs/spec/mirror-log.md). */
export interface BuiltTree {
  readonly size: number;
  /** Base64. */
  readonly root: string;
}

/** What a checkpoint says of an export, or why it says nothing. */
export interface CheckpointVerdict {
  readonly size: number;
  /** Agencies that vouched for it, and when. */
  readonly cosigned: readonly { readonly agency: string; readonly at: string }[];
  /** How many of those who vouch for the ledger it takes, as it stood at the checkpoint or stands at the export's end. */
  readonly needed: number;
  readonly fault: LogErrorCode | 'EXPORT_TOO_SHORT' | null;
}

const STATE = /^(?:network|roster|gateway)\//;

/**
 * Builds the tree of an export anew, block by block, and compares it with a checkpoint that agencies cosigned: an export
 * verifies by itself whichever fork of the ledger it was taken from; what agencies vouched for was one of them only.
 */
export class ExportTree {
  readonly #note: string | null;
  readonly #wanted: Checkpoint | null;
  readonly #range = new CompactRange(0, [], nativeSha256);
  readonly #least: number;
  readonly #state = new Map<string, string>();
  /** The same when the tree had the checkpoint's size. */
  #then: ReadonlyMap<string, string> | null = null;
  #channel = '';
  /** The own root at the checkpoint's size. */
  #root: Uint8Array | null = null;

  /**
   * @param note a checkpoint to compare with
   * @param least agencies that must have vouched for it, where the ledger asks for fewer
   * @throws LogError for what is no checkpoint
   */
  constructor(note: string | null, least = 1) {
    this.#note = note;
    this.#least = least;
    this.#wanted = note === null ? null : parseCheckpoint(parseNote(note).text);
    this.#look();
  }

  /** Takes a verified block in. */
  add(block: Block): void {
    const before = this.#root;
    if (block.number === 0n) this.#channel = block.hash;
    for (const entry of entriesIn(block, this.#channel)) {
      this.#range.append(leafHash(entryBytes(entry), nativeSha256));
      this.#look();
    }
    for (const { code, writes } of block.transactions) if (code === 'VALID') for (const one of writes) this.#keep(one);
    if (this.#root !== before) this.#then = new Map(this.#state);
  }

  get tree(): BuiltTree {
    return { size: this.#range.size, root: toBase64(this.#range.root()) };
  }

  /** Null where there is no checkpoint to compare with. */
  async verdict(): Promise<CheckpointVerdict | null> {
    if (this.#note === null || this.#wanted === null) return null;
    const verdicts: CheckpointVerdict[] = [];
    for (const state of [this.#state, this.#then ?? this.#state])
      verdicts.push(await this.#judged(this.#note, this.#wanted.size, await quorumIn(state)));
    return verdicts.find(({ fault }) => fault === null) ?? verdicts[0] ?? null;
  }

  async #judged(note: string, size: number, { members, needed: majority }: Quorum): Promise<CheckpointVerdict> {
    const needed = Math.max(majority, this.#least);
    try {
      return await this.#compared(note, members, needed);
    } catch (error) {
      if (error instanceof LogError) return { size, cosigned: [], needed, fault: error.code };
      throw error;
    }
  }

  /** Others' gateways are published too, and their word is not the one that gateways act on. */
  async #compared(note: string, members: Quorum['members'], needed: number): Promise<CheckpointVerdict> {
    const origin = originOf(this.#channel);
    const keys = members.flatMap(({ agency, publicKey }): NoteKey[] => [
      { name: origin, algorithm: 'note', publicKey },
      { name: cosignerName(origin, agency), algorithm: 'cosignature', publicKey },
    ]);
    const { checkpoint, cosignatures } = await verifyCheckpoint(note, { origin, keys });
    const cosigned = cosignatures.map(({ name, time }) => ({
      agency: name.slice(origin.length + 1),
      at: new Date(time * 1000).toISOString(),
    }));
    return { size: checkpoint.size, cosigned, needed, fault: this.#faultOf(checkpoint, cosigned.length, needed) };
  }

  #faultOf({ root }: Checkpoint, cosigners: number, needed: number): CheckpointVerdict['fault'] {
    if (this.#root === null) return 'EXPORT_TOO_SHORT';
    if (toBase64(this.#root) !== toBase64(root)) return 'BAD_CONSISTENCY_PROOF';
    return cosigners < needed ? 'TOO_FEW_COSIGNATURES' : null;
  }

  #look(): void {
    if (this.#range.size === this.#wanted?.size) this.#root = this.#range.root();
  }

  #keep({ key, value }: { readonly key: string; readonly value: string }): void {
    if (!STATE.test(key)) return;
    this.#state.set(key, value);
  }
}

const quorumIn = (state: ReadonlyMap<string, string>): Promise<Quorum> =>
  quorumFrom(async (key) => JSON.parse(state.get(key) ?? 'null') ?? undefined);

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
import { fromBase64url, toBase64 } from '@tocsin/envelope/verify';
import { entriesIn, nativeSha256, quorumFrom } from '@tocsin/gateway/mirror';
import type { Block, Gateway } from '@tocsin/record';

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
  /** How many of them it takes, as the ledger stands at the export's end. */
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
  readonly #state = new Map<string, string>();
  readonly #published: Gateway[] = [];
  #channel = '';
  /** The own root at the checkpoint's size. */
  #root: Uint8Array | null = null;

  /** @param note a checkpoint to compare with. @throws LogError for what is none */
  constructor(note: string | null) {
    this.#note = note;
    this.#wanted = note === null ? null : parseCheckpoint(parseNote(note).text);
    this.#look();
  }

  /** Takes a verified block in. */
  add(block: Block): void {
    if (block.number === 0n) this.#channel = block.hash;
    for (const entry of entriesIn(block, this.#channel)) {
      this.#range.append(leafHash(entryBytes(entry), nativeSha256));
      this.#look();
    }
    for (const { code, writes } of block.transactions) if (code === 'VALID') for (const one of writes) this.#keep(one);
  }

  get tree(): BuiltTree {
    return { size: this.#range.size, root: toBase64(this.#range.root()) };
  }

  /** Null where there is no checkpoint to compare with. */
  async verdict(): Promise<CheckpointVerdict | null> {
    if (this.#note === null || this.#wanted === null) return null;
    const { needed } = await quorumFrom(async (key) => this.#stateOf(key) as never);
    try {
      return await this.#compared(this.#note, this.#wanted, needed);
    } catch (error) {
      if (error instanceof LogError) return { size: this.#wanted.size, cosigned: [], needed, fault: error.code };
      throw error;
    }
  }

  async #compared(note: string, { size }: Checkpoint, needed: number): Promise<CheckpointVerdict> {
    const origin = originOf(this.#channel);
    const { checkpoint, cosignatures } = await verifyCheckpoint(note, { origin, keys: this.#keys(origin) });
    const cosigned = cosignatures.map(({ name, time }) => ({
      agency: name.slice(origin.length + 1),
      at: new Date(time * 1000).toISOString(),
    }));
    return { size, cosigned, needed, fault: this.#faultOf(checkpoint, cosigned.length, needed) };
  }

  #faultOf({ root }: Checkpoint, cosigners: number, needed: number): CheckpointVerdict['fault'] {
    if (this.#root === null) return 'EXPORT_TOO_SHORT';
    if (toBase64(this.#root) !== toBase64(root)) return 'BAD_CONSISTENCY_PROOF';
    return cosigners < needed ? 'TOO_FEW_COSIGNATURES' : null;
  }

  /** Every key that any gateway was published with: the export may go on long after a checkpoint. */
  #keys(origin: string): NoteKey[] {
    return this.#published.flatMap(({ agency, cosigner }): NoteKey[] => {
      const publicKey = fromBase64url(cosigner);
      return [
        { name: origin, algorithm: 'note', publicKey },
        { name: cosignerName(origin, agency), algorithm: 'cosignature', publicKey },
      ];
    });
  }

  #look(): void {
    if (this.#range.size === this.#wanted?.size) this.#root = this.#range.root();
  }

  #keep({ key, value }: { readonly key: string; readonly value: string }): void {
    if (!STATE.test(key)) return;
    this.#state.set(key, value);
    if (key.startsWith('gateway/')) this.#published.push(JSON.parse(value) as Gateway);
  }

  #stateOf(key: string): unknown {
    const value = this.#state.get(key);
    return value === undefined ? undefined : JSON.parse(value);
  }
}

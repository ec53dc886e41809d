import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  writeFileSync,
} from 'node:fs';
import { open, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type Checkpoint, parseCheckpoint, parseNote } from '@tocsin/envelope/log';

/**
 * The largest tree that this gateway ever signed for, on disk before the signature leaves: so that a ledger, or a whole
 * view, that was set back and went another way is noticed by its own gateway first.
 */
export class SignedHead {
  readonly #path: string;
  #note: string | null;
  #turn: Promise<void> = Promise.resolve();

  /** @throws LogError for a file that holds no checkpoint */
  constructor(folder: string) {
    this.#path = join(folder, 'signed-head.note');
    this.#note = existsSync(this.#path) ? readFileSync(this.#path, 'utf8') : null;
    if (this.#note !== null) checkpointIn(this.#note);
  }

  get note(): string | null {
    return this.#note;
  }

  get checkpoint(): Checkpoint | null {
    return this.#note === null ? null : checkpointIn(this.#note);
  }

  /** Remembers a signed checkpoint that is about to leave, on the disk; one that is not larger changes nothing. */
  remember(note: string): Promise<void> {
    const turn = this.#turn.then(() => this.#write(note));
    this.#turn = turn.catch(() => undefined);
    return turn;
  }

  async #write(note: string): Promise<void> {
    const known = this.checkpoint;
    if (known !== null && checkpointIn(note).size <= known.size) return;
    await replaceDurably(this.#path, note);
    this.#note = note;
  }
}

/** Our own file: its signature is ours. */
const checkpointIn = (note: string): Checkpoint => parseCheckpoint(parseNote(note).text);

/** Keeps contradictions for whoever must judge them: two signed notes that cannot both be of one ledger. */
export class Evidence {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = join(folder, 'evidence');
  }

  /** Writes the notes into a file of its own, and returns its path. The same notes give the same file. */
  keep(name: string, notes: readonly string[]): string {
    mkdirSync(this.#folder, { recursive: true, mode: 0o700 });
    const path = join(this.#folder, `${name}.txt`);
    if (!existsSync(path)) writeDurably(path, notes.join('\n'));
    return path;
  }
}

function writeDurably(path: string, text: string): void {
  writeFileSync(`${path}.new`, text, { mode: 0o600, flush: true });
  renameSync(`${path}.new`, path);
  // The name itself is on disk once its folder is.
  const folder = openSync(dirname(path), 'r');
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}

/** The same without stopping the process: a gateway signs often, and a disk may be slow. */
async function replaceDurably(path: string, text: string): Promise<void> {
  await writeFile(`${path}.new`, text, { mode: 0o600, flush: true });
  await rename(`${path}.new`, path);
  const folder = await open(dirname(path), 'r');
  await folder.sync().finally(() => folder.close());
}

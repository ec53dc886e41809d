import { closeSync, fdatasync, openSync } from 'node:fs';
import { promisify } from 'node:util';

const datasync = promisify(fdatasync);

/** Brings what was written to a file to its disk, once for all who wait at the same time, and without stopping anybody else. */
export class Durable {
  readonly #path: string;
  #file: number | null = null;
  #running: Promise<void> = Promise.resolve();
  #next: Promise<void> | null = null;

  constructor(path: string) {
    this.#path = path;
  }

  /** Resolves once everything written to the file before this call is on the disk. */
  written(): Promise<void> {
    // A sync under way may have begun before the write: the next one has it.
    this.#next ??= this.#running
      .catch(() => undefined)
      .then(() => {
        this.#running = this.#next ?? Promise.resolve();
        this.#next = null;
        this.#file ??= openSync(this.#path, 'r');
        return datasync(this.#file);
      });
    return this.#next;
  }

  close(): void {
    if (this.#file !== null) closeSync(this.#file);
    this.#file = null;
  }
}

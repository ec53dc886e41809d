import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ApiError, type Client } from '@tocsin/gateway/api';
import type { Instant, StatementId } from '@tocsin/record';
import { CliError } from '../error.ts';
import { replacePrivate } from '../file.ts';
import { destroyFile } from '../overwriting.ts';

/** What waits to be sent: signed already, the file sealed already. */
export interface OutboxEntry {
  readonly place: number;
  readonly id: StatementId;
  readonly typ: string;
  /** The device's clock. */
  readonly queued: Instant;
  readonly statement: string;
  /** Sealed file and deposit, base64; null where the statement brings none. */
  readonly file: string | null;
  readonly deposit: { readonly enc: string; readonly ct: string } | null;
  /** Why the ledger or the gateway said no; null while it waits. */
  readonly refused: { readonly code: string; readonly message: string; readonly at: Instant } | null;
}

export interface Sent {
  readonly sent: readonly StatementId[];
  readonly refused: readonly StatementId[];
  /** How many still wait because the line broke. */
  readonly waiting: number;
}

/**
 * Signed statements of one officer that wait for the line, one file each, in the order they were signed. A statement is
 * applied once however often it is sent, so a kill at any moment neither loses nor doubles one.
 */
export class Outbox {
  readonly #folder: string;

  constructor({ folder }: { readonly folder: string }) {
    this.#folder = join(folder, 'outbox');
  }

  /** In the order of signing. @throws CliError INPUT_MALFORMED naming a damaged file */
  async entries(): Promise<OutboxEntry[]> {
    const names = await readdir(this.#folder).catch(() => []);
    const found = names.filter((name) => /^\d{8}\.json$/.test(name)).sort();
    const entries = await Promise.all(found.map((name) => this.#entry(name)));
    return entries.filter((entry) => entry !== null);
  }

  /** Puts a signed statement at the end, on the disk before it returns. */
  async add(entry: Omit<OutboxEntry, 'place' | 'refused'>): Promise<OutboxEntry> {
    await mkdir(this.#folder, { recursive: true, mode: 0o700 });
    const names = (await readdir(this.#folder)).filter((name) => /^\d{8}\.json$/.test(name)).sort();
    for (let place = Number.parseInt(names.at(-1) ?? '0', 10) + 1; ; place++) {
      // Two commands at once must not take one place: the empty file is the claim.
      const claimed = await writeFile(this.#path(place), '', { flag: 'wx', mode: 0o600 }).then(
        () => true,
        (error: NodeJS.ErrnoException) => {
          if (error.code === 'EEXIST') return false;
          throw error;
        },
      );
      if (!claimed) continue;
      const placed = { ...entry, place, refused: null };
      await this.#write(placed);
      return placed;
    }
  }

  /**
   * Sends what waits, in order. What is refused is kept with the reason, and what follows is still tried; a line that
   * breaks ends it.
   * @param again tries what was refused before, too
   */
  async send(
    { client, clock }: { readonly client: Pick<Client, 'submit'>; clock(): Date },
    { again = false, progress }: { readonly again?: boolean; progress(done: number, of: number): void },
  ): Promise<Sent> {
    const waiting = (await this.entries()).filter(({ refused }) => again || refused === null);
    const [sent, refused]: [StatementId[], StatementId[]] = [[], []];
    for (const [i, entry] of waiting.entries()) {
      progress(i, waiting.length);
      try {
        await submitted(client, entry);
      } catch (error) {
        if (!(error instanceof ApiError) || error.status === 0 || error.status === 429 || error.status >= 500)
          return { sent, refused, waiting: waiting.length - i };
        const { code, message } = error;
        await this.#write({ ...entry, refused: { code, message, at: clock().toISOString() } });
        refused.push(entry.id);
        continue;
      }
      await destroyFile(this.#path(entry.place));
      sent.push(entry.id);
    }
    return { sent, refused, waiting: 0 };
  }

  /** Takes one out that is not to be sent any more. @throws CliError UNKNOWN_ENTRY */
  async drop(id: StatementId): Promise<void> {
    const entry = (await this.entries()).find((one) => one.id === id);
    if (entry === undefined) throw new CliError('UNKNOWN_ENTRY', id);
    await destroyFile(this.#path(entry.place));
  }

  #path(place: number): string {
    return join(this.#folder, `${String(place).padStart(8, '0')}.json`);
  }

  #write(entry: OutboxEntry): Promise<void> {
    return replacePrivate(this.#path(entry.place), `${JSON.stringify(entry)}\n`);
  }

  /** Null for a place that was claimed by a command that was killed before it could promise anything. */
  async #entry(name: string): Promise<OutboxEntry | null> {
    try {
      const text = await readFile(join(this.#folder, name), 'utf8');
      if (text === '') return null;
      const entry = JSON.parse(text) as OutboxEntry;
      if (typeof entry.statement !== 'string' || entry.place !== Number.parseInt(name, 10))
        throw new TypeError('entry');
      return entry;
    } catch (error) {
      throw new CliError('INPUT_MALFORMED', `outbox/${name}`, error);
    }
  }
}

async function submitted(client: Pick<Client, 'submit'>, { statement, file, deposit }: OutboxEntry): Promise<void> {
  const bytes = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'base64'));
  const left = deposit === null ? null : { enc: bytes(deposit.enc), ct: bytes(deposit.ct) };
  await client.submit(statement, file === null ? null : bytes(file), { deposit: left });
}

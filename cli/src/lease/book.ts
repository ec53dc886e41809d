import { open, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { decryptWith, encryptFor, fromUtf8, utf8 } from '@tocsin/envelope';
import type { Instant, StatementId } from '@tocsin/record';
import { CliError } from '../error.ts';
import { replacePrivate } from '../file.ts';
import { destroyFile } from '../overwriting.ts';
import { type KeptLease, leaseIn, leaseText } from './kept.ts';

/** What is not secret of a lease: it stands on the ledger. */
export interface LeaseEntry {
  readonly id: StatementId;
  /** Ledger time; null until the ledger has answered. */
  readonly at: Instant | null;
  readonly until: Instant;
  readonly items: readonly StatementId[];
}

/** An opening without a line, as it was noted before anything was shown. */
export interface NotedOpening {
  readonly item: StatementId;
  /** The device's clock. */
  readonly at: Instant;
  readonly outcome: 'opened' | 'failed';
}

/** The leases of one profile on this device: `<id>.json` what it is, `<id>.age` what it holds, `<id>.opened` what was opened. */
export class LeaseBook {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** All that are not accounted for, the latest first. @throws CliError LEASE_DAMAGED */
  async entries(): Promise<LeaseEntry[]> {
    const names = await readdir(this.#folder).catch(() => []);
    const found = names.filter((name) => /^[a-z2-7]{26}\.json$/.test(name));
    const entries = await Promise.all(found.map((name) => this.#entry(name)));
    return entries.sort((a, b) => (a.until < b.until ? 1 : -1));
  }

  write(entry: LeaseEntry): Promise<void> {
    return replacePrivate(this.#path(entry.id, 'json'), `${JSON.stringify(entry)}\n`);
  }

  async keep(lease: KeptLease, publicKey: Uint8Array): Promise<void> {
    await replacePrivate(this.#path(lease.id, 'age'), encryptFor(publicKey, utf8(leaseText(lease))));
  }

  /** @throws CliError LEASE_DAMAGED; EnvelopeError NOT_FOR_ME, FILE_TAMPERED */
  async open(id: StatementId, secretKey: Uint8Array): Promise<KeptLease> {
    const file = await readFile(this.#path(id, 'age')).catch((error: unknown) => {
      throw new CliError('LEASE_DAMAGED', id, error);
    });
    const lease = leaseIn(fromUtf8(await decryptWith(secretKey, file)));
    if (lease.id !== id) throw new CliError('LEASE_DAMAGED', id);
    return lease;
  }

  /** Notes an opening, on the disk before it returns: only then may anything be shown. */
  async note(id: StatementId, opening: NotedOpening): Promise<void> {
    const file = await open(this.#path(id, 'opened'), 'a', 0o600);
    try {
      // Begins a line of its own, whatever a power cut may have left of the last one.
      await file.write(`\n${JSON.stringify(opening)}\n`);
      await file.sync();
    } finally {
      await file.close();
    }
  }

  /** Everything noted, in order. A line that a power cut tore is no opening: nothing was shown after it. */
  async openings(id: StatementId): Promise<NotedOpening[]> {
    const text = await readFile(this.#path(id, 'opened'), 'utf8').catch(() => '');
    return text.split('\n').flatMap((line) => openingIn(line) ?? []);
  }

  /** Overwrites what a lease holds. What it is and what was opened stays until it is accounted for. */
  async destroy(id: StatementId): Promise<void> {
    await destroyFile(this.#path(id, 'age'));
  }

  /** Removes every trace of a lease that is accounted for, or never came about. */
  async forget(id: StatementId): Promise<void> {
    for (const kind of ['age', 'opened', 'json'] as const) await destroyFile(this.#path(id, kind));
  }

  #path(id: StatementId, kind: 'json' | 'age' | 'opened'): string {
    return join(this.#folder, `${id}.${kind}`);
  }

  async #entry(name: string): Promise<LeaseEntry> {
    try {
      const entry = JSON.parse(await readFile(join(this.#folder, name), 'utf8')) as LeaseEntry;
      if (`${entry.id}.json` !== name || !Array.isArray(entry.items)) throw new TypeError('another lease');
      return entry;
    } catch (error) {
      throw new CliError('LEASE_DAMAGED', name, error);
    }
  }
}

function openingIn(line: string): NotedOpening | null {
  try {
    return JSON.parse(line) as NotedOpening;
  } catch {
    return null;
  }
}

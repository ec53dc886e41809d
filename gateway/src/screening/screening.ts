import { setImmediate as breathe } from 'node:timers/promises';
import { fromUtf8, utf8 } from '@tocsin/envelope';
import {
  type AgencyCode,
  agencyKey,
  type Ledger,
  LedgerFault,
  listingKey,
  listingStanding,
  recordKey,
  type StatementId,
} from '@tocsin/record';
import type { FastifyBaseLogger } from 'fastify';
import type { TrustedRoots } from '../api/founding.ts';
import { GatewayError } from '../error.ts';
import type { UnitKeys } from '../keys/unit-keys.ts';
import type { Follower } from '../ledger/follower.ts';
import { codeOf } from '../plugins/fault-code.ts';
import { eventsAfter } from '../view/events.ts';
import type { View } from '../view/view.ts';
import { Decisions } from './decisions.ts';
import { openListing } from './opening.ts';
import type { Protection } from './protection.ts';
import { Registers } from './registers.ts';
import type { Screen } from './screen.ts';
import type { Subject } from './subject.ts';
import { Tries } from './tries.ts';
import { Vault } from './vault.ts';

export interface ScreeningOptions {
  readonly agency: AgencyCode;
  readonly ledger: Pick<Ledger, 'sealed' | 'height'>;
  readonly view: View;
  readonly follower: Pick<Follower, 'changed'>;
  readonly keys: Pick<UnitKeys, 'open' | 'held' | 'load'>;
  readonly roots: TrustedRoots | null;
  readonly folder: string;
  readonly logger?: FastifyBaseLogger | undefined;
  clock(): Date;
}

const SNAPSHOT = 'screening.age';
/** Its numbers are in the spelling of the version: of another one they would be found by none. */
const SNAPSHOT_VERSION = 2;
/** A changed index is written down after so long, ms; one that lost something at once. */
const SNAPSHOT_MS = 30_000;
/** What could not be opened is tried again after so long, ms. */
const RETRY_MS = 30_000;
/** Listings that are taken in from the snapshot before others get their turn. */
const TOGETHER = 16;
/** Listings whose time is over are forgotten after so long, ms; they are answered with no more at once. */
const SWEEP_MS = 3_600_000;

/**
 * Keeps the index of the listings that the agency wrote or received: opened with the unit's own keys, in memory, up with
 * every block, and restored from a sealed snapshot. Nothing is answered before it has caught up once.
 */
export class Screening {
  readonly #options: ScreeningOptions;
  readonly decisions: Decisions;
  /** Listings of each officer that were refused. */
  readonly tries = new Tries();
  /** Licences by the names of who holds them. */
  readonly registers: Registers;
  readonly #vault: Vault;
  /** Listings that no key opens, or that the own peer did not hand out. */
  readonly #unopened = new Set<StatementId>();
  #screen: Screen | null = null;
  #protection: Protection | null = null;
  #block: bigint | null = null;
  /** The last block that the ledger is known to have; null before it was asked. */
  #due: bigint | null = null;
  #running: Promise<void> = Promise.resolve();
  #stopping = new AbortController();
  #moved = Promise.withResolvers<void>();
  #written: { dirty: boolean; at: number } = { dirty: false, at: 0 };
  #tried = 0;
  #swept = 0;

  constructor(options: ScreeningOptions) {
    this.#options = options;
    this.#vault = new Vault(options.folder, options.keys);
    this.decisions = new Decisions(this.#vault);
    this.registers = new Registers(options.view);
  }

  /** Listings in the index. @throws GatewayError NOT_READY before it was loaded */
  get screen(): Screen {
    if (this.#screen === null) throw new GatewayError('NOT_READY', 'the index is not loaded');
    return this.#screen;
  }

  /**
   * The index, loaded when it is first wanted: what it knows of the region's scripts takes half a second and some memory,
   * and most gateways of most agencies hold no listing for a long time.
   */
  async load(): Promise<Screen> {
    const { Screen } = await import('./screen.ts');
    this.#screen ??= new Screen();
    return this.#screen;
  }

  /** Whom no listing may name; looked for when one is first proposed or confirmed. */
  async protection(): Promise<Protection> {
    const { Protection } = await import('./protection.ts');
    this.#protection ??= new Protection(this.#options);
    return this.#protection;
  }

  /** The last block that the index knows. @throws GatewayError NOT_READY before it has caught up, and while it has not again */
  get block(): bigint {
    const view = this.#options.view.checkpoint?.number ?? -1n;
    if (this.#block === null || this.#due === null || this.#block < this.#due || view < this.#due)
      throw new GatewayError('NOT_READY', 'the listings are still being opened');
    return this.#block;
  }

  /** How many listings cannot be opened: an answer "unknown" does not speak of them. */
  get unopened(): number {
    return this.#unopened.size;
  }

  start(): void {
    this.#running = this.#follow(this.#stopping.signal);
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#running;
    await this.registers.stop();
    if (this.#written.dirty) await this.#write();
  }

  /** Resolves once the index knows a block. @throws GatewayError NOT_READY when the signal ends the wait */
  async reached(block: bigint, signal: AbortSignal): Promise<void> {
    const given = new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
    while (this.#block === null || this.#block < block) {
      if (signal.aborted) throw new GatewayError('NOT_READY', 'screening');
      await Promise.race([this.#moved.promise, given]);
    }
  }

  async #follow(signal: AbortSignal): Promise<void> {
    const ended = new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
    await this.#restore().catch((fault: unknown) => this.#tell('listings not restored', fault));
    while (!signal.aborted) {
      const changed = this.#options.follower.changed();
      await this.#catchUp(signal).catch((fault: unknown) => this.#tell('listings not followed', fault));
      const pause = timer(this.#unopened.size > 0 ? RETRY_MS : SNAPSHOT_MS);
      await Promise.race([changed, ended, pause.over]);
      pause.cancel();
    }
  }

  async #catchUp(signal: AbortSignal): Promise<void> {
    const { view, ledger } = this.#options;
    this.#due ??= (await ledger.height()) - 1n;
    const checkpoint = view.checkpoint?.number;
    if (checkpoint === undefined) return;
    const known = this.#block;
    // A view that was built again has blocks behind what is known.
    const touched = known === null || checkpoint < known ? this.#all() : this.#touched(known);
    let removed = false;
    for (const record of touched) {
      if (signal.aborted) return;
      removed = (await this.#refresh(record)) || removed;
    }
    this.#protection?.forgetEnded(touched);
    await this.#retry(signal);
    await this.decisions.reseal();
    if (this.#vault.isStale(SNAPSHOT)) this.#written = { dirty: true, at: Number.NEGATIVE_INFINITY };
    if (removed || this.#sweep()) await this.#write();
    else if (this.#written.dirty && performance.now() - this.#written.at > SNAPSHOT_MS) await this.#write();
    this.#block = checkpoint;
    if (checkpoint > this.#due) this.#due = checkpoint;
    const { resolve } = this.#moved;
    this.#moved = Promise.withResolvers<void>();
    resolve();
  }

  /** Every listing that the agency wrote or received, and whatever the index still holds beside. */
  #all(): Set<StatementId> {
    const { view, agency } = this.#options;
    const sql = `SELECT l.record FROM listing l JOIN record r ON r.id = l.record WHERE r.author = ?
      OR EXISTS (SELECT 1 FROM addressee a WHERE a.record = l.record AND a.agency = ?)`;
    const stand = view.rows(sql, agency, agency).map(({ record }) => String(record));
    return new Set([...stand, ...(this.#screen?.records ?? [])]);
  }

  /** What the blocks since then say something about. */
  #touched(block: bigint): Set<StatementId> {
    const { view } = this.#options;
    const touched = new Set<StatementId>();
    let place = { block, position: Number.MAX_SAFE_INTEGER };
    for (let events = eventsAfter(view, place); events.length > 0; events = eventsAfter(view, place)) {
      for (const { type, data } of events) if (type === 'record') touched.add(String(JSON.parse(data).record));
      place = events.at(-1)?.place ?? place;
    }
    return touched;
  }

  /** Takes a listing in, or out; true where one went. */
  async #refresh(record: StatementId): Promise<boolean> {
    const { view } = this.#options;
    // A view that is built again has not come to it yet.
    if (view.state(recordKey(record)) === undefined) return false;
    if (!this.#stands(record)) {
      this.#unopened.delete(record);
      if (this.#screen?.has(record) !== true) return false;
      this.#screen.remove(record);
      await this.decisions.forget(new Set([record]));
      return true;
    }
    if (this.#screen?.has(record)) return false;
    await breathe();
    try {
      const [screen, { subjectsOf }] = await Promise.all([this.load(), import('./subject.ts')]);
      const content = await openListing(this.#options, record);
      const country = view.state(agencyKey(this.#options.agency))?.country ?? '';
      screen.set(record, subjectsOf(content, country));
      this.#unopened.delete(record);
      this.#written.dirty = true;
    } catch (fault) {
      this.#unopened.add(record);
      // What the peer will hand out in a moment is no news; what no key opens is.
      if (!(fault instanceof LedgerFault)) this.#tell('listing not opened', fault);
    }
    return false;
  }

  #stands(record: StatementId): boolean {
    const { view, clock } = this.#options;
    const [head, listing] = [view.state(recordKey(record)), view.state(listingKey(record))];
    if (head === undefined || listing === undefined) return false;
    return listingStanding(listing, head, clock().toISOString()) !== 'delisted';
  }

  async #retry(signal: AbortSignal): Promise<void> {
    if (this.#unopened.size === 0 || performance.now() - this.#tried < RETRY_MS) return;
    this.#tried = performance.now();
    for (const record of [...this.#unopened]) if (!signal.aborted) await this.#refresh(record);
  }

  #sweep(): boolean {
    if (performance.now() - this.#swept < SWEEP_MS || (this.#block ?? -1n) < (this.#due ?? 0n)) return false;
    this.#swept = performance.now();
    const over = [...(this.#screen?.records ?? [])].filter((record) => !this.#stands(record));
    for (const record of over) this.#screen?.remove(record);
    this.#protection?.forgetEnded();
    return over.length > 0;
  }

  async #restore(): Promise<void> {
    await this.decisions.load();
    const plain = await this.#vault.read(SNAPSHOT);
    if (plain === null) return;
    const { version, listings } = JSON.parse(fromUtf8(plain)) as Snapshot;
    if (version !== SNAPSHOT_VERSION) return;
    const screen = await this.load();
    for (const [i, [record, subjects]] of listings.entries()) {
      screen.set(record, subjects);
      // Thousands of names take seconds, in which the gateway serves all the same.
      if (i % TOGETHER === 0) await breathe();
    }
  }

  async #write(): Promise<void> {
    const screen = await this.load();
    const listings = [...screen.records].map((record) => [record, screen.of(record)] as const);
    this.#written = { dirty: false, at: performance.now() };
    const snapshot: Snapshot = { version: SNAPSHOT_VERSION, listings };
    await this.#vault.write(SNAPSHOT, utf8(JSON.stringify(snapshot))).catch((fault: unknown) => {
      this.#written.dirty = true;
      this.#tell('listings not written down', fault);
    });
  }

  /** The code alone: a fault's text may quote what could not be read. */
  #tell(what: string, fault: unknown): void {
    this.#options.logger?.warn({ code: codeOf(fault).code }, what);
  }
}

interface Snapshot {
  readonly version: number;
  readonly listings: readonly (readonly [StatementId, readonly Subject[]])[];
}

function timer(ms: number): { readonly over: Promise<void>; cancel(): void } {
  const { promise, resolve } = Promise.withResolvers<void>();
  const running = setTimeout(resolve, ms);
  running.unref();
  return { over: promise, cancel: () => clearTimeout(running) };
}

import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { FabricProfile } from '@tocsin/gateway/fabric';
import type { Committed } from '@tocsin/record';
import type { Order, Report } from './gateway-child.ts';

/** What it takes to submit a statement, and to submit it again. */
export interface Load {
  readonly id: string;
  readonly jws: string;
  readonly file: Uint8Array | null;
}

/** `GATEWAY_ENDED` is the outcome of a submission that its gateway did not live to tell of. */
export type Outcome =
  | { readonly committed: Committed }
  | { readonly committed?: undefined; readonly code: string; readonly cause: string };

export interface GatewayOrder {
  readonly profile: FabricProfile;
  /** Folder of its view, which the next life goes on with. */
  readonly folder: string;
  readonly dieAfter?: number;
  /** A command that runs what follows it where the agency's nodes run. */
  readonly enter?: readonly string[] | undefined;
}

/** A gateway's process, started again whenever it ends until it is closed. */
export class GatewayProcess {
  readonly #order: GatewayOrder;
  readonly #waiting = new Map<string, (outcome: Outcome) => void>();
  #child: ChildProcess;
  #opened: Promise<void>;
  #closed = false;

  constructor(order: GatewayOrder) {
    this.#order = order;
    this.#child = this.#fork();
    this.#opened = this.#open(this.#child);
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  /** Resolves when this life serves; a life that ended before never resolves. */
  get opened(): Promise<void> {
    return this.#opened;
  }

  async submit({ id, jws, file }: Load): Promise<Outcome> {
    const { promise, resolve } = Promise.withResolvers<Outcome>();
    this.#waiting.set(id, resolve);
    const child = this.#child;
    // A life that ends before it serves ends the wait as well.
    void this.#opened.then(() => this.#send({ submit: id, statement: jws, file }, child));
    return promise;
  }

  /** SIGKILL: no handler runs, nothing is flushed. */
  kill(): void {
    this.#child.kill('SIGKILL');
  }

  /** Resolves when this life is over. */
  async ended(): Promise<void> {
    await once(this.#child, 'close');
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    const over = once(this.#child, 'close');
    this.kill();
    await over;
  }

  #fork(): ChildProcess {
    const program = join(import.meta.dirname, 'gateway-child.ts');
    const [execPath = '', ...execArgv] = [...(this.#order.enter ?? []), process.execPath];
    const stdio = ['ignore' as const, 'ignore' as const, 'inherit' as const, 'ipc' as const];
    const child = fork(program, { stdio, serialization: 'advanced', execPath, execArgv });
    child.on('message', (report: Report) => this.#hear(report));
    // All that it told has arrived when its channel closes.
    child.once('close', () => this.#over());
    return child;
  }

  #open(child: ChildProcess): Promise<void> {
    const { profile: open, folder, dieAfter } = this.#order;
    this.#send({ open, folder, ...(dieAfter === undefined ? {} : { dieAfter }) }, child);
    return once(child, 'message').then(() => undefined);
  }

  /** What a dying process did not take is like what it did not answer. */
  #send(order: Order, child = this.#child): void {
    if (child.connected) child.send(order, () => undefined);
  }

  #hear(report: Report): void {
    if ('opened' in report) return;
    const id = 'committed' in report ? report.committed : report.failed;
    const outcome = 'committed' in report ? { committed: report.as } : { code: report.code, cause: report.cause };
    this.#waiting.get(id)?.(outcome);
    this.#waiting.delete(id);
  }

  #over(): void {
    for (const resolve of this.#waiting.values()) resolve({ code: 'GATEWAY_ENDED', cause: '' });
    this.#waiting.clear();
    if (this.#closed) return;
    this.#child = this.#fork();
    this.#opened = this.#open(this.#child);
  }
}

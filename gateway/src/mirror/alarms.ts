import { hash } from 'node:crypto';
import type { AgencyCode } from '@tocsin/record';
import { Evidence } from './signed-head.ts';

/** What was found: two trees of one ledger, a peer that contradicts its own tree, or blocks that were kept from us. */
export type AlarmCode = 'CHECKPOINT_INCONSISTENT' | 'LEDGER_WITHHELD';

export interface Alarm {
  readonly code: AlarmCode;
  /** Whose word stands against ours; the own agency where its own ledger contradicts itself. */
  readonly against: AgencyCode;
  /** When it was found, milliseconds since 1970. */
  readonly at: number;
  /** File with the notes that contradict each other. */
  readonly evidence: string;
}

/** Longest list of alarms kept in memory; the evidence on disk is kept whole. */
const KEPT = 64;

/** Every contradiction once, with its evidence on disk before anybody is told. */
export class Alarms {
  readonly #evidence: Evidence;
  readonly #clock: () => Date;
  readonly #raised = new Map<string, Alarm>();

  constructor(folder: string, clock: () => Date) {
    this.#evidence = new Evidence(folder);
    this.#clock = clock;
  }

  /** Latest last. */
  get list(): readonly Alarm[] {
    return [...this.#raised.values()];
  }

  /** `notes`: what contradicts each other, as it was signed. */
  raise(code: AlarmCode, against: AgencyCode, notes: readonly string[]): Alarm {
    const name = `${code.toLowerCase()}-${against}-${hash('sha256', notes.join('\n')).slice(0, 16)}`;
    const known = this.#raised.get(name);
    if (known !== undefined) return known;
    const evidence = this.#evidence.keep(name, notes);
    const alarm: Alarm = { code, against, at: this.#clock().getTime(), evidence };
    this.#raised.set(name, alarm);
    for (const oldest of this.#raised.keys()) if (this.#raised.size > KEPT) this.#raised.delete(oldest);
    return alarm;
  }
}

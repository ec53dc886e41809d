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

/**
 * Alarms of one code against one agency. One contradiction convicts; a gateway that signs thousands must neither fill the
 * disk, which the own log needs, nor push alarms against others out of the list.
 */
const KEPT_AGAINST_ONE = 8;

/** Contradictions, each once, with its evidence on disk before anybody is told. */
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

  /** `notes`: what contradicts each other, as it was signed. Beyond some of a kind the latest of them is given. */
  raise(code: AlarmCode, against: AgencyCode, notes: readonly string[]): Alarm {
    const name = `${code.toLowerCase()}-${against}-${hash('sha256', notes.join('\n')).slice(0, 16)}`;
    const known = this.#raised.get(name);
    if (known !== undefined) return known;
    const alike = this.list.filter((one) => one.code === code && one.against === against);
    const latest = alike.at(-1);
    if (latest !== undefined && alike.length >= KEPT_AGAINST_ONE) return latest;
    const evidence = this.#evidence.keep(name, notes);
    const alarm: Alarm = { code, against, at: this.#clock().getTime(), evidence };
    this.#raised.set(name, alarm);
    return alarm;
  }
}

import type { StatementId } from '@tocsin/record';
import { DeviceError } from './error.ts';

/** The key that this device last sealed to, of one unit. */
export interface Pin {
  readonly epoch: number;
  /** Digest of the statement that announced it. */
  readonly digest: string;
}

/** One announced key as far as pinning is concerned: each epoch's statement names the digest of the one before. */
export interface Link extends Pin {
  readonly previous: string | null;
}

/**
 * Refuses a key that does not follow from the one pinned: another key of the same epoch, an older epoch, or a newer one
 * whose statements do not lead back to the pin. `links` are the unit's announcements, in any order.
 * @throws DeviceError KEY_SUBSTITUTED
 */
export function mustFollow(pin: Pin, chosen: Link, links: readonly Link[], whose: string): void {
  let link: Link | undefined = chosen;
  while (link !== undefined && link.epoch > pin.epoch) {
    const { epoch, previous }: Link = link;
    link = links.find((candidate) => candidate.epoch === epoch - 1 && candidate.digest === previous);
  }
  if (link?.epoch !== pin.epoch || link.digest !== pin.digest) {
    throw new DeviceError('KEY_SUBSTITUTED', `${whose}, epoch ${chosen.epoch}; pinned is epoch ${pin.epoch}`);
  }
}

/** Where a device keeps its pins: whole texts, the last one counts. */
export type KeepPins = (text: string) => Promise<void>;

/** The keys that a device has sealed to, and the network that it signs for. */
export class Pins {
  readonly #keep: KeepPins;
  readonly #pins: Map<string, Pin>;
  #network: StatementId | null;
  #kept: Promise<void> = Promise.resolve();

  private constructor(keep: KeepPins, pins: Map<string, Pin>, network: StatementId | null) {
    this.#keep = keep;
    this.#pins = pins;
    this.#network = network;
  }

  /**
   * Reads what {@link save} has kept; `{}` means no pins yet.
   * @throws TypeError or SyntaxError for damaged text: forgetting pins would let any key in
   */
  static from(text: string, keep: KeepPins): Pins {
    const { network = null, ...units } = JSON.parse(text) as { network?: StatementId } & Record<string, Pin>;
    const pins = Object.entries(units);
    if (network !== null && !/^[a-z2-7]{26}$/.test(network)) throw new TypeError('not a network');
    if (!pins.every(([, pin]) => Number.isSafeInteger(pin.epoch) && /^[0-9a-f]{64}$/.test(pin.digest))) {
      throw new TypeError('not pins');
    }
    return new Pins(keep, new Map(pins), network);
  }

  /** The network that this device signs for; null until the first statement. */
  get network(): StatementId | null {
    return this.#network;
  }

  set network(id: StatementId) {
    this.#network = id;
  }

  of(agency: string, unit: string): Pin | undefined {
    return this.#pins.get(`${agency}/${unit}`);
  }

  set(agency: string, unit: string, { epoch, digest }: Pin): void {
    this.#pins.set(`${agency}/${unit}`, { epoch, digest });
  }

  /** Saves one after the other: two of one session at once would write one file. */
  save(): Promise<void> {
    this.#kept = this.#kept.then(
      () => this.#keep(this.#text()),
      () => this.#keep(this.#text()),
    );
    return this.#kept;
  }

  #text(): string {
    const sorted = Object.fromEntries([...this.#pins].sort(([a], [b]) => (a < b ? -1 : 1)));
    const network = this.#network === null ? {} : { network: this.#network };
    return `${JSON.stringify({ ...network, ...sorted }, null, 2)}\n`;
  }
}

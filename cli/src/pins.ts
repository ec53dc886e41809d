import { readFile } from 'node:fs/promises';
import type { StatementId } from '@tocsin/record';
import { CliError } from './error.ts';
import { replacePrivate } from './file.ts';

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
 * @throws CliError KEY_SUBSTITUTED
 */
export function mustFollow(pin: Pin, chosen: Link, links: readonly Link[], whose: string): void {
  let link: Link | undefined = chosen;
  while (link !== undefined && link.epoch > pin.epoch) {
    const { epoch, previous }: Link = link;
    link = links.find((candidate) => candidate.epoch === epoch - 1 && candidate.digest === previous);
  }
  if (link?.epoch !== pin.epoch || link.digest !== pin.digest) {
    throw new CliError('KEY_SUBSTITUTED', `${whose}, epoch ${chosen.epoch}; pinned is epoch ${pin.epoch}`);
  }
}

/** The pins of one profile, in its `pins.json`. */
export class Pins {
  readonly #path: string;
  readonly #pins: Map<string, Pin>;
  #network: StatementId | null;

  private constructor(path: string, pins: Map<string, Pin>, network: StatementId | null) {
    this.#path = path;
    this.#pins = pins;
    this.#network = network;
  }

  /** No file means no pins yet; a damaged one is refused, for forgetting pins would let any key in. */
  static async read(path: string): Promise<Pins> {
    const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return '{}';
      throw error;
    });
    try {
      const { network = null, ...units } = JSON.parse(text) as { network?: StatementId } & Record<string, Pin>;
      const pins = Object.entries(units);
      if (network !== null && !/^[a-z2-7]{26}$/.test(network)) throw new TypeError('not a network');
      if (!pins.every(([, pin]) => Number.isSafeInteger(pin.epoch) && /^[0-9a-f]{64}$/.test(pin.digest))) {
        throw new TypeError('not pins');
      }
      return new Pins(path, new Map(pins), network);
    } catch (error) {
      throw new CliError('PROFILE_MALFORMED', 'pins.json', error);
    }
  }

  /** The network that this profile signs for; null until the first statement. */
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

  async save(): Promise<void> {
    const sorted = Object.fromEntries([...this.#pins].sort(([a], [b]) => (a < b ? -1 : 1)));
    const network = this.#network === null ? {} : { network: this.#network };
    await replacePrivate(this.#path, `${JSON.stringify({ ...network, ...sorted }, null, 2)}\n`);
  }
}

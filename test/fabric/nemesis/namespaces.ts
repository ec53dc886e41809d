import { execFileSync } from 'node:child_process';
import { randomBytes, randomInt } from 'node:crypto';
import type { Site } from '@tocsin/network-fabric';

/** How an agency's connection to all others is disturbed. */
export type Disturbance = 'cut' | 'hears nothing' | 'is not heard' | 'slow';
/** Those under which an agency can agree on nothing with the others. */
export const severing: readonly Disturbance[] = ['cut', 'hears nothing', 'is not heard'];

/** A line so thin that each block waits for the one before it: some hundred milliseconds each. */
const THIN = ['tbf', 'rate', '400kbit', 'burst', '4kb', 'latency', '3s'];
/** First of an agency's ports; its addresses are its own, so all have the same ones. */
const PORT = 7050;

interface Place {
  readonly agency: string;
  readonly namespace: string;
  /** Our end of its cable, a port of the bridge. */
  readonly cable: string;
  readonly address: string;
}

/** Why namespaces cannot be made here; null when they can. */
export function obstacle(): string | null {
  if (process.platform !== 'linux' || process.getuid?.() !== 0)
    return 'only root may make network namespaces, on Linux';
  const name = `tocsin-try-${randomBytes(3).toString('hex')}`;
  try {
    ip('netns', 'add', name);
    ip('netns', 'del', name);
    execFileSync('tc', ['-V'], { stdio: 'ignore' });
    return null;
  } catch {
    return 'this machine makes no network namespaces or has no tc';
  }
}

/**
 * A network namespace for each agency, with a cable to a bridge that joins them and us. Linux drops all packets of a
 * cable that is pulled; a queueing discipline swallows or slows those of one direction (`blackhole` and `tbf`: unlike
 * `netem` every kernel has them).
 */
export class Namespaces {
  readonly #bridge: string;
  readonly #places: readonly Place[];
  readonly #remove = (): void => this.remove();

  constructor(agencies: readonly string[]) {
    const id = randomBytes(3).toString('hex');
    const net = `10.${randomInt(64, 192)}.${randomInt(256)}`;
    this.#bridge = `tb${id}`;
    this.#places = agencies.map((agency, i) => ({
      agency,
      namespace: `tocsin-${id}-${i}`,
      cable: `tc${id}${i}`,
      address: `${net}.${10 + i}`,
    }));
    // However the test ends, nothing stays on the machine.
    process.once('exit', this.#remove);
    ip('link', 'add', this.#bridge, 'type', 'bridge');
    ip('addr', 'add', `${net}.1/24`, 'dev', this.#bridge);
    ip('link', 'set', this.#bridge, 'up');
    for (const place of this.#places) this.#connect(place);
  }

  get sites(): Site[] {
    return this.#places.map(({ agency, address, namespace }) => ({
      agency,
      host: address,
      bind: address,
      port: PORT,
      enter: ['ip', 'netns', 'exec', namespace],
    }));
  }

  disturb(agency: string, how: Disturbance): void {
    const { namespace, cable } = this.#place(agency);
    if (how === 'cut') ip('link', 'set', cable, 'down');
    else if (how === 'hears nothing') tc('qdisc', 'add', 'dev', cable, 'root', 'blackhole');
    else {
      const discipline = how === 'slow' ? THIN : ['blackhole'];
      ip('netns', 'exec', namespace, 'tc', 'qdisc', 'add', 'dev', 'eth0', 'root', ...discipline);
    }
  }

  heal(agency: string, how: Disturbance): void {
    const { namespace, cable } = this.#place(agency);
    if (how === 'cut') ip('link', 'set', cable, 'up');
    else if (how === 'hears nothing') tc('qdisc', 'del', 'dev', cable, 'root');
    else ip('netns', 'exec', namespace, 'tc', 'qdisc', 'del', 'dev', 'eth0', 'root');
  }

  /** Removes everything; what is gone already is not missed. */
  remove(): void {
    process.off('exit', this.#remove);
    for (const { namespace, cable } of this.#places) {
      quietly(() => ip('link', 'del', cable));
      quietly(() => ip('netns', 'del', namespace));
    }
    quietly(() => ip('link', 'del', this.#bridge));
  }

  #place(agency: string): Place {
    const place = this.#places.find((one) => one.agency === agency);
    if (place === undefined) throw new Error(`no namespace of ${agency}`);
    return place;
  }

  #connect({ namespace, cable, address }: Place): void {
    ip('netns', 'add', namespace);
    ip('link', 'add', cable, 'type', 'veth', 'peer', 'name', 'eth0', 'netns', namespace);
    ip('link', 'set', cable, 'master', this.#bridge, 'up');
    ip('-n', namespace, 'link', 'set', 'lo', 'up');
    ip('-n', namespace, 'addr', 'add', `${address}/24`, 'dev', 'eth0');
    ip('-n', namespace, 'link', 'set', 'eth0', 'up');
  }
}

const ip = (...args: string[]): void => void execFileSync('ip', args, { stdio: 'pipe' });
const tc = (...args: string[]): void => void execFileSync('tc', args, { stdio: 'pipe' });

function quietly(act: () => void): void {
  try {
    act();
  } catch {
    // Never made, or gone already.
  }
}

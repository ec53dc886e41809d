import { GatewayError } from '../error.ts';
import type { Limits } from '../limits.ts';

interface Load {
  readonly statements: number;
  readonly bytes: number;
}

/**
 * What each officer has under way to the ledger. All of an agency's statements wait in one line, so whoever could fill it
 * would keep a colleague's urgent alert waiting behind, and the gateway's memory full of sealed files. It counts until the
 * ledger has answered: hanging up frees nothing.
 */
export class UnderWay {
  readonly #most: Limits['underWayPerOfficer'];
  readonly #loads = new Map<string, Load>();

  constructor(most: Limits['underWayPerOfficer']) {
    this.#most = most;
  }

  /** @param bytes What it holds in memory. @throws GatewayError TOO_MANY_REQUESTS */
  async during<T>(handle: string, bytes: number, act: () => Promise<T>): Promise<T> {
    this.#add(handle, 1, bytes);
    try {
      return await act();
    } finally {
      this.#add(handle, -1, -bytes);
    }
  }

  #add(handle: string, more: number, moreBytes: number): void {
    const { statements, bytes } = this.#loads.get(handle) ?? { statements: 0, bytes: 0 };
    const load = { statements: statements + more, bytes: bytes + moreBytes };
    // One alone always passes, however large.
    const tooMuch = load.statements > this.#most.statements || (load.statements > 1 && load.bytes > this.#most.bytes);
    if (more > 0 && tooMuch) throw new GatewayError('TOO_MANY_REQUESTS', 'statements under way');
    if (load.statements === 0) this.#loads.delete(handle);
    else this.#loads.set(handle, load);
  }
}

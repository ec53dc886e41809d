import { Refusal } from '@tocsin/record';
import type { Stub } from '../src/index.ts';
import type { Change, PeerState } from './peer-state.ts';
import type { Proposed } from './proposal.ts';

const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** What the contract sees of one transaction. */
export class TransactionStub implements Stub {
  readonly #proposed: Proposed;
  readonly #state: PeerState;
  readonly #changes: Change[] = [];

  constructor(proposed: Proposed, state: PeerState) {
    this.#proposed = proposed;
    this.#state = state;
  }

  getFunctionAndParameters(): { fcn: string; params: string[] } {
    const [fcn = '', ...params] = this.#proposed.parameters.map(textOf);
    return { fcn, params };
  }

  getTxID(): string {
    return this.#proposed.transaction;
  }

  getTxTimestamp(): Proposed['timestamp'] {
    return this.#proposed.timestamp;
  }

  getCreator(): Proposed['creator'] {
    return this.#proposed.creator;
  }

  getTransient(): ReadonlyMap<string, Uint8Array> {
    return this.#proposed.transient;
  }

  getStates(keys: readonly string[]): Promise<Uint8Array[]> {
    return this.#state.values(keys);
  }

  getPrivateData(collection: string, key: string): Promise<Uint8Array> {
    return this.#state.value(key, collection);
  }

  putState(key: string, put: Uint8Array): void {
    this.#changes.push({ put, key, collection: '' });
  }

  putPrivateData(collection: string, key: string, put: Uint8Array): void {
    this.#changes.push({ put, key, collection });
  }

  purgePrivateData(collection: string, key: string): void {
    this.#changes.push({ purge: true, key, collection });
  }

  /** Sends what was collected; called once, when the contract has said yes. */
  send(): Promise<void> {
    return this.#state.change(this.#changes);
  }
}

function textOf(bytes: Uint8Array): string {
  try {
    return strict.decode(bytes);
  } catch {
    throw new Refusal('MALFORMED_STATEMENT', 'not UTF-8');
  }
}

import type { Signer } from '@tocsin/envelope';
import { type Committed, type Ledger, networkKey, Refusal, type StatementType } from '@tocsin/record';
import { type Body, signed } from '../api/statement.ts';

/**
 * The key of an agency's automated officer, role `gateway`: it signs the shares that this gateway releases and what the
 * gateway itself puts on the ledger, and may do nothing else there.
 */
export interface StewardKey {
  /** Its handle is the one that the directory names for this gateway. */
  readonly signer: Signer;
  /** DER: its certificate, then the authority's that issued it. */
  readonly chain: readonly Uint8Array[];
}

/** Longest wait for the ledger, ms. */
const SUBMIT_MS = 30_000;

/** Says what a gateway says on the ledger in its own name. */
export class Steward {
  readonly key: StewardKey;
  readonly #ledger: Pick<Ledger, 'agency' | 'state' | 'submit'>;
  readonly #clock: () => Date;

  constructor(ledger: Pick<Ledger, 'agency' | 'state' | 'submit'>, key: StewardKey, clock: () => Date) {
    this.#ledger = ledger;
    this.key = key;
    this.#clock = clock;
  }

  /** Signs and submits a statement. @throws Refusal, LedgerFault */
  async act<T extends StatementType>(typ: T, body: Body<T>): Promise<Committed> {
    const network = await this.#ledger.state(networkKey);
    if (network === undefined) throw new Refusal('NETWORK_NOT_FOUNDED');
    const author = { agency: this.#ledger.agency, network: network.id, signer: this.key.signer, clock: this.#clock };
    const { jws } = await signed(author, typ, body);
    return this.#ledger.submit(jws, null, AbortSignal.timeout(SUBMIT_MS));
  }
}

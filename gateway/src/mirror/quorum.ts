import { isDeepStrictEqual } from 'node:util';
import { type AgencyCode, gatewayKey, type Ledger, networkKey, rosterKey } from '@tocsin/record';
import { GatewayError } from '../error.ts';
import { unlessAborted } from '../ledger/fabric/waiting.ts';
import type { Follower } from '../ledger/follower.ts';
import type { View } from '../view/view.ts';
import type { Quorum } from './cosigners.ts';
import { agenciesOf, quorumOf, type Standing, standingOf } from './vouching.ts';

/** For how long the own peer's word for who vouches is not asked again, while the view says the same; ms. */
const RECHECK_MS = 60_000;

/**
 * Who vouches, as the ledger says: the trustees of the roster in force or, before there is one, every member, as far as
 * their gateways are published. A majority of them makes a checkpoint count.
 */
export class LedgerQuorum {
  readonly #agency: AgencyCode;
  readonly #view: View;
  readonly #ledger: Ledger;
  readonly #follower: Pick<Follower, 'changed'>;
  #checked: { readonly standing: Standing; readonly at: number } | null = null;

  constructor({
    agency,
    view,
    ledger,
    follower,
  }: { agency: AgencyCode; view: View; ledger: Ledger; follower: Follower }) {
    this.#agency = agency;
    this.#view = view;
    this.#ledger = ledger;
    this.#follower = follower;
  }

  /** As of the view. */
  quorum(): Quorum {
    return quorumOf(standingIn(this.#view));
  }

  /**
   * Whoever could rewrite these few rows of the view would choose whom we believe: the own peer, which has its own copy,
   * must say the same. @throws GatewayError CHECKPOINT_INCONSISTENT; LedgerFault
   */
  async ensureTrue(signal: AbortSignal): Promise<void> {
    while (true) {
      const changed = this.#follower.changed();
      const standing = standingIn(this.#view);
      if (this.#isChecked(standing)) return;
      const height = (this.#view.checkpoint?.number ?? -1n) + 1n;
      const told = await standingOf((key) => this.#ledger.state(key));
      if (isDeepStrictEqual(told, standing)) {
        this.#checked = { standing, at: performance.now() };
        return;
      }
      // The peer may have committed what the view is about to apply.
      const ahead = (await this.#ledger.height()) > height || !isDeepStrictEqual(standing, standingIn(this.#view));
      if (!ahead || signal.aborted) throw new GatewayError('CHECKPOINT_INCONSISTENT', this.#agency);
      await unlessAborted(changed, signal);
    }
  }

  #isChecked(standing: Standing): boolean {
    const { at = Number.NEGATIVE_INFINITY, standing: known } = this.#checked ?? {};
    return performance.now() - at < RECHECK_MS && isDeepStrictEqual(known, standing);
  }
}

function standingIn(view: View): Standing {
  const network = view.state(networkKey);
  const roster = network?.roster === undefined ? undefined : view.state(rosterKey(String(network.roster)));
  const agencies = agenciesOf(network, roster);
  const gateways = view.states(...agencies.map((agency) => gatewayKey(agency)));
  return { agencies, keys: gateways.map((gateway) => gateway?.cosigner ?? null) };
}

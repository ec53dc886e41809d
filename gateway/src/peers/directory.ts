import { isDeepStrictEqual } from 'node:util';
import {
  type AgencyCode,
  agencyKey,
  type Digest,
  gatewayKey,
  type Ledger,
  type Member,
  networkKey,
  type StateOf,
} from '@tocsin/record';
import type { Store } from '../view/store.ts';

/** For how long the own peer's word for a gateway is not asked again, while the view says the same; ms. */
const RECHECK_MS = 60_000;

/** How an agency's gateway is reached and recognised; null for an agency that is not in the directory. */
export interface Listed {
  readonly status: Member['status'];
  /** Root and issuing authority, DER, base64url. */
  readonly root: string;
  readonly issuing: string;
  /** `host:port`; null where its gateway is not entered. */
  readonly address: string | null;
  /** SHA-256 of the keys that its gateway may prove itself by; null where it names none: then its authority's word does. */
  readonly tlsKeys: readonly Digest[] | null;
}

/** The ledger's directory of gateways. */
export interface Directory {
  /** @throws LedgerFault */
  listed(agency: AgencyCode): Promise<Listed | null>;
}

/** The directory as the own peer has it at this moment. */
export async function listedBy(ledger: Pick<Ledger, 'state'>, agency: AgencyCode): Promise<Listed | null> {
  const [network, entry, gateway] = await Promise.all([
    ledger.state(networkKey),
    ledger.state(agencyKey(agency)),
    ledger.state(gatewayKey(agency)),
  ]);
  return listing(agency, network, entry, gateway);
}

/** The directory as the view has it. */
function listedIn(view: Store, agency: AgencyCode): Listed | null {
  return listing(agency, ...view.states(networkKey, agencyKey(agency), gatewayKey(agency)));
}

function listing(
  agency: AgencyCode,
  network: StateOf['network'] | undefined,
  entry: StateOf['agency'] | undefined,
  gateway: StateOf['gateway'] | undefined,
): Listed | null {
  const member = network?.members.find(({ code }) => code === agency);
  if (member === undefined || entry === undefined) return null;
  const { address = null, tlsKeys = null } = gateway ?? {};
  return { status: member.status, root: entry.root, issuing: entry.issuing, address, tlsKeys };
}

/**
 * The own peer's word, asked again as soon as its blocks say something else, and after a minute at the latest: gateways
 * speak to each other many times for one opening.
 */
export class LedgerDirectory implements Directory {
  readonly #ledger: Pick<Ledger, 'state'>;
  readonly #view: Store;
  readonly #checked = new Map<AgencyCode, { readonly listed: Listed | null; readonly at: number }>();

  constructor(ledger: Pick<Ledger, 'state'>, view: Store) {
    this.#ledger = ledger;
    this.#view = view;
  }

  async listed(agency: AgencyCode): Promise<Listed | null> {
    const seen = listedIn(this.#view, agency);
    const { listed, at = Number.NEGATIVE_INFINITY } = this.#checked.get(agency) ?? {};
    if (listed !== undefined && performance.now() - at < RECHECK_MS && isDeepStrictEqual(listed, seen)) return listed;
    const told = await listedBy(this.#ledger, agency);
    // Strangers' names are not remembered: anybody may ask under any.
    if (told !== null) this.#checked.set(agency, { listed: told, at: performance.now() });
    return told;
  }
}

import { randomBytes, toBase64url } from '@tocsin/envelope';
import { type AgencyCode, type Committed, networkKey, publishedKeyKey, type Roster, rosterKey } from '@tocsin/record';
import { DESK, type TestAgency } from './agency.ts';
import { registrationOf, submitted } from './founding.ts';
import { seenByAll } from './seen.ts';

/** Which agencies are trustees, and how many of them must release; default all, and a majority. */
export interface RosterOrder {
  readonly t?: number;
  readonly trustees?: readonly AgencyCode[];
}

const month = 30 * 86_400_000;

/** Registers the steward of an agency, publishes its trustee key and enters its gateway in the directory. */
export async function enterGateway(agency: TestAgency, now: number, address = 'gateway.invalid:7443'): Promise<void> {
  const { ledger, registrar, keymaster, steward, trusteeKey } = agency;
  await submitted(ledger, registrar.sign('officer.register/1', registrationOf(steward, now)));
  const term = { from: new Date(now).toISOString(), until: new Date(now + month).toISOString() };
  const key = { unit: DESK, use: 'trustee', epoch: 1, key: toBase64url(trusteeKey.publicKey), previous: null } as const;
  await submitted(ledger, keymaster.sign('key.publish/1', { ...key, ...term }));
  // Until the gateway itself says by which key it cosigns.
  await moveGateway(agency, address, randomBytes(32));
}

/** Enters the gateway anew: where it is, and by which Ed25519 key (32 bytes) it vouches for the ledger. */
export async function moveGateway(agency: TestAgency, address: string, cosigner: Uint8Array): Promise<Committed> {
  const { ledger, registrar, steward } = agency;
  const entry = { address, cosigner: toBase64url(cosigner), steward: steward.handle };
  return submitted(ledger, registrar.sign('gateway.set/1', entry));
}

/** Proposes a roster and lets a majority approve it. */
export async function adoptRoster(agencies: readonly TestAgency[], order: RosterOrder = {}): Promise<Roster> {
  const [first, ...others] = agencies as readonly [TestAgency, ...TestAgency[]];
  const chosen = agencies.filter(({ code }) => order.trustees?.includes(code) ?? true);
  const t = order.t ?? Math.floor(chosen.length / 2) + 1;
  const trustees = await Promise.all(chosen.map(({ code }) => trusteeOf(first, code)));
  const proposal = await first.registrar.sign('network.propose/1', { change: { roster: { t, trustees } } });
  await seenByAll(agencies, await first.ledger.submit(proposal.jws, null));
  const before = (await first.ledger.state(networkKey))?.roster ?? 0;
  for (const { ledger, registrar } of others) {
    const approval = registrar.sign('network.approve/1', { proposal: proposal.id });
    await seenByAll(agencies, await submitted(ledger, approval));
    const epoch = (await first.ledger.state(networkKey))?.roster ?? 0;
    const roster = epoch > before ? await first.ledger.state(rosterKey(epoch)) : undefined;
    if (roster !== undefined) return roster;
  }
  throw new Error('no majority for the roster');
}

async function trusteeOf({ ledger }: TestAgency, agency: AgencyCode) {
  const key = await ledger.state(publishedKeyKey(agency, DESK, 'trustee', 1));
  if (key === undefined) throw new Error(`${agency} has no trustee key`);
  return { agency, unit: DESK, epoch: 1, digest: key.digest };
}

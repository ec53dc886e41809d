import type { Roster as DealtTo } from '@tocsin/envelope';
import type { Roster, Trustee } from '@tocsin/record';
import { DeviceError } from './error.ts';
import { mustFollow, type Pin } from './pins.ts';
import { provenKey, type SealKey } from './seal-key.ts';
import type { Session } from './session.ts';

/** A trustee whose key was proved to be its agency's. */
export interface ProvenTrustee extends SealKey {
  /** This device has dealt shares to this agency before. */
  readonly known: boolean;
}

/** Whose shares a witnessed file will need: `t` of these. */
export interface ProvenRoster {
  readonly epoch: number;
  readonly t: number;
  readonly trustees: readonly ProvenTrustee[];
}

/** Under this name a trustee's key is pinned beside the unit's seal key. */
const pinName = (unit: string): string => `${unit}:trustee`;

/**
 * The roster in force, each trustee's key proved as seal keys are and following from its pin; null while there is none.
 * @throws DeviceError ROSTER_NOT_PROVEN, KEY_NOT_PROVEN, KEY_SUBSTITUTED, NO_ROOT
 */
export async function provenRoster(session: Session): Promise<ProvenRoster | null> {
  const roster = await session.client.roster();
  if (roster === null) return null;
  const trustees = await Promise.all(roster.trustees.map((trustee) => provenTrustee(session, trustee)));
  mustBeApart(roster);
  return { epoch: roster.epoch, t: roster.t, trustees };
}

async function provenTrustee(session: Session, trustee: Trustee): Promise<ProvenTrustee> {
  const { agency, unit, keyEpoch, digest } = trustee;
  const { client, roots, pins } = session;
  const listed = (await client.keys({ agency, unit })).filter(({ key }) => key.use === 'trustee');
  const keys = await Promise.all(listed.map((each) => provenKey(roots, each, { agency, unit, use: 'trustee' })));
  const key = keys.find(({ epoch, digest: announced }) => epoch === keyEpoch && announced === digest);
  if (key === undefined) throw new DeviceError('ROSTER_NOT_PROVEN', `${agency}/${unit}, epoch ${keyEpoch}`);
  const { network } = pins;
  if (network !== null && key.network !== network) throw new DeviceError('ROSTER_NOT_PROVEN', 'of another network');
  const pin: Pin | undefined = pins.of(agency, pinName(unit));
  if (pin !== undefined) mustFollow(pin, key, keys, `${agency}/${unit}, trustee`);
  return { ...key, known: pin !== undefined };
}

/** The ledger judges a roster; that it is spread over agencies is seen here too, for a gateway could show another. */
function mustBeApart({ t, trustees }: Roster): void {
  const agencies = new Set(trustees.map(({ agency }) => agency));
  if (agencies.size !== trustees.length || t <= trustees.length / 2)
    throw new DeviceError('ROSTER_NOT_PROVEN', 'threshold');
}

/** The roster as the envelope deals shares to it. */
export const dealtTo = ({ epoch, t, trustees }: ProvenRoster): DealtTo => ({
  epoch,
  t,
  trustees: trustees.map(({ agency, publicKey }) => ({ agency, publicKey })),
});

/** Remembers the trustees' keys: from now on any other must follow from them. */
export async function pinTrustees({ pins }: Session, { trustees }: ProvenRoster): Promise<void> {
  for (const { agency, unit, epoch, digest } of trustees) pins.set(agency, pinName(unit), { epoch, digest });
  await pins.save();
}

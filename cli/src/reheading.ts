import { DeviceError, type ProvenRoster, pinAll, provenRoster, readersOf } from '@tocsin/device';
import { digest, equalBytes, readHeader, readWitnessedHeader } from '@tocsin/envelope';
import type { NewFile } from '@tocsin/gateway/api';
import type { Item } from '@tocsin/record';
import { CliError } from './error.ts';
import { addressesOf } from './notes.ts';
import { act, type Done, type Session } from './session.ts';

/**
 * Puts an own file under a new header: for the keys that its readers have now, the roster in force, and those whom the
 * author has consented to. The gateway writes the header from the key that was left with it; this device proves whom it
 * is for, checks that not a byte of the payload changed, and signs.
 * @throws CliError NO_SEAL_KEY, KEY_NOT_PROVEN, KEY_SUBSTITUTED, PAYLOAD_CHANGED; ApiError
 */
export async function rehead(session: Session, item: Item): Promise<Done> {
  const [readers, roster] = await Promise.all([
    readersNow(session, item).then((addresses) => readersOf(session, addresses)),
    item.sealed?.mode === 'witnessed' ? provenRoster(session) : null,
  ]);
  const [made, before] = await Promise.all([session.client.newHeader(item.id, readers), session.client.file(item.id)]);
  mustBeSame(before, made);
  mustBeLockedBy(roster, made);
  const { record, id } = item;
  const done = await act(session, 'record.rehead/1', { record, item: id, sealed: made.sealed }, made);
  await pinAll(session, readers, roster);
  return done;
}

/** The lock is that of the roster which this device has proved. */
function mustBeLockedBy(roster: ProvenRoster | null, { sealed }: NewFile): void {
  const same =
    sealed.mode === 'direct'
      ? roster === null
      : sealed.roster === roster?.epoch && sealed.t === roster.t && sealed.n === roster.trustees.length;
  if (!same) throw new DeviceError('ROSTER_NOT_PROVEN', 'another lock than was asked for');
}

/** Those addressed who are still members, and those shared with by a consent in force. */
async function readersNow(session: Session, item: Item): Promise<string[]> {
  const now = session.clock().toISOString();
  const [addresses, agencies] = await Promise.all([addressesOf(session, item), session.client.agencies()]);
  const shared = item.shared.filter(({ withdrawn, until }) => withdrawn === null && now < until);
  const active = new Set(agencies.filter(({ status }) => status === 'active').map(({ code }) => code));
  const all = [...addresses, ...shared.map(({ agency }) => agency)];
  return [...new Set(all)].filter((address) => active.has(address.split('/', 1)[0] as string));
}

/** The old file is gone once the new one stands: a gateway that changed a byte of it would have destroyed it. */
function mustBeSame(before: Uint8Array, { file, sealed }: NewFile): void {
  const payload = (bytes: Uint8Array): Uint8Array => {
    const { payloadOffset } = sealed.mode === 'direct' ? readHeader(bytes) : readWitnessedHeader(bytes);
    return bytes.subarray(payloadOffset);
  };
  const named = digest(file) === sealed.hash && file.length === sealed.size;
  if (!named || !equalBytes(payload(before), payload(file))) throw new CliError('PAYLOAD_CHANGED');
}

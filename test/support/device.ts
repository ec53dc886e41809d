import {
  generateSealKey,
  type Inner,
  openFile,
  openRewrapped,
  openWitnessed,
  randomBytes,
  type SealKey,
  type SignedRelease,
  type Trust,
  toHex,
  verifyRelease,
  type WitnessedHead,
} from '@tocsin/envelope';
import { digest } from '@tocsin/envelope/verify';
import type { Client } from '@tocsin/gateway/api';
import { type AgencyCode, type Item, type Purpose, readingTerms, type StatementId } from '@tocsin/record';
import type { Exchange } from './exchange.ts';
import type { Officer, Signed } from './officer.ts';

/** What an officer's device does to open a sealed file, step by step (protocols.md, section 4). */
export interface Opening {
  readonly exchange: Exchange;
  readonly officer: Officer;
  readonly client: Client;
  readonly item: Pick<Item, 'id' | 'record'>;
  readonly purpose?: Purpose;
}

export const trustOf = ({ agencies }: Exchange, at: string): Trust => ({
  rootOf: (code) => agencies.find((agency) => agency.code === code)?.root,
  crls: () => [],
  at: new Date(at),
});

/** Asks for access on the ledger, fetches what opens the file, opens it, and signs the receipt. */
export async function openItem(opening: Opening): Promise<Inner> {
  const device = generateSealKey();
  const access = await requestAccess(opening, device);
  const { inner, released } = await openUnder(opening, access, device);
  const outcome = { outcome: 'opened' as const, reason: null, released, faulty: [] };
  const receipt = await opening.officer.sign('access.receipt/1', { access: access.id, ...outcome });
  await opening.client.submit(receipt.jws);
  return inner;
}

/** A committed access for a device's one-time key. */
export async function requestAccess(
  { officer, client, item, purpose = 'trafficking-investigation' }: Omit<Opening, 'exchange'>,
  { publicKey }: Pick<SealKey, 'publicKey'>,
): Promise<Signed> {
  const about = { record: item.record, item: item.id, purpose, basis: toHex(randomBytes(32)), case: null };
  const access = await officer.sign('access.request/1', { ...about, epk: digest(publicKey) });
  await client.submit(access.jws);
  return access;
}

/** Opens a file under an access that stands. @returns whose shares were used, none for a direct file */
export async function openUnder(
  { exchange, officer, client, item }: Opening,
  { id: access }: Pick<Signed, 'id'>,
  device: SealKey,
): Promise<{ readonly inner: Inner; readonly released: AgencyCode[] }> {
  const { items } = await client.record(item.record);
  const held = items.find((one) => one.id === item.id);
  if (!held?.sealed) throw new Error('the record has no such sealed file');
  return openHeld({ exchange, officer, client }, held, access, device);
}

/** The same for an item that the device knows already: all that opens it is fetched at once. */
export async function openHeld(
  { exchange, officer, client }: Omit<Opening, 'item'>,
  held: Item,
  access: StatementId,
  device: SealKey,
): Promise<{ readonly inner: Inner; readonly released: AgencyCode[] }> {
  const witnessed = held.sealed?.mode === 'witnessed';
  const [wrapped, file, signed] = await Promise.all([
    client.accessKey(access, device.publicKey),
    client.file(held.id),
    witnessed ? releasesFor(exchange, client, access, device) : [],
  ]);
  const head = headOf(held);
  const about = { file, head, me: officer.agency, trust: trustOf(exchange, held.posted) };
  if (witnessed) {
    const releases = signed.map(({ release }) => release);
    const { inner } = await openWitnessed({ ...about, access, esk: device.secretKey, reader: wrapped, releases });
    return { inner, released: signed.map(({ trustee }) => trustee) };
  }
  const fileKey = openRewrapped(device.secretKey, wrapped, { access, file: held.id, fileHash: head.fileHash });
  return { inner: await openFile({ ...about, fileKey }), released: [] };
}

/** The trustees' releases, each proved to the root of its agency. */
export async function releasesFor(
  exchange: Exchange,
  client: Client,
  access: string,
  { publicKey }: Pick<SealKey, 'publicKey'>,
): Promise<SignedRelease[]> {
  const answers = await client.shares(access, publicKey);
  const released = answers.flatMap((answer) => ('release' in answer ? answer.release : []));
  return Promise.all(released.map((jws) => verifyRelease(jws, trustOf(exchange, exchange.now()))));
}

/** What the ledger says of an item's file, as the envelope asks for it. */
export function headOf(item: Item): WitnessedHead {
  const { id, author, officer: handle, to, agreement, handling, sealed } = item;
  if (sealed === null) throw new Error('the item has no sealed file');
  const { hash: fileHash, header: headerHash } = sealed;
  const witness =
    sealed.mode === 'witnessed'
      ? { epoch: sealed.roster, t: sealed.t, n: sealed.n, cm: sealed.cm }
      : { epoch: 0, t: 0, n: 0, cm: '' };
  const about = { id, author, handle, to: [...to].sort(), agreement, handling, fileHash, headerHash };
  return { ...about, policy: readingTerms(item), witness };
}

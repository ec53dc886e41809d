import { join } from 'node:path';
import type { Signer } from '@tocsin/envelope/verify';
import type { Client, Submitting } from '@tocsin/gateway/api';
import { type Committed, Refusal, type StatementId, type StatementType } from '@tocsin/record';
import { connectTo, readAuthority } from './connection.ts';
import { type Device, unlock } from './device.ts';
import { Pins } from './pins.ts';
import { chooseProfile, type Profile } from './profile.ts';
import { Roots } from './roots.ts';
import { type Author, type Body, type Draft, signed } from './statement.ts';
import type { Terminal } from './terminal.ts';

/** Options that every command which speaks to a gateway takes. */
export interface SessionOptions {
  readonly as?: string | undefined;
  readonly passphraseFile?: string | undefined;
}

/** One officer at work: key, certificates, trusted roots, pins, and the line to the own gateway. */
export interface Session extends Device {
  readonly agency: string;
  readonly unit: string;
  readonly signer: Signer;
  readonly roots: Roots;
  readonly pins: Pins;
  readonly client: Client;
  /** Folder for what this officer keeps: notes on accesses. */
  readonly folder: string;
  clock(): Date;
  /** The network that this officer signs for: told by the gateway once, then pinned. */
  network(): Promise<StatementId>;
  /** The lease under which this session works without a line. */
  readonly lease?: StatementId | undefined;
}

/** A statement that was taken in; without a line one that waits in the outbox. */
export interface Done extends Committed {
  readonly id: StatementId;
  readonly queued?: true;
}

/** Statements that may be signed under a lease and sent later. */
const leasable: readonly StatementType[] = ['record.post/1', 'record.acknowledge/1', 'record.follow-up/1'];

/** What goes with a statement. */
export interface Enclosed {
  readonly file?: Uint8Array | null;
  /** The name it was sealed under. */
  readonly draft?: Draft;
  /** A witnessed file's key, for the own gateway. */
  readonly deposit?: Submitting['deposit'];
}

/** Writes, signs and submits one statement of this officer. */
export async function act<T extends StatementType>(
  session: Session,
  typ: T,
  body: Body<T>,
  { file = null, draft, deposit = null }: Enclosed = {},
): Promise<Done> {
  const { lease } = session;
  const said = lease !== undefined && leasable.includes(typ) ? { ...body, lease } : body;
  const { id, jws } = await signed(await authorOf(session), typ, said, draft);
  return { id, ...(await session.client.submit(jws, file, { deposit })) };
}

/** By whom and for which network a statement of this session is signed. */
export const authorOf = async (session: Session): Promise<Author> => ({ ...session, network: await session.network() });

/** Opens the session of a profile, runs the work and closes the line whatever happens. */
export async function inSession<T>(
  terminal: Terminal,
  { as, passphraseFile }: SessionOptions,
  work: (session: Session, profile: Profile) => Promise<T>,
): Promise<T> {
  const profile = await chooseProfile(terminal, as);
  const device = await unlock(terminal, profile, passphraseFile);
  const { session, close } = await openSession(profile, device, terminal.clock);
  try {
    return await work(session, profile);
  } finally {
    await close();
  }
}

/** A session for a profile whose key is unlocked. */
export async function openSession(
  { agency, unit, folder, gateway, tls, roots }: Profile,
  device: Device,
  clock: () => Date = () => new Date(),
): Promise<{ readonly session: Session; close(): Promise<void> }> {
  const [ca, trusted, pins] = await Promise.all([
    readAuthority(tls),
    Roots.read(roots),
    Pins.read(join(folder, 'pins.json')),
  ]);
  const { client, close } = connectTo({ origin: gateway, ca }, device.signer, clock);
  const network = () => networkFor(client, pins);
  return { session: { ...device, agency, unit, folder, roots: trusted, pins, client, clock, network }, close };
}

/** A gateway that later speaks of another network gets nothing that is worth anything there. */
async function networkFor(client: Client, pins: Pins): Promise<StatementId> {
  if (pins.network !== null) return pins.network;
  const { network } = await client.me();
  if (network === null) throw new Refusal('NETWORK_NOT_FOUNDED');
  pins.network = network.id;
  await pins.save();
  return network.id;
}

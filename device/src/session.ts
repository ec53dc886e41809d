import type { Signer } from '@tocsin/envelope/verify';
import { type Author, type Body, type Client, type Draft, type Submitting, signed } from '@tocsin/gateway/api';
import { type Committed, Refusal, type StatementId, type StatementType } from '@tocsin/record';
import type { Pins } from './pins.ts';
import type { Roots } from './roots.ts';

/** An officer's unlocked key on this device, with the certificates that travel inside sealed files. */
export interface Device {
  readonly signer: Signer;
  /** DER: the officer's certificate, then its issuer's. */
  readonly chain: readonly Uint8Array[];
}

/** What an officer's device keeps beside its key: no gateway and no ledger knows it. */
export interface Notes {
  /** The words that an access or a lease has committed to, for an auditor who asks. */
  words(done: Done, words: object): Promise<void>;
  /** To whom exactly an item was sealed, for a new header some day: the ledger names agencies only. */
  addresses(item: StatementId, to: readonly string[]): Promise<void>;
}

/** One officer at work: key, certificates, trusted roots, pins, and the line to the own gateway. */
export interface Session extends Device {
  readonly agency: string;
  readonly unit: string;
  readonly roots: Roots;
  readonly pins: Pins;
  readonly client: Client;
  readonly notes: Notes;
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

/** A signed statement with what goes with it: however often these bytes are sent, they stand on the ledger once. */
export interface Written extends Omit<Enclosed, 'draft'> {
  readonly id: StatementId;
  readonly jws: string;
}

/** Writes, signs and submits one statement of this officer. */
export async function act<T extends StatementType>(
  session: Session,
  typ: T,
  body: Body<T>,
  enclosed: Enclosed = {},
): Promise<Done> {
  return send(session, await write(session, typ, body, enclosed));
}

/** Writes and signs one statement of this officer; nothing is sent. */
export async function write<T extends StatementType>(
  session: Session,
  typ: T,
  body: Body<T>,
  { draft, ...enclosed }: Enclosed = {},
): Promise<Written> {
  const { lease } = session;
  const said = lease !== undefined && leasable.includes(typ) ? { ...body, lease } : body;
  return { ...(await signed(await authorOf(session), typ, said, draft)), ...enclosed };
}

/** Submits what was written. */
export async function send({ client }: Session, { id, jws, file = null, deposit = null }: Written): Promise<Done> {
  return { id, ...(await client.submit(jws, file, { deposit })) };
}

/** By whom and for which network a statement of this session is signed. */
export const authorOf = async (session: Session): Promise<Author> => ({ ...session, network: await session.network() });

/**
 * The network that a device signs for, pinned on first use. A gateway that later speaks of another network gets nothing that is worth anything there.
 * @throws Refusal NETWORK_NOT_FOUNDED
 */
export async function networkFor(client: Client, pins: Pins): Promise<StatementId> {
  if (pins.network !== null) return pins.network;
  const { network } = await client.me();
  if (network === null) throw new Refusal('NETWORK_NOT_FOUNDED');
  pins.network = network.id;
  await pins.save();
  return network.id;
}

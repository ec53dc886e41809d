import { join } from 'node:path';
import type { Device } from '@tocsin/device';
import { parseStatement, toBase64 } from '@tocsin/envelope';
import type { Client } from '@tocsin/gateway/api';
import { CliError } from '../error.ts';
import { fileNotes } from '../notes.ts';
import { Outbox } from '../outbox/outbox.ts';
import { readPins } from '../pins.ts';
import type { Profile } from '../profile.ts';
import { readRoots } from '../roots.ts';
import type { Session } from '../session.ts';
import type { Terminal } from '../terminal.ts';
import { LeaseBook } from './book.ts';
import { offlineClient } from './snapshot.ts';
import { leaseFolder, storeKey } from './store-key.ts';

/** A submission that waits: what {@link Session} calls done, until the line is up. */
const queued = (at: string) => ({ transaction: '', block: '', at, already: false, queued: true as const });

/**
 * A session without a line, under the lease of this device that lasts longest: it knows what the gateway said when the
 * lease was taken, and puts what it signs into the outbox.
 * @throws CliError NO_LEASE, PASSPHRASE_NEEDED, LEASE_DAMAGED
 */
export async function offlineSession(
  terminal: Terminal,
  { profile, device, passphraseFile }: { profile: Profile; device: Device; passphraseFile: string | undefined },
): Promise<Session> {
  const clock = terminal.clock ?? (() => new Date());
  const book = new LeaseBook(leaseFolder(profile));
  const now = clock().toISOString();
  const entry = (await book.entries()).find(({ at, until }) => at !== null && now < until);
  if (entry === undefined) throw new CliError('NO_LEASE');
  const secretKey = await storeKey(terminal, profile, { passphraseFile, make: false });
  const { id: lease, snapshot } = await book.open(entry.id, secretKey).finally(() => secretKey.fill(0));
  const [roots, pins] = await Promise.all([readRoots(profile.roots), readPins(join(profile.folder, 'pins.json'))]);
  const outbox = new Outbox(profile);
  const submit: Client['submit'] = async (statement, file = null, { deposit = null } = {}) => {
    const { id, typ } = parseStatement(statement).payload;
    const at = clock().toISOString();
    const left = deposit === null ? null : { enc: toBase64(deposit.enc), ct: toBase64(deposit.ct) };
    const sealed = file === null ? null : toBase64(file);
    await outbox.add({ id: String(id), typ: String(typ), queued: at, statement, file: sealed, deposit: left });
    return queued(at);
  };
  const { agency, unit, folder } = profile;
  const network = async (): Promise<string> => {
    if (pins.network === null) throw new CliError('NO_LEASE', 'the network is not known on this device');
    return pins.network;
  };
  const client = offlineClient(snapshot, submit);
  const notes = fileNotes(folder);
  return { ...device, agency, unit, folder, notes, roots, pins, client, clock, network, lease };
}

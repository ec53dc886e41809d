import { join } from 'node:path';
import { type Device, type Session as DeviceSession, networkFor } from '@tocsin/device/keyless';
import { connectTo, readAuthority } from './connection.ts';
import { unlock } from './device.ts';
import { fileNotes } from './notes.ts';
import { readPins } from './pins.ts';
import { chooseProfile, type Profile } from './profile.ts';
import { readRoots } from './roots.ts';
import type { Terminal } from './terminal.ts';

export { act, authorOf, type Done } from '@tocsin/device/keyless';

/** Options that every command which speaks to a gateway takes. */
export interface SessionOptions {
  readonly as?: string | undefined;
  readonly passphraseFile?: string | undefined;
}

/** An officer at work on this machine. */
export interface Session extends DeviceSession {
  /** Folder of the profile: what this officer keeps. */
  readonly folder: string;
}

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
    readRoots(roots),
    readPins(join(folder, 'pins.json')),
  ]);
  const { client, close } = connectTo({ origin: gateway, ca }, device.signer, clock);
  const network = () => networkFor(client, pins);
  const notes = fileNotes(folder);
  return { session: { ...device, agency, unit, folder, notes, roots: trusted, pins, client, clock, network }, close };
}

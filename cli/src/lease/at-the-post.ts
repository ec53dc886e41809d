import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { unlock } from '../device.ts';
import { chooseProfile, type Profile } from '../profile.ts';
import { inSession, type Session, type SessionOptions } from '../session.ts';
import type { Terminal } from '../terminal.ts';

export interface PostOptions extends SessionOptions {
  /** Works without a line, under a lease: what is signed goes to the outbox. */
  readonly offline?: true | undefined;
}

/**
 * The session of an officer whose post may be without a line: then under the lease taken beforehand. Where the line is up,
 * what waits for it is sent and accounted for once the work is done.
 * @throws as `inSession` and `offlineSession`
 */
export async function atThePost<T>(
  terminal: Terminal,
  { offline, ...options }: PostOptions,
  work: (session: Session, profile: Profile) => Promise<T>,
): Promise<T> {
  if (offline !== true) {
    return inSession(terminal, options, async (session, profile) => {
      const done = await work(session, profile);
      if (hasBacklog(profile)) await (await import('./settling.ts')).settle(terminal, session, profile);
      return done;
    });
  }
  const { offlineSession } = await import('./offline-session.ts');
  const profile = await chooseProfile(terminal, options.as);
  const { passphraseFile } = options;
  const device = await unlock(terminal, profile, passphraseFile);
  return work(await offlineSession(terminal, { profile, device, passphraseFile }), profile);
}

/** Most officers never have any: nothing more is loaded for them. */
const hasBacklog = ({ folder }: Profile): boolean =>
  ['outbox', 'leases', 'checks-offline.ndjson', 'checks-offline.telling'].some((name) =>
    existsSync(join(folder, name)),
  );

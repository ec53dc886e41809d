import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CliError } from './error.ts';
import { pathFrom, replacePrivate } from './file.ts';
import type { Terminal } from './terminal.ts';

/** Which officer the command acts for, and where that officer's things lie. Paths are absolute once read. */
export interface Profile {
  readonly name: string;
  /** Folder of the profile's own state: pins, notes on accesses. */
  readonly folder: string;
  readonly agency: string;
  readonly unit: string;
  readonly handle: string;
  /** Origin of the own agency's gateway, `https://host:port`. */
  readonly gateway: string;
  /** PEM of the authority that the gateway's TLS certificate must chain to. */
  readonly tls: string;
  /** Folder of trusted roots, one `<agency>.pem` each: the founding bundle. */
  readonly roots: string;
  /** Encrypted PKCS#8, PEM, mode 0600. */
  readonly key: string;
  /** PEM: the officer's certificate, then its issuer's. Null until the registrar has issued it. */
  readonly chain: string | null;
  readonly passphraseFile: string | null;
}

export type StoredProfile = Omit<Profile, 'name' | 'folder'>;

/** Home of the profiles: $TOCSIN_HOME, else `.tocsin`, else the demo's `.tocsin/demo`, whichever has any first. */
export function homeOf({ env, folder }: Terminal): string {
  if (env.TOCSIN_HOME !== undefined && env.TOCSIN_HOME !== '') return pathFrom(folder, env.TOCSIN_HOME);
  const homes = [join(folder, '.tocsin'), join(folder, '.tocsin', 'demo')] as const;
  return homes.find((home) => existsSync(join(home, 'profiles'))) ?? homes[0];
}

const profileName = /^[a-z0-9][a-z0-9-]{0,63}$/;

/** Folder of one profile in a home. @throws CliError USAGE for a name that could lead elsewhere */
export function profileFolder(home: string, name: string): string {
  if (!profileName.test(name)) throw new CliError('USAGE', 'a profile name has lower-case letters, digits and hyphens');
  return join(home, 'profiles', name);
}

/** The profile named by --as or $TOCSIN_AS, or the only one there is. @throws CliError PROFILE_MISSING */
export async function chooseProfile(terminal: Terminal, as: string | undefined): Promise<Profile> {
  const home = homeOf(terminal);
  const name = as ?? terminal.env.TOCSIN_AS ?? (await onlyProfile(home));
  return readProfile(home, name);
}

async function onlyProfile(home: string): Promise<string> {
  const names = await readdir(join(home, 'profiles')).catch(() => []);
  const [name, ...others] = names.sort();
  if (name === undefined) throw new CliError('PROFILE_MISSING');
  if (others.length > 0) throw new CliError('PROFILE_MISSING', `say which of ${names.join(', ')}`);
  return name;
}

/** @throws CliError PROFILE_MISSING, PROFILE_MALFORMED */
export async function readProfile(home: string, name: string): Promise<Profile> {
  const folder = profileFolder(home, name);
  const text = await readFile(join(folder, 'profile.json'), 'utf8').catch(() => {
    throw new CliError('PROFILE_MISSING', name);
  });
  const stored = storedIn(text, name);
  const path = (value: string) => pathFrom(folder, value);
  const optional = (value: string | null) => (value === null ? null : path(value));
  return {
    ...stored,
    name,
    folder,
    tls: path(stored.tls),
    roots: path(stored.roots),
    key: path(stored.key),
    chain: optional(stored.chain),
    passphraseFile: optional(stored.passphraseFile),
  };
}

const texts = ['agency', 'unit', 'handle', 'gateway', 'tls', 'roots', 'key'] as const;
const nullables = ['chain', 'passphraseFile'] as const;

function storedIn(text: string, name: string): StoredProfile {
  try {
    const value = JSON.parse(text) as Record<string, unknown>;
    const whole =
      texts.every((member) => typeof value[member] === 'string') &&
      nullables.every((member) => value[member] === null || typeof value[member] === 'string');
    if (!whole || new URL(String(value.gateway)).protocol !== 'https:') throw new TypeError('member');
    return value as unknown as StoredProfile;
  } catch (error) {
    throw new CliError('PROFILE_MALFORMED', name, error);
  }
}

/** Writes a profile; its folder is for its owner alone. */
export async function writeProfile(home: string, name: string, profile: StoredProfile): Promise<string> {
  const folder = profileFolder(home, name);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await replacePrivate(join(folder, 'profile.json'), `${JSON.stringify(profile, null, 2)}\n`);
  return folder;
}

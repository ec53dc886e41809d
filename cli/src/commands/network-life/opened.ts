import { AuthorityFolder } from '@tocsin/crypto-config';
import { FabricError, type FabricNetwork } from '@tocsin/network-fabric';
import { CliError } from '../../error.ts';
import { existsFile, pathFrom } from '../../file.ts';
import { type NetworkOptions, networkFolder } from '../../network/folder.ts';
import { NetworkPlace } from '../../network/place.ts';
import { progressLines } from '../../network/progress.ts';
import { passphraseFor } from '../../passphrase.ts';
import type { Terminal } from '../../terminal.ts';

export interface AuthorityChoice extends NetworkOptions {
  readonly authority?: string | undefined;
  readonly passphraseFile?: string | undefined;
}

/** The network, or the part of it that this host's kit is. @throws FabricError NETWORK_MISSING, NETWORK_DAMAGED */
export async function openNetwork(terminal: Terminal, options: NetworkOptions): Promise<FabricNetwork> {
  const { FabricNetwork } = await import('@tocsin/network-fabric');
  const folder = networkFolder(terminal, options);
  return FabricNetwork.open({ folder, progress: progressLines(terminal) });
}

/** The agency of the folder, named or the only one. @throws CliError USAGE when several are there and none is named; FabricError ADMINISTRATOR_MISSING */
export function agencyIn({ own }: { readonly own: readonly string[] }, named: string | undefined): string {
  const [only, ...others] = own;
  if (named !== undefined && !own.includes(named)) throw new FabricError('ADMINISTRATOR_MISSING', named);
  if (named !== undefined) return named;
  if (only === undefined || others.length > 0) throw new CliError('USAGE', `--agency is one of ${own.join(', ')}`);
  return only;
}

/**
 * An agency's authority: the folder named with --authority, else the one that `tocsin network up` keeps.
 * @throws CryptoConfigError AUTHORITY_MISSING, WRONG_PASSPHRASE
 */
export async function authorityFor(
  terminal: Terminal,
  options: AuthorityChoice,
  agency: string,
): Promise<AuthorityFolder> {
  const place = new NetworkPlace(networkFolder(terminal, options));
  const path = options.authority === undefined ? place.authority(agency) : pathFrom(terminal.folder, options.authority);
  const kept = options.authority === undefined && (await existsFile(place.passphraseFile));
  const profileFile = kept ? place.passphraseFile : null;
  const { passphraseFile } = options;
  const passphrase = await passphraseFor(terminal, `the authority of ${agency}`, { passphraseFile, profileFile });
  return AuthorityFolder.open(path, passphrase);
}

/** The authority of an agency that is to run on this machine like the others, made on the first call. */
export async function localAuthority(
  terminal: Terminal,
  options: AuthorityChoice,
  agency: { readonly code: string; readonly country: string; readonly name: string },
): Promise<AuthorityFolder> {
  const place = new NetworkPlace(networkFolder(terminal, options));
  if (options.authority !== undefined || (await existsFile(place.authority(agency.code))))
    return authorityFor(terminal, options, agency.code);
  const passphrase = await place.passphrase(terminal, options);
  return AuthorityFolder.create(place.authority(agency.code), { ...agency, agency: agency.code }, passphrase);
}

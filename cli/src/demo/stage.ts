import { mkdir } from 'node:fs/promises';
import { join, relative } from 'node:path';
import {
  AuthorityFolder,
  encryptKey,
  issueGateway,
  issueOfficer,
  issueTls,
  pemToDer,
  writeKeyFile,
} from '@tocsin/crypto-config';
import type { Device } from '@tocsin/device';
import { handleOf } from '@tocsin/record';
import { signerOf } from '../device.ts';
import { replacePrivate } from '../file.ts';
import type { GatewayConfig, WitnessConfig } from '../gateway-config.ts';
import { freshKey, type IdentityFiles, makeIdentity } from '../host-identity.ts';
import { profileFolder, type StoredProfile, writeProfile } from '../profile.ts';
import { type Part, type Player, profileName } from './cast.ts';
import type { Place } from './place.ts';

/** An agency made on this machine: authorities, gateway, officers. */
export interface Staged {
  readonly player: Player;
  readonly authority: AuthorityFolder;
  readonly gateway: GatewayConfig;
  readonly devices: ReadonlyMap<Part['post'], Device>;
  /** By which the gateway proves itself to its peer; the embedded ledger asks for nothing of the kind. */
  readonly peerIdentity: IdentityFiles;
}

const hosts = ['localhost', '127.0.0.1'];

/** Makes an agency with everything it needs before a network is founded. */
export async function stage(place: Place, player: Player, passphrase: string, port: number): Promise<Staged> {
  const { code, country, names } = player;
  const request = { agency: code, country, name: names.en ?? code };
  const authority = await AuthorityFolder.create(place.agency(code, 'authority'), request, passphrase);
  const gateway = await stageGateway(place, player, authority, port);
  const peerIdentity = await makeIdentity(place.agency(code, 'gateway'), 'peer', authority, (current, publicKey) =>
    issueTls(current, { hosts: [`gateway.${code}`], publicKey, days: 90 }),
  );
  const devices = await Promise.all(
    player.parts.map(
      async (part) => [part.post, await engage({ place, player, authority, passphrase }, part)] as const,
    ),
  );
  return { player, authority, gateway, devices: new Map(devices), peerIdentity };
}

async function stageGateway(
  place: Place,
  { code: agency, units: [first] }: Player,
  authority: AuthorityFolder,
  port: number,
): Promise<GatewayConfig> {
  const unit = first?.code ?? '';
  const home = place.agency(agency, 'gateway');
  const identity = await makeIdentity(home, 'ledger', authority, (current, publicKey) =>
    issueGateway(current, { gatewayName: 'gateway-1', publicKey }),
  );
  const tls = await makeIdentity(home, 'tls', authority, (current, publicKey) =>
    issueTls(current, { hosts, publicKey, days: 90 }),
  );
  const folders = { folder: join(home, 'data'), seal: join(home, 'seal'), log: join(home, 'log.ndjson') };
  await mkdir(folders.seal, { recursive: true, mode: 0o700 });
  const files = ({ key, chain }: { key: string; chain: string }) => ({ key, chain });
  const witness = await stageTrustee(home, unit, authority);
  return { agency, ...folders, host: '127.0.0.1', port, tls: files(tls), identity: files(identity), witness };
}

/** The gateway's part as a trustee: its steward's key, a folder for trustee keys, whatever port is free when it listens. */
async function stageTrustee(home: string, unit: string, authority: AuthorityFolder): Promise<WitnessConfig> {
  const { key, chain } = await makeIdentity(home, 'steward', authority, (current, publicKey) =>
    issueOfficer(current, { handle: handleOf(publicKey), publicKey, unit, roles: ['gateway'] }),
  );
  const trustee = join(home, 'trustee');
  await mkdir(trustee, { recursive: true, mode: 0o700 });
  return { steward: { key, chain }, trustee, host: '127.0.0.1', port: 0 };
}

interface Office {
  readonly place: Place;
  readonly player: Player;
  readonly authority: AuthorityFolder;
  readonly passphrase: string;
}

/** An officer's key, certificate and profile. */
async function engage({ place, player, authority, passphrase }: Office, part: Part): Promise<Device> {
  const { publicKey, pkcs8 } = await freshKey();
  const handle = handleOf(publicKey);
  const { unit, roles } = part;
  const folder = profileFolder(place.folder, profileName(player, part.post));
  const [issued] = await Promise.all([
    authority.issue((current) => issueOfficer(current, { handle, publicKey, unit, roles })),
    encryptKey(pkcs8, passphrase).then((pem) => writeKeyFile(join(folder, 'key.pem'), pem)),
  ]);
  await replacePrivate(join(folder, 'chain.pem'), issued.chain);
  const signer = await signerOf(handle, pkcs8);
  pkcs8.fill(0);
  return { signer, chain: [issued.certificate, pemToDer(authority.bundle.issuing, 'CERTIFICATE')] };
}

/** The founding bundle: every agency's root with its newest revocation lists, as each member would get it by hand. */
export async function writeRoots(place: Place, staged: readonly Staged[]): Promise<void> {
  await mkdir(place.roots, { recursive: true, mode: 0o700 });
  for (const { player, authority } of staged) {
    const { root, issuing } = await authority.crls();
    await replacePrivate(join(place.roots, `${player.code}.pem`), authority.bundle.root);
    await replacePrivate(join(place.roots, `${player.code}.crl.pem`), root + issuing);
  }
}

/** The profile of one officer; written again at every start, since ports may change. */
export function writePart(place: Place, player: Player, part: Part, about: { handle: string; gateway: string }) {
  const name = profileName(player, part.post);
  const folder = profileFolder(place.folder, name);
  const path = (to: string) => relative(folder, to);
  const profile: StoredProfile = {
    agency: player.code,
    unit: part.unit,
    ...about,
    tls: path(join(place.roots, `${player.code}.pem`)),
    roots: path(place.roots),
    key: 'key.pem',
    chain: 'chain.pem',
    passphraseFile: path(place.passphraseFile),
  };
  return writeProfile(place.folder, name, profile);
}

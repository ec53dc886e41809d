import { join } from 'node:path';
import { DeviceError } from '@tocsin/device';
import { readCertificate, verifyChain } from '@tocsin/envelope';
import { certificatesIn } from '../../device.ts';
import { CliError } from '../../error.ts';
import { existsFile, readText, replacePrivate } from '../../file.ts';
import { renewedKeyFile } from '../../officer-key.ts';
import { answer, nextSteps } from '../../output.ts';
import { destroyFile } from '../../overwriting.ts';
import { chooseProfile, homeOf, type Profile, writeProfile } from '../../profile.ts';
import { readRoots } from '../../roots.ts';
import type { Terminal } from '../../terminal.ts';
import { verb } from '../../verb.ts';

export const installOfficer = (terminal: Terminal) =>
  verb('install', 'put the certificate that your registrar issued into your profile', [
    'officer install desk-1.chain.pem --as desk-1',
    'officer install - --as desk-1 < desk-1.chain.pem',
  ])
    .argument('<chain>', "PEM: your certificate, then its issuer's; - for standard input")
    .option('--as <profile>', 'profile to complete ($TOCSIN_AS)')
    .action(async (path, options) => {
      const profile = await chooseProfile(terminal, options.as);
      const pem = await readText(terminal, path);
      const { agency } = profile;
      const chain = certificatesIn(pem);
      const root = (await readRoots(profile.roots)).rootOf(agency);
      const [own] = chain;
      if (root === undefined) throw new DeviceError('NO_ROOT', agency);
      if (own === undefined) throw new CliError('INPUT_MALFORMED', path);
      await verifyChain({ chain, root, at: new Date() });
      const handle = readCertificate(own).commonName;
      const key = await keyFor(profile, handle);
      // Beside the old one: the profile is switched in one move.
      const file = handle === profile.handle ? 'chain.pem' : `chain-${handle}.pem`;
      await replacePrivate(join(profile.folder, file), pem);
      const { name, folder: _, ...stored } = profile;
      await writeProfile(homeOf(terminal), name, { ...stored, handle, key, chain: file });
      if (key !== profile.key) await destroyFile(profile.key);
      const next = [`tocsin inbox --as ${name}   (once your registrar has registered you)`];
      const words = `certificate of ${handle} installed\n${nextSteps(next)}`;
      answer(terminal, options, 'installed/1', { profile: name, handle, next }, words);
    });

/** The key that a certificate is for: the profile's, or the one that waits for it. @throws CliError INPUT_MALFORMED */
async function keyFor({ handle, key, folder }: Profile, certified: string): Promise<string> {
  if (certified === handle) return key;
  const renewed = join(folder, renewedKeyFile(certified));
  if (!(await existsFile(renewed))) throw new CliError('INPUT_MALFORMED', 'of another handle');
  return renewed;
}

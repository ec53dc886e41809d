import { join } from 'node:path';
import { decryptKey, derToPem, encryptKey, readKeyFile, writeKeyFile } from '@tocsin/crypto-config';
import { writeOutput } from '../../file.ts';
import { freshRequest, renewedKeyFile } from '../../officer-key.ts';
import { answer, nextSteps } from '../../output.ts';
import { passphraseFor } from '../../passphrase.ts';
import { chooseProfile, type Profile } from '../../profile.ts';
import type { Terminal } from '../../terminal.ts';
import { verb } from '../../verb.ts';

export const renewOfficer = (terminal: Terminal) =>
  verb(
    'renew',
    'make your next key on this device and write a signing request; the present key stays in use until then',
    [
      'officer renew --as desk-1 --out desk-1.csr   # then hand the request to your registrar',
      'officer renew --as desk-1 --json',
    ],
  )
    .option('--as <profile>', 'profile to renew ($TOCSIN_AS)')
    .option('--passphrase-file <file>', 'file with the passphrase of the key ($TOCSIN_PASSPHRASE_FILE)')
    .option('--out <file>', 'where to write the request, - for standard output', '-')
    .action(async (options) => {
      const profile = await chooseProfile(terminal, options.as);
      const protect = await protection(terminal, profile, options.passphraseFile);
      const { handle, csr, pkcs8 } = await freshRequest();
      await writeKeyFile(join(profile.folder, renewedKeyFile(handle)), await protect(pkcs8));
      pkcs8.fill(0);
      if (options.out !== '-' || !options.json) await writeOutput(terminal, options.out, csr);
      const next = [
        `tocsin authority officer REQUEST --unit ${profile.unit} --role ROLE   (your registrar)`,
        `tocsin officer register CHAIN --replaces ${profile.handle}   (your registrar)`,
        `tocsin officer install CHAIN --as ${profile.name}`,
      ];
      const words = `${handle}: handle of the new key\n${nextSteps(next)}`;
      if (options.json) answer(terminal, options, 'request/1', { handle, csr, profile: profile.name, next }, '');
      else terminal.err(words);
    });

/** As the present key is protected: by its own passphrase, which must open it now, or not at all. */
async function protection(terminal: Terminal, profile: Profile, passphraseFile: string | undefined) {
  const present = await readKeyFile(profile.key);
  if (!present.includes('ENCRYPTED PRIVATE KEY')) return async (pkcs8: Uint8Array) => derToPem(pkcs8, 'PRIVATE KEY');
  const source = { passphraseFile, profileFile: profile.passphraseFile };
  const passphrase = await passphraseFor(terminal, profile.name, source);
  (await decryptKey(present, passphrase)).fill(0);
  return (pkcs8: Uint8Array) => encryptKey(pkcs8, passphrase);
}

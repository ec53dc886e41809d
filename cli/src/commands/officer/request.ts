import { join, relative } from 'node:path';
import { encryptKey, writeKeyFile } from '@tocsin/crypto-config';
import { pathFrom, writeOutput } from '../../file.ts';
import { freshRequest } from '../../officer-key.ts';
import { answer, nextSteps } from '../../output.ts';
import { newPassphrase } from '../../passphrase.ts';
import { homeOf, profileFolder, writeProfile } from '../../profile.ts';
import type { Terminal } from '../../terminal.ts';
import { verb } from '../../verb.ts';

export const requestOfficer = (terminal: Terminal) =>
  verb('request', "make an officer's key on this device, begin a profile and write a signing request", [
    'officer request desk-1 --agency th-police --unit duty-desk --gateway https://gateway.example:7101 ...',
    'officer request desk-1 ... --out desk-1.csr   # then hand the request to your registrar',
  ])
    .argument('<profile>', 'name of the new profile')
    .requiredOption('--agency <agency>', 'code of your agency')
    .requiredOption('--unit <unit>', 'your unit')
    .requiredOption('--gateway <origin>', "origin of your agency's gateway, https://host:port")
    .requiredOption('--roots <folder>', 'founding bundle: folder of <agency>.pem')
    .option('--tls <file>', "authority of the gateway's certificate; default: your agency's root")
    .option('--passphrase-file <file>', 'file with the passphrase for the new key ($TOCSIN_PASSPHRASE_FILE)')
    .option('--out <file>', 'where to write the request, - for standard output', '-')
    .action(async (name, options) => {
      const home = homeOf(terminal);
      const folder = profileFolder(home, name);
      const passphrase = await newPassphrase(terminal, `the key of ${name}`, options);
      const { handle, csr, pkcs8 } = await freshRequest();
      const place = (path: string) => relative(folder, pathFrom(terminal.folder, path));
      const { agency, unit, gateway, roots, tls = join(roots, `${agency}.pem`) } = options;
      const paths = { tls: place(tls), roots: place(roots), key: 'key.pem', chain: null, passphraseFile: null };
      await writeKeyFile(join(folder, 'key.pem'), await encryptKey(pkcs8, passphrase));
      pkcs8.fill(0);
      await writeProfile(home, name, { agency, unit, handle, gateway, ...paths });
      if (options.out !== '-' || !options.json) await writeOutput(terminal, options.out, csr);
      const next = [
        `tocsin authority officer REQUEST --unit ${unit} --role ROLE   (your registrar)`,
        `tocsin officer install CHAIN --as ${name}`,
      ];
      const words = `${handle}: handle of the new key\n${nextSteps(next)}`;
      if (options.json) answer(terminal, options, 'request/1', { handle, csr, profile: name, next }, '');
      else terminal.err(words);
    });

import { derToPem, encryptKey, importPkcs12, writeKeyFile } from '@tocsin/crypto-config';
import { readCertificate } from '@tocsin/envelope';
import { CliError } from '../../error.ts';
import { existsFile, pathFrom, readInput, writeOutput } from '../../file.ts';
import { newPassphrase, passphraseFor } from '../../passphrase.ts';
import type { Terminal } from '../../terminal.ts';
import { verb } from '../../verb.ts';
import { answerCertificate } from './answer.ts';

export const importIdentity = (terminal: Terminal) =>
  verb('import-pkcs12', 'take over an identity that the agency already holds as PKCS#12', [
    'authority import-pkcs12 officer.p12 --out officer',
    'authority import-pkcs12 officer.p12 --password-file p12.txt --passphrase-file new.txt --out officer --json',
  ])
    .argument('<file>', 'PKCS#12 file, - for standard input')
    .option('--password-file <file>', 'file with the password of the PKCS#12 file')
    .option('--passphrase-file <file>', 'file with the passphrase for the new key file ($TOCSIN_PASSPHRASE_FILE)')
    .requiredOption('--out <name>', 'writes <name>.key.pem (encrypted) and <name>.chain.pem')
    .action(async (path, options) => {
      const bytes = await readInput(terminal, path);
      const password = await passphraseFor(terminal, 'the PKCS#12 file', { passphraseFile: options.passwordFile });
      const { keyPkcs8Der, certificate, chain, algorithm } = await importPkcs12(bytes, password);
      // An RSA identity can be read, for what an older authority has issued, but no statement can be signed with it.
      if (algorithm !== 'P-256') throw new CliError('INPUT_MALFORMED', 'an RSA key signs no statements: ask for P-256');
      const [key, pem] = [`${options.out}.key.pem`, `${options.out}.chain.pem`];
      const keyPath = pathFrom(terminal.folder, key);
      if (await existsFile(keyPath)) throw new CliError('OUTPUT_EXISTS', key);
      const passphrase = await newPassphrase(terminal, 'the key', options);
      await writeKeyFile(keyPath, await encryptKey(keyPkcs8Der, passphrase));
      keyPkcs8Der.fill(0);
      await writeOutput(terminal, pem, [certificate, ...chain].map((der) => derToPem(der, 'CERTIFICATE')).join(''));
      const { commonName: handle, serial, notAfter } = readCertificate(certificate);
      const entry = {
        handle,
        serial,
        notAfter: notAfter.toISOString(),
        kind: 'officer',
        issuer: 'issuing',
        revoked: null,
      } as const;
      answerCertificate(
        terminal,
        options,
        entry,
        [key, pem],
        ['tocsin officer register CHAIN --unit UNIT --role ROLE'],
      );
    });

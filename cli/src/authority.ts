import { AuthorityFolder } from '@tocsin/crypto-config';
import { pathFrom } from './file.ts';
import { passphraseFor } from './passphrase.ts';
import type { Terminal } from './terminal.ts';
import { type Examples, verb } from './verb.ts';

export interface AuthorityOptions {
  readonly folder: string;
  readonly passphraseFile?: string | undefined;
}

/** A command of those who keep an agency's authority: it works on a folder, with no gateway and no ledger. */
export function authorityVerb(name: string, words: string, examples: Examples) {
  return verb(name, words, examples)
    .option('--folder <folder>', 'folder of the authority', 'authority')
    .option('--passphrase-file <file>', 'file with its passphrase ($TOCSIN_PASSPHRASE_FILE)');
}

/** Opens the authority in the folder named. @throws CryptoConfigError AUTHORITY_MISSING, WRONG_PASSPHRASE and others */
export async function openAuthority(terminal: Terminal, options: AuthorityOptions): Promise<AuthorityFolder> {
  const passphrase = await passphraseFor(terminal, 'the authority', options);
  return AuthorityFolder.open(pathFrom(terminal.folder, options.folder), passphrase);
}

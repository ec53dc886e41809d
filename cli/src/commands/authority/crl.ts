import { join } from 'node:path';
import { authorityVerb, openAuthority } from '../../authority.ts';
import { answer } from '../../output.ts';
import type { Terminal } from '../../terminal.ts';

export const renewLists = (terminal: Terminal) =>
  authorityVerb('crl', "sign new revocation lists, which hold for 7 days (the root's for 90)", [
    'authority crl',
    'authority crl --folder la-fiu/authority --json',
  ]).action(async (options) => {
    const folder = await openAuthority(terminal, options);
    await folder.renewCrls();
    const files = listFiles(options.folder);
    answer(terminal, options, 'revocation/1', { serial: null, files }, `new lists: ${files.join(' ')}\n`);
  });

/** Where an authority keeps its lists. */
export const listFiles = (folder: string): string[] =>
  ['root', 'issuing', 'tls'].map((name) => join(folder, 'crl', `${name}.pem`));

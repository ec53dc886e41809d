import { pemToDer } from '@tocsin/crypto-config';
import { digest, fromBase64url } from '@tocsin/envelope';
import type { Membership } from '@tocsin/record';
import { harmless, table } from './table.ts';

/** SHA-256 as certificates' tools show it: pairs of capitals between colons. */
const fingerprint = (der: Uint8Array): string => (digest(der).toUpperCase().match(/../g) ?? []).join(':');

export const fingerprintOfPem = (root: string): string => fingerprint(pemToDer(root, 'CERTIFICATE'));

/** Who takes part, by which root and registrar: what a signature vouches for. */
export const membersTable = (members: readonly Membership[]): string =>
  table(
    ['AGENCY', 'CLASS', 'COUNTRY', 'REGISTRAR', 'ROOT, NAMES'],
    members.flatMap(({ code, class: agencyClass, country, registrar, root, names }) => [
      [code, agencyClass, country, registrar.handle, fingerprint(fromBase64url(root))],
      ['', '', '', '', harmless(Object.values(names).join(' / '))],
    ]),
  );

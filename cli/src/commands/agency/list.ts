import type { Roots } from '@tocsin/device';
import { digest, fromBase64url } from '@tocsin/envelope';
import type { ListedAgency } from '@tocsin/gateway/api';
import { answer } from '../../output.ts';
import { inSession } from '../../session.ts';
import { table } from '../../table.ts';
import type { Terminal } from '../../terminal.ts';
import { officerVerb } from '../../verb.ts';

export const listAgencies = (terminal: Terminal) =>
  officerVerb('list', 'list the members of the exchange', [
    'agency list',
    'agency list --json --as th-police-officer',
  ]).action((options) =>
    inSession(terminal, options, async ({ client, roots }) => {
      const agencies = (await client.agencies()).map((agency) => summaryOf(agency, roots));
      answer(terminal, options, 'agencies/1', { agencies }, agenciesTable(agencies));
    }),
  );

function summaryOf({ code, class: agencyClass, country, names, status, since, root }: ListedAgency, roots: Roots) {
  const fingerprint = digest(fromBase64url(root));
  return {
    code,
    class: agencyClass,
    country,
    names,
    status,
    since,
    root: fingerprint,
    trusted: roots.trusts(code, root),
  };
}

function agenciesTable(agencies: readonly ReturnType<typeof summaryOf>[]): string {
  const rows = agencies.map(({ code, class: agencyClass, country, status, trusted, root, names }) => [
    code,
    agencyClass,
    country,
    status,
    trusted ? 'trusted' : 'NOT TRUSTED',
    root.slice(0, 16),
    Object.values(names).join(' / '),
  ]);
  return table(['AGENCY', 'CLASS', 'COUNTRY', 'STATUS', 'ROOT', 'FINGERPRINT', 'NAMES'], rows);
}

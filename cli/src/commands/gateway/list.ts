import { answer } from '../../output.ts';
import { inSession } from '../../session.ts';
import { table } from '../../table.ts';
import type { Terminal } from '../../terminal.ts';
import { officerVerb } from '../../verb.ts';
import { minute } from '../../words.ts';

export const listGateways = (terminal: Terminal) =>
  officerVerb('list', "list the agencies' gateways as the ledger's directory has them", [
    'gateway list',
    'gateway list --json --as th-police-officer',
  ]).action((options) =>
    inSession(terminal, options, async ({ client }) => {
      const gateways = await client.gateways();
      const rows = gateways.map(({ agency, address, steward, cosigner, tlsKeys, since }) => [
        agency,
        address,
        steward,
        cosigner,
        tlsKeys?.map((key) => key.slice(0, 16)).join(' ') ?? 'any of its authority',
        minute(since),
      ]);
      const words = table(['AGENCY', 'ADDRESS', 'STEWARD', 'COSIGNER', 'TLS KEYS', 'SINCE'], rows) || 'none\n';
      answer(terminal, options, 'gateways/1', { gateways }, words);
    }),
  );

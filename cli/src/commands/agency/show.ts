import { digest, fromBase64url } from '@tocsin/envelope';
import { Refusal } from '@tocsin/record';
import { answer } from '../../output.ts';
import { inSession } from '../../session.ts';
import { fields } from '../../table.ts';
import type { Terminal } from '../../terminal.ts';
import { officerVerb } from '../../verb.ts';
import { minute } from '../../words.ts';

export const showAgency = (terminal: Terminal) =>
  officerVerb('show', 'show one member and whether your profile trusts its root', [
    'agency show kh-immigration',
    'agency show kh-immigration --json',
  ])
    .argument('<agency>', 'code of the agency')
    .action((code, options) =>
      inSession(terminal, options, async ({ client, roots }) => {
        const agency = (await client.agencies(code)).find((each) => each.code === code);
        if (agency === undefined) throw new Refusal('UNKNOWN_AGENCY', code);
        const root = digest(fromBase64url(agency.root));
        const trusted = roots.trusts(code, agency.root);
        const words = fields([
          ['agency', agency.code],
          ['class', agency.class],
          ['country', agency.country],
          ['status', agency.status],
          ['member since', minute(agency.since)],
          ['root', `${root} (${trusted ? 'trusted by your profile' : 'NOT the one in your profile'})`],
          ['registrar', agency.registrar.handle],
          [
            'names',
            Object.entries(agency.names)
              .map(([language, name]) => `${language}: ${name}`)
              .join('; '),
          ],
        ]);
        answer(terminal, options, 'agency/1', { agency, root, trusted }, words);
      }),
    );

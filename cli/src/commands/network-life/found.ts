import { comparisonCode } from '@tocsin/device';
import { type Founding, provenFounding } from '@tocsin/gateway/api';
import { Refusal, type StatementId } from '@tocsin/record';
import { type Compared, mustBeCompared } from '../../comparison.ts';
import { membersTable } from '../../founding-text.ts';
import { readMembership } from '../../membership.ts';
import type { OutputOptions } from '../../output.ts';
import { type Done, inSession, type Session } from '../../session.ts';
import { signed } from '../../statement.ts';
import type { Terminal } from '../../terminal.ts';
import { officerVerb } from '../../verb.ts';
import { answerDone } from '../../words.ts';

export const foundExchange = (terminal: Terminal) =>
  officerVerb('found', "propose the exchange's founding over all agencies' memberships, by one registrar", [
    'network found --name mekong-alerts th-police.json kh-immigration.json la-fiu.json --as registrar',
    'network found --name mekong-alerts *.json --dry-run --as registrar',
  ])
    .argument('<memberships...>', 'what `tocsin authority membership` wrote at each agency, the own one too')
    .requiredOption('--name <name>', 'what the exchange is called')
    .option('--dry-run', 'say who would found it, and send nothing')
    .option('--yes', 'do not ask: the roots were compared before')
    .action((files, options) =>
      inSession(terminal, options, async (session) => {
        const members = await Promise.all(files.map((file) => readMembership(terminal, file)));
        const { id, jws } = await signed({ ...session, network: null }, 'network.found/1', {
          name: options.name,
          members,
        });
        const founding = await provenFounding(jws, session.roots, session.clock());
        const code = shownFounding(terminal, options, founding);
        if (options.dryRun === true) return;
        await mustBeCompared(terminal, options, code, 'Found the exchange with these agencies?');
        const done = { id, ...(await session.client.found(jws)) };
        await pin(session, id);
        const next = [`tocsin network sign --expect "${code}"   (each other registrar)`];
        answerDone(terminal, options, done, { done: 'founding proposed', next });
      }),
    );

export const signFounding = (terminal: Terminal) =>
  officerVerb('sign', 'sign the founding for your agency, after showing who takes part and by which roots', [
    'network sign --as registrar --expect "tyf6 bup6 wbw6 mmxs itc4 thzn r6mz xw6y"',
    'network sign --as registrar --json --yes',
  ])
    .option('--expect <code>', 'the code that the proposing agency reads out')
    .option('--yes', 'do not ask: it was compared before')
    .action((options) =>
      inSession(terminal, options, async (session) => {
        const proposals = await session.client.proposals();
        const waiting = proposals.find(({ kind }) => kind === 'founding');
        if (waiting === undefined) throw new Refusal('UNKNOWN_PROPOSAL', 'no founding waits for this agency');
        const founding = await provenFounding(waiting.statement, session.roots, session.clock());
        const code = shownFounding(terminal, options, founding);
        await mustBeCompared(terminal, options, code, 'Sign this founding for your agency?');
        const done = await signedFor(session, founding);
        answerDone(terminal, options, done, { done: 'founding signed', next: ['tocsin agency list'] });
      }),
    );

async function signedFor(session: Session, { id: network, digest }: Founding): Promise<Done> {
  const { id, jws } = await signed({ ...session, network }, 'network.sign/1', { digest });
  const committed = await session.client.submit(jws);
  await pin(session, network);
  return { id, ...committed };
}

/** From now on this profile signs for this network and no other. */
async function pin({ pins }: Session, network: StatementId): Promise<void> {
  pins.network = network;
  await pins.save();
}

/** @returns the code of exactly this statement, for the others to expect */
function shownFounding(terminal: Terminal, { json }: OutputOptions & Compared, founding: Founding): string {
  const code = comparisonCode(founding.digest);
  const { name, agency, members } = founding;
  const words = `exchange ${name}, proposed by ${agency}, every root the one in your profile:\n${membersTable(members)}`;
  if (!json) terminal.err(`${words}code of this founding: ${code}\n`);
  return code;
}

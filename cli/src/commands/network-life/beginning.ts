import { copyFile, readFile } from 'node:fs/promises';
import { comparisonCode } from '@tocsin/device';
import { mustBeCompared } from '../../comparison.ts';
import { CliError } from '../../error.ts';
import { existsFile, pathFrom } from '../../file.ts';
import { networkVerb, onNetwork } from '../../network/folder.ts';
import { answer } from '../../output.ts';
import type { Terminal } from '../../terminal.ts';
import { agencyIn, openNetwork } from './opened.ts';
import { answerChanged } from './travelling.ts';

export const meetAgencies = (terminal: Terminal) =>
  networkVerb('meet', "take in other agencies' cards: where they are and by which certificates they are known", [
    'network meet --folder /srv/tocsin th-police.card.json la-fiu.card.json',
    'network meet --folder /srv/tocsin vn-labour.card.json --json',
  ])
    .argument('<cards...>', 'card.json of their kits')
    .action(async (files, options) => {
      const network = await openNetwork(terminal, options);
      const { fingerprintOf, meet, readCard } = await import('@tocsin/network-fabric');
      const roots: string[] = [];
      for (const file of files) {
        const card = readCard(
          await readFile(pathFrom(terminal.folder, file), 'utf8').catch((error: unknown) => {
            throw new CliError('INPUT_UNREADABLE', file, error);
          }),
        );
        await meet(network, card);
        roots.push(`${card.agency.code} ${fingerprintOf(card)}`);
      }
      const done = `met ${roots.length}; let each agency read out its root, and compare:\n${roots.join('\n')}\nthen, when all have met all: tocsin network bundle`;
      answerChanged(terminal, options, done, [
        onNetwork('addresses --gateway HOST', options),
        onNetwork('genesis', options),
        onNetwork('enter --genesis FILE', options),
      ]);
    });

export const makeGenesisBlock = (terminal: Terminal) =>
  networkVerb(
    'genesis',
    "make the channel's first block of all agencies met (one of them does), or say what one holds",
    [
      'network genesis --folder /srv/tocsin --out genesis.block',
      'network genesis --folder /srv/tocsin --review genesis.block',
    ],
  )
    .option('--out <file>', 'where to write it for the others')
    .option('--review <file>', 'say who takes part in a channel that begins with this block')
    .action(async (options) => {
      const network = await openNetwork(terminal, options);
      const { makeFirstBlock, readFirstBlock } = await import('@tocsin/network-fabric');
      const file =
        options.review === undefined ? await makeFirstBlock(network) : pathFrom(terminal.folder, options.review);
      const { members, lines } = await readFirstBlock(network, await readFile(file));
      if (options.out !== undefined) {
        const out = pathFrom(terminal.folder, options.out);
        if (await existsFile(out)) throw new CliError('OUTPUT_EXISTS', options.out);
        await copyFile(file, out);
      }
      const code = comparisonCode(await readFile(file));
      const words = `${lines.join('\n')}\ntakes part: ${members.join(', ')}, each by the root of its card\ncode of this block: ${code}\n`;
      const next = [onNetwork(`enter --genesis FILE --expect "${code}"`, options)];
      answer(terminal, options, 'channel-change/1', { file, changes: lines, signers: members, next }, words);
    });

export const enterChannel = (terminal: Terminal) =>
  networkVerb('enter', "let this host's orderer and peer, which run, take part in the channel", [
    'network enter --folder /srv/tocsin --genesis genesis.block --expect "tyf6 bup6 wbw6 mmxs itc4 thzn r6mz xw6y"',
    'network enter --folder /srv/tocsin --json',
  ])
    .option('--agency <code>', 'agency; the only one of a kit need not be named')
    .option('--genesis <file>', 'the first block of a new channel (default: ask the agencies met for a running one)')
    .option('--expect <code>', 'the code of the first block that the other agencies see')
    .option('--yes', 'do not ask: it was compared before')
    .action(async (options) => {
      const network = await openNetwork(terminal, options);
      const agency = agencyIn(network, options.agency);
      const { begin, enter } = await import('@tocsin/network-fabric');
      if (options.genesis === undefined) await enter(network, agency);
      else {
        // Read once: what was compared is what is entered.
        const block = await readFile(pathFrom(terminal.folder, options.genesis));
        const code = comparisonCode(block);
        if (!options.json) terminal.err(`code of this block: ${code}\n`);
        await mustBeCompared(terminal, options, code, 'Do all agencies see this code?');
        await begin(network, block);
      }
      answerChanged(terminal, options, `${agency} takes part`, [onNetwork('upgrade', options)]);
    });

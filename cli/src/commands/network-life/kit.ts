import { CliError } from '../../error.ts';
import { pathFrom } from '../../file.ts';
import { progressLines } from '../../network/progress.ts';
import { answer, nextSteps } from '../../output.ts';
import { passphraseFor } from '../../passphrase.ts';
import type { Terminal } from '../../terminal.ts';
import { verb } from '../../verb.ts';

export const makeAgencyKit = (terminal: Terminal) =>
  verb('kit', "make all that one agency's own host needs; its keys are made there and stay there", [
    'network kit --agency kh-immigration --host peer.example --out /srv/tocsin',
    'network kit --agency la-fiu --host 192.0.2.7 --consensus raft --out /srv/tocsin --json',
  ])
    .requiredOption('--agency <code>', 'code of the agency, as its authority has it')
    .requiredOption('--host <host>', 'name or address by which the other agencies reach it')
    .requiredOption('--out <folder>', 'new folder; it stays there, for the units name it')
    .option('--bind <address>', 'address to listen on', '0.0.0.0')
    .option('--ports <first>', 'first of its ten ports', '7050')
    .option('--consensus <kind>', 'bft (four agencies or more) or raft', 'bft')
    .option('--channel <name>', 'name of the channel', 'tocsin')
    .option('--authority <folder>', 'folder of its authority', 'authority')
    .option('--passphrase-file <file>', "file with the authority's passphrase ($TOCSIN_PASSPHRASE_FILE)")
    .action(async (options) => {
      const { consensus, channel, host, bind } = options;
      if (consensus !== 'bft' && consensus !== 'raft') throw new CliError('USAGE', '--consensus is bft or raft');
      const port = Number(options.ports);
      if (!Number.isInteger(port) || port < 1024 || port > 65_000)
        throw new CliError('USAGE', '--ports is the first port, from 1024 to 65000');
      const { AuthorityFolder } = await import('@tocsin/crypto-config');
      const { fingerprintOf, makeKit } = await import('@tocsin/network-fabric');
      const passphrase = await passphraseFor(terminal, 'the authority', options);
      const issuer = await AuthorityFolder.open(pathFrom(terminal.folder, options.authority), passphrase);
      const { agency: code, country, name } = issuer.bundle;
      if (code !== options.agency) throw new CliError('USAGE', `the authority is that of ${code}`);
      const folder = pathFrom(terminal.folder, options.out);
      const agency = { code, country, name };
      const site = { agency: code, host, bind, port };
      const card = await makeKit(
        { folder, agency, site, consensus, channel, issuer },
        { progress: progressLines(terminal) },
      );
      const [file, root] = [`${options.out}/card.json`, fingerprintOf(card)];
      const next = [`tocsin network meet --folder ${options.out} OTHER.card.json`];
      const words = `kit of ${code}: ${options.out}\nfor the others: ${file}\nread out to them: ${root}\n${nextSteps(next)}`;
      answer(terminal, options, 'network-kit/1', { folder: options.out, card: file, root, next }, words);
    });

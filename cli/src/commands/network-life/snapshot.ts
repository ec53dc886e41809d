import { pathFrom } from '../../file.ts';
import { networkVerb } from '../../network/folder.ts';
import type { Terminal } from '../../terminal.ts';
import { agencyIn, openNetwork } from './opened.ts';
import { answerChanged } from './travelling.ts';

export const snapshotLedger = (terminal: Terminal) =>
  networkVerb('snapshot', "write a snapshot of the channel's state, or let an empty peer begin with one", [
    'network snapshot --agency th-police',
    'network snapshot --agency la-fiu --from snapshots/1042',
  ])
    .option('--agency <code>', 'agency; the only one of a kit need not be named')
    .option('--from <folder>', 'a snapshot, for a peer that runs and has no ledger')
    .action(async (options) => {
      const network = await openNetwork(terminal, options);
      const agency = agencyIn(network, options.agency);
      const { joinFromSnapshot, takeSnapshot } = await import('@tocsin/network-fabric');
      if (options.from !== undefined) {
        await joinFromSnapshot(network, agency, pathFrom(terminal.folder, options.from));
        const done = `the peer of ${agency} follows from the snapshot on; it has no older blocks, so no gateway can build its view from it`;
        return answerChanged(terminal, options, done);
      }
      const { block, folder } = await takeSnapshot(network, agency);
      answerChanged(terminal, options, `state after block ${block}: ${folder}`);
    });

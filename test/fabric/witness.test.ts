import { describe } from 'vitest';
import { takenOver } from '../attack/taken-over.ts';
import { blindChecks } from '../scenarios/blind-checks.ts';
import { openingCosts } from '../scenarios/opening-costs.ts';
import { witnessedRecords } from '../scenarios/witnessed.ts';
import { type ServedExchange, serveExchange } from '../support/served.ts';
import { agenciesOf, fabricHost } from './host.ts';

const topology = 'three-raft';

/** One network for all: the last of them closes it. */
describe('witnessed records on Fabric', () => {
  const forward = { ms: 0 };
  const clock = () => Date.now() + forward.ms;
  const calls: string[] = [];
  let opening: Promise<ServedExchange> | undefined;
  const open = (): Promise<ServedExchange> => {
    opening ??= serveExchange({
      roster: true,
      clock,
      agencies: agenciesOf(topology),
      open: fabricHost(topology, { onCall: (call) => calls.push(call) }),
    });
    return opening;
  };
  describe('an agency taken over', () => takenOver(open));
  describe('what an opening costs', () => openingCosts(open, calls));
  describe('a blind check', () => blindChecks(open));
  describe('a record', () => witnessedRecords(open, forward));
});

import { afterAll, beforeAll, describe } from 'vitest';
import { conformance } from '../conformance/ledger.ts';
import { refusesMalformed } from '../conformance/malformed.ts';
import { type Exchange, openExchange } from '../support/exchange.ts';
import { agenciesOf, fabricHost } from './host.ts';

/** Each gateway gives its own clock's time; the endorsers take what is at most a minute off theirs. */
const timesApart = 60_000;

describe.each(['three-raft', 'mekong-four'])('%s', (topology) => {
  const open = () => openExchange({ agencies: agenciesOf(topology), open: fabricHost(topology) });
  conformance(topology, open, { timesApart });

  describe('refusals', () => {
    let exchange: Exchange;
    beforeAll(async () => {
      exchange = await open();
    });
    afterAll(() => exchange?.close());

    refusesMalformed(topology, () => exchange, 60);
  });
});

import { strict as assert } from 'node:assert';
import { join } from 'node:path';
import type { CallObserver, FabricProfile } from '@tocsin/gateway/fabric';
import { agenciesOf, type FabricHost, fabricHost } from '../fabric/host.ts';
import type { TestAgency } from '../support/agency.ts';
import { type Exchange, openExchange } from '../support/exchange.ts';
import { timed } from './measure.ts';

const TOPOLOGY = 'three-raft';

/** A founded exchange on a network of its own, which goes down with this process. */
export interface FabricExchange {
  readonly exchange: Exchange;
  readonly host: FabricHost;
  /** From an empty folder to the first committed alert: certificates, processes, channel, chaincode, founding. */
  readonly startMs: number;
  /** For what is deployed beside. */
  readonly folder: string;
  /** What the agency's gateway would connect with. */
  profile(agency: TestAgency): Promise<FabricProfile>;
}

/** Starts from nothing but Fabric's commands. */
export async function openFabricExchange(onCall?: CallObserver): Promise<FabricExchange> {
  let host: FabricHost | undefined;
  const start = fabricHost(TOPOLOGY, onCall === undefined ? {} : { onCall });
  const open = async (folder: string, clock: () => number): Promise<FabricHost> => {
    host = await start(folder, clock);
    return host;
  };
  const { ms: startMs, value: exchange } = await timed(async () => {
    const founded = await openExchange({ agencies: agenciesOf(TOPOLOGY), open });
    assert.equal((await founded.post()).committed.already, false);
    return founded;
  });
  assert.ok(host);
  const { profile } = host;
  return {
    exchange,
    host,
    startMs,
    folder: join(exchange.folder, 'beside'),
    profile: ({ gateway, gatewayKeys }) => profile(gateway, gatewayKeys),
  };
}

import type { Ledger } from '@tocsin/record';
import { type NetworkState, NetworkStateSchema } from '../api/operation.ts';
import { GatewayError } from '../error.ts';
import { unlessAborted } from '../ledger/fabric/waiting.ts';
import type { Mirror } from '../mirror/mirror.ts';
import { codeOf } from '../plugins/fault-code.ts';
import type { Api, Services } from '../services.ts';
import { lastBlockTime } from '../view/events.ts';
import { readinessOf } from './operation.ts';
import { problems, signed } from './route.ts';

/** A peer that does not say its height within this is silent for whoever looks, ms. */
const PEER_MS = 3_000;
/** Those who were asked to vouch and are slower than the others that were needed are waited for so long, ms. */
const HEARD_MS = 700;

/** `GET /v1/network`: how the exchange stands, told even where nothing else can be. */
export function getNetwork(app: Api, services: Services): void {
  const schema = {
    ...signed,
    summary: 'how far peer and view are, who vouches for the ledger, what contradictions were found',
    response: { 200: NetworkStateSchema, ...problems },
  };
  app.get('/v1/network', { schema }, async (): Promise<NetworkState> => {
    const { ledger, mirror, view, clock } = services;
    const [peer, fault] = await Promise.all([peerState(ledger), checkpointFault(mirror)]);
    const cosigners = await mirror.vouched(AbortSignal.timeout(HEARD_MS));
    const { needed, alarms } = mirror.standing();
    const { checkpoint, following, reason } = readinessOf(services);
    return {
      time: clock().toISOString(),
      peer,
      view: { block: checkpoint?.number ?? null, at: lastBlockTime(view), following, reason },
      checkpoint: { transactions: view.tree.size, needed, fault },
      cosigners: cosigners.map(({ agency, time, counts }) => ({ agency, at: instantOf(time), counts })),
      alarms: alarms.map(({ code, against, at }) => ({ code, against, at: new Date(at).toISOString() })),
    };
  });
}

const instantOf = (seconds: number | undefined): string | null =>
  seconds === undefined ? null : new Date(seconds * 1000).toISOString();

async function peerState(ledger: Ledger): Promise<NetworkState['peer']> {
  try {
    const height = await unlessAborted(ledger.height(), AbortSignal.timeout(PEER_MS));
    if (height === undefined) throw new GatewayError('NOT_READY', 'peer');
    return { blocks: String(height), fault: null };
  } catch (error) {
    return { blocks: null, fault: codeOf(error).code };
  }
}

/** Asks for a checkpoint that counts, so that what is told of cosigners is of now. */
async function checkpointFault(mirror: Mirror): Promise<string | null> {
  return mirror.checkpoint().then(
    () => null,
    (error: unknown) => codeOf(error).code,
  );
}

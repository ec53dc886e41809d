import type { Ledger } from '@tocsin/record';
import type { FastifyBaseLogger } from 'fastify';
import { BlindShares } from '../blind/shares.ts';
import { type UnitKey, type UnitKeyProvider, UnitKeys } from '../keys/unit-keys.ts';
import type { Mirror } from '../mirror/mirror.ts';
import { Anchoring } from '../own-log/anchoring.ts';
import type { OwnLog } from '../own-log/own-log.ts';
import type { Peers } from '../peers/client.ts';
import type { PeerCredentials } from '../peers/credentials.ts';
import { Steward, type StewardKey } from '../steward/steward.ts';
import type { Coverage } from './coverage.ts';

/** What a gateway needs to be a trustee for others and to ask them; without it, it serves direct files only. */
export interface WitnessOptions {
  readonly steward: StewardKey;
  readonly trusteeKeys: readonly UnitKey[] | UnitKeyProvider;
  /** By which the gateway proves itself to other gateways. */
  readonly identity: PeerCredentials;
  /** Who vouches for the own peer's story; default the cosigners of the ledger's tree. */
  readonly coverage?: Coverage;
}

export interface Witnessing {
  readonly steward: Steward;
  readonly trusteeKeys: UnitKeys;
  readonly peers: Peers;
  readonly coverage: Coverage;
  readonly anchoring: Anchoring;
  /** Of keys for blind checks. */
  readonly blindShares: BlindShares;
  close(): Promise<void>;
}

interface Around {
  readonly ledger: Ledger;
  readonly log: OwnLog;
  readonly mirror: Mirror;
  readonly peers: Peers;
  readonly logger: FastifyBaseLogger | undefined;
  readonly clock: () => Date;
}

/** Loads the keys and opens what witnessing needs. */
export async function openWitnessing(
  { ledger, log, mirror, peers, logger, clock }: Around,
  { steward: key, trusteeKeys: given, coverage = mirror }: WitnessOptions,
): Promise<Witnessing> {
  const steward = new Steward(ledger, key, clock);
  const trusteeKeys = new UnitKeys(typeof given === 'function' ? given : async () => given);
  await trusteeKeys.load();
  const blindShares = new BlindShares(ledger, trusteeKeys);
  const anchoring = new Anchoring({ ledger, log, steward, logger });
  return {
    steward,
    trusteeKeys,
    peers,
    coverage,
    anchoring,
    blindShares,
    async close() {
      await anchoring.stop();
      await peers.close();
      blindShares.close();
      trusteeKeys.close();
    },
  };
}

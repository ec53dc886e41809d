import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Authority } from '@tocsin/crypto-config';
import { connect, type GatewayIdentity, openEmbeddedLedger } from '@tocsin/network-embedded';
import type { AgencyCode, Ledger } from '@tocsin/record';

/** A ledger that agencies can be connected to, whichever it is. */
export interface LedgerHost {
  /** `keys` are the gateway's own. */
  connect(gateway: GatewayIdentity, keys: CryptoKeyPair): Promise<Ledger>;
  /** The authority that this ledger knows an agency by; where there is none any will do. */
  authority?(code: AgencyCode): Authority | undefined;
  close(): Promise<void>;
}

/** An embedded ledger in a folder. */
export async function embeddedHost(folder: string, clock: () => number = Date.now): Promise<LedgerHost> {
  const ledger = await openEmbeddedLedger({ folder, clock });
  return { connect: async (gateway) => connect(ledger, gateway), close: () => ledger.close() };
}

/** A folder that nobody else uses. */
export const freshFolder = (): Promise<string> => mkdtemp(join(tmpdir(), 'tocsin-test-'));

export const removeFolder = (folder: string): Promise<void> => rm(folder, { recursive: true, force: true });

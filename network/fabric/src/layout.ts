import { join } from 'node:path';

/** Where an agency's things lie: what one host needs, and nothing of another's. */
export interface AgencyFolder {
  readonly path: string;
  /** Verifying MSP: what the others are given. */
  readonly msp: string;
  readonly admin: string;
  readonly peer: string;
  readonly orderer: string;
  readonly chaincode: string;
  readonly builder: string;
  readonly tls: string;
}

export function agencyFolder(root: string, agency: string): AgencyFolder {
  const path = join(root, 'agencies', agency);
  const at = (name: string): string => join(path, name);
  return {
    path,
    msp: at('msp'),
    admin: at('admin'),
    peer: at('peer'),
    orderer: at('orderer'),
    chaincode: at('chaincode'),
    builder: at('builder'),
    tls: at('tls'),
  };
}

/** What belongs to the network as a whole on the machine that runs it. */
export const networkFiles = (root: string) => ({
  description: join(root, 'network.json'),
  channel: join(root, 'channel'),
  genesis: join(root, 'channel', 'genesis.block'),
  run: join(root, 'run'),
  logs: join(root, 'logs'),
});

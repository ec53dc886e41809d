import { allowAddresses } from './addresses.ts';
import { enterChannel, makeGenesisBlock, meetAgencies } from './beginning.ts';
import { makeBundle } from './bundle.ts';
import { foundExchange, signFounding } from './found.ts';
import { joinNetwork } from './join.ts';
import { makeAgencyKit } from './kit.ts';
import { removeAgency } from './remove.ts';
import { renewCertificates } from './renew.ts';
import { revokeNode } from './revoke-node.ts';
import { snapshotLedger } from './snapshot.ts';
import { upgradeChaincode } from './upgrade.ts';

/** What happens to a network after it has begun, and how it begins where each agency has its own host. */
export const networkLife = [
  joinNetwork,
  removeAgency,
  revokeNode,
  renewCertificates,
  upgradeChaincode,
  snapshotLedger,
  makeAgencyKit,
  meetAgencies,
  allowAddresses,
  makeGenesisBlock,
  enterChannel,
  makeBundle,
  foundExchange,
  signFounding,
];

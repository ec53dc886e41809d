/** Name of the chaincode on the channel. */
export const CHAINCODE = 'tocsin';
/** Private collection of the sealed files; the chaincode writes it under this name. */
const SEALED = 'sealed';

/** What the agencies agree on: which sources judge, in which turn, and who keeps sealed files. */
export interface ChaincodeDefinition {
  readonly channel: string;
  /** Digest of the sources: part of what every agency approves, so the ledger itself says which sources judge. */
  readonly version: string;
  /** 1 for the first definition, then one more for each. */
  readonly sequence: number;
  /** Members whose peers keep sealed files. */
  readonly agencies: readonly string[];
}

export const packageLabel = (digest: string): string => `tocsin_${digest}`;

/**
 * The collection of sealed files. Before an endorser signs it has synced the file to its own disk and one more agency's
 * peer has taken a copy, so the loss of one disk loses no file. Each endorser passes it on to all but one of the other
 * agencies, which nearly always reaches those that did not endorse; who is left out fetches it when committing. A copy
 * for all from each endorser would cost a quarter of the peers' processor time.
 */
export const sealedCollection = (agencies: number) => ({
  name: SEALED,
  requiredPeerCount: 1,
  maxPeerCount: Math.max(1, agencies - 2),
  memberOnlyRead: true,
  memberOnlyWrite: true,
});

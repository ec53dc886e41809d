import { digest } from '@tocsin/envelope/verify';
import { type FabricBlock, Message } from '@tocsin/fabric-block';

/** Number of the last configuration block, as the orderers signed it (Fabric, OrdererBlockMetadata). */
export const lastConfigOf = ({ metadata }: FabricBlock): bigint => new Message(metadata).message(1).unsigned(1);

/**
 * Identifiers that the transactions of a block claim, valid or not, readable or not: peers refuse each a second time
 * (Fabric, `protoutil.GetOrComputeTxIDFromEnvelope`).
 */
export function claimedIds({ bytes }: FabricBlock): string[] {
  return new Message(bytes).message(2).list(1).map(claimedId);
}

function claimedId(envelope: Uint8Array): string {
  try {
    const header = new Message(new Message(envelope).bytes(1)).message(1);
    const claimed = new Message(header.bytes(1)).text(5);
    if (claimed !== '') return claimed;
    const signature = new Message(header.bytes(2));
    return digest(Buffer.concat([signature.bytes(2), signature.bytes(1)]));
  } catch {
    return '';
  }
}

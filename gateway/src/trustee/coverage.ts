import type { Block } from '@tocsin/record';

/**
 * Whether what this gateway's own peer tells of a block is what the other agencies' peers tell too: a checkpoint that
 * enough of them cosigned not long ago holds it.
 */
export interface Coverage {
  /** The block as it is vouched for. @throws GatewayError with the code of why it is not */
  covered(block: bigint): Promise<{ readonly block: Block }>;
}

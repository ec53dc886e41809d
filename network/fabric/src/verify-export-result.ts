import type { ExportFault, ExportVerification } from '@tocsin/record';

/** Where an export fails to verify. */
export type Layer =
  | 'encoding'
  | 'chain'
  | 'block-signature'
  | 'config'
  | 'root'
  | 'envelope'
  | 'endorsement'
  | 'chaincode'
  | 'statement'
  | 'validity'
  | 'writes';

/** The first thing found wrong with an export of Fabric. */
export type Fault = ExportFault<Layer>;

/** A definition of the chaincode that the agencies put into force. */
export interface ChaincodeInForce {
  readonly sequence: number;
  /** Digest of the sources, as every agency approved it. */
  readonly version: string;
  /** Number of the block that put it into force, decimal. */
  readonly block: string;
}

/** Whose channel it is, by the last good configuration. */
export interface Channel {
  readonly name: string;
  readonly consensus: 'BFT' | 'etcdraft';
  /** Members, in the order of the alphabet. */
  readonly agencies: readonly string[];
}

/** No key of its own signs this ledger: its orderers do, whose roots the verifier has. */
export interface Verification extends ExportVerification<Layer> {
  readonly channel: Channel | null;
  /** Every definition of the chaincode, the first one first. Reported, not judged. */
  readonly chaincode: readonly ChaincodeInForce[];
}

/** Thrown where a check fails; who knows the position makes a `Fault` of it. */
export class Doubt extends Error {
  readonly layer: Layer;
  constructor(layer: Layer, reason: string) {
    super(reason);
    this.name = 'Doubt';
    this.layer = layer;
  }
}

/** Whatever goes wrong while reading what an enemy may have written is a doubt at that layer. */
export function doubting<T>(layer: Layer, read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw asDoubt(layer, error);
  }
}

export const asDoubt = (layer: Layer, error: unknown): Doubt =>
  error instanceof Doubt ? error : new Doubt(layer, error instanceof Error ? error.message : 'unknown');

import { Message } from '@tocsin/fabric-block';
import { CHAINCODE } from './chaincode-definition.ts';
import type { NamespaceFootprint } from './verify-export-footprint.ts';
import type { ChaincodeInForce } from './verify-export-result.ts';
import { LIFECYCLE } from './verify-export-verdict.ts';

const field = (name: string): string => `namespaces/fields/${CHAINCODE}/${name}`;

/**
 * The definition that a lifecycle transaction puts into force, or null. Fabric writes what has changed only, so the
 * version may be the one before. (Fabric, `core/chaincode/lifecycle/serializer.go`; StateData, ChaincodeEndorsementInfo)
 */
export function definitionIn(
  footprint: readonly NamespaceFootprint[],
  before: ChaincodeInForce | undefined,
  block: string,
): ChaincodeInForce | null {
  const writes = footprint.find(({ namespace }) => namespace === LIFECYCLE)?.writes ?? [];
  const written = (name: string): Uint8Array | undefined =>
    writes.find(({ key }) => key === field(name))?.value ?? undefined;
  const sequence = written('Sequence');
  if (sequence === undefined) return null;
  const terms = written('EndorsementInfo');
  const version = terms === undefined ? before?.version : new Message(new Message(terms).bytes(2)).text(1);
  return { sequence: Number(new Message(sequence).int64(1)), version: version ?? '', block };
}

/**
 * One transaction as Fabric's peer proposes it, and the peer's state. Every question costs a round trip, so reads are
 * asked for together; writes wait and are sent together, in their order, once the call has succeeded. A call that is
 * refused sends none. Reads do not see the writes of their own transaction. Absent values come back as empty bytes.
 */
export interface Stub {
  /** @throws Refusal MALFORMED_STATEMENT when a parameter is not UTF-8 */
  getFunctionAndParameters(): { readonly fcn: string; readonly params: readonly string[] };
  getTxID(): string;
  /** The time that the submitter claims in the proposal's channel header. */
  getTxTimestamp(): { readonly seconds: number; readonly nanos: number };
  /** `mspid` is the agency's code; the peer has verified the certificate (PEM) and what it signed. */
  getCreator(): { readonly mspid: string; readonly certificate: Uint8Array };
  /** What came beside the parameters and stands in no block. */
  getTransient(): ReadonlyMap<string, Uint8Array>;
  /** The values in the order of their keys. */
  getStates(keys: readonly string[]): Promise<readonly Uint8Array[]>;
  getPrivateData(collection: string, key: string): Promise<Uint8Array>;
  putState(key: string, value: Uint8Array): void;
  putPrivateData(collection: string, key: string, value: Uint8Array): void;
  /** Removes a value, and the hash that state holds of it, from every peer; the tombstone stays in the block. */
  purgePrivateData(collection: string, key: string): void;
}

/**
 * What the contract needs of Fabric's raw chaincode stub (fabric-shim 2.5, `ChaincodeStub`), and no more.
 * Absent values come back as empty bytes, as the shim returns them.
 */
export interface Stub {
  getFunctionAndParameters(): { readonly fcn: string; readonly params: readonly string[] };
  getState(key: string): Promise<Uint8Array>;
  putState(key: string, value: Uint8Array): Promise<void>;
  getPrivateData(collection: string, key: string): Promise<Uint8Array>;
  putPrivateData(collection: string, key: string, value: Uint8Array): Promise<void>;
  getTransient(): ReadonlyMap<string, Uint8Array>;
  getTxTimestamp(): { readonly seconds: number | { toNumber(): number }; readonly nanos: number };
  /** `mspid` is the agency's code. */
  getCreator(): { readonly mspid: string };
}

import type { Enrolled } from './identity.ts';
import type { Store } from './store.ts';
import type { Vault } from './vault.ts';

/** An identity whose vault is open. */
export interface Unlocked {
  readonly identity: Enrolled;
  readonly key: CryptoKey;
  readonly vault: Vault;
  readonly store: Store;
}

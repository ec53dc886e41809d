import type { AgencyCode, Ledger } from '@tocsin/record';
import type { UnitKeys } from './keys/unit-keys.ts';
import type { Follower } from './ledger/follower.ts';
import type { Limits } from './limits.ts';
import type { View } from './view/view.ts';

/** What routes work with. */
export interface Services {
  readonly agency: AgencyCode;
  readonly ledger: Ledger;
  readonly view: View;
  readonly follower: Follower;
  readonly keys: UnitKeys;
  readonly limits: Limits;
  clock(): Date;
}

import type { Identity } from './identity.ts';
import { Store } from './store.ts';

/** How far this device is, as the screen needs to know it. */
export type Stage =
  | { readonly stage: 'new' }
  /** The code is what the registrar enrols the key by; null where the ledger knows it already. */
  | { readonly stage: 'waiting'; readonly code: string | null; readonly handle: string }
  | {
      readonly stage: 'enrolled';
      readonly handle: string;
      readonly agency: string;
      readonly unit: string;
      readonly roles: readonly string[];
    };

/** Where the database keeps who works on this device. */
export const IDENTITY = 'identity';

/** The first 100 bits of the handle, in groups: whoever would answer to it with another key must find one first. */
const codeOf = (handle: string): string => (handle.slice(0, 20).match(/.{4}/g) ?? []).join(' ');

export async function stageOf(): Promise<Stage> {
  const identity = await (await Store.open()).get<Identity>(IDENTITY);
  if (identity === undefined) return { stage: 'new' };
  const { handle } = identity;
  if (identity.stage === 'waiting')
    return { stage: 'waiting', handle, code: identity.registered === true ? null : codeOf(handle) };
  const { agency, unit, roles } = identity;
  return { stage: 'enrolled', handle, agency, unit, roles };
}

import type { Unlocked } from './unlocked.ts';
import type { Locked } from './vault.ts';

const nameOf = (kind: string): string => `draft/${kind}`;

/** What was begun and not posted; undefined where there is nothing. */
export async function readDraft({ store, vault }: Unlocked, kind: string): Promise<unknown> {
  const locked = await store.get<Locked>(nameOf(kind));
  return locked === undefined ? undefined : vault.unlock(locked);
}

/** Keeps a draft under the vault's key; null takes it away. */
export async function keepDraft({ store, vault }: Unlocked, kind: string, draft: unknown): Promise<void> {
  if (draft === null) await store.remove(nameOf(kind));
  else await store.put(nameOf(kind), await vault.lock(draft));
}

import { type Enrolled, factsOf, type Identity, type Newcomer } from './identity.ts';
import { lineFor } from './line.ts';
import { IDENTITY, type Stage, stageOf } from './stage.ts';
import { Store } from './store.ts';
import type { Unlocked } from './unlocked.ts';
import { freshTerms, Vault } from './vault.ts';

/** A device that another tab has begun with keeps the key that it has. */
export async function begin(passphrase: string): Promise<Stage> {
  const store = await Store.open();
  if ((await store.get(IDENTITY)) !== undefined) return stageOf();
  const { signingRequest } = await import('./signing-request.ts');
  const terms = freshTerms();
  const vault = await Vault.open(passphrase, terms);
  const { keys, wrapped } = await vault.makeSigningKey();
  const { handle, csr } = await signingRequest(keys);
  await leave({ handle, csr });
  const identity: Newcomer = { stage: 'waiting', handle, terms, wrapped };
  await store.putNew(IDENTITY, identity);
  return stageOf();
}

async function leave(request: { handle: string; csr: string }): Promise<void> {
  const body = JSON.stringify(request);
  const headers = { 'content-type': 'application/json' };
  const answer = await fetch('/v1/enrolments', { method: 'POST', headers, body, credentials: 'omit' });
  if (!answer.ok) throw told('ENROLMENT_NOT_TAKEN', `the gateway answered with status ${answer.status}`);
}

/** The ledger names the officer by now, and the registrar's code confirms the roots that the gateway shows. */
export async function complete(passphrase: string, code: string): Promise<Stage> {
  const store = await Store.open();
  const identity = await store.get<Identity>(IDENTITY);
  if (identity?.stage !== 'waiting') return stageOf();
  const vault = await Vault.open(passphrase, identity.terms);
  const key = await vault.signingKey(identity.wrapped);
  if (key === null) throw told('WRONG_PASSPHRASE', 'the passphrase does not open the key');
  const { client } = lineFor(identity.handle, key, () => undefined);
  const { confirmed } = await import('./confirming.ts');
  const facts = { ...identity, stage: 'enrolled' as const, ...(await confirmed(client, identity.handle, code)) };
  const enrolled: Enrolled = { ...facts, proof: await vault.lock(factsOf(facts)) };
  await store.put(IDENTITY, enrolled);
  return stageOf();
}

/** Takes away a key that waits, which nothing is locked with yet. An officer's own stays. */
export async function forget(): Promise<Stage> {
  const store = await Store.open();
  if ((await store.get<Identity>(IDENTITY))?.stage === 'waiting') await store.remove(IDENTITY);
  return stageOf();
}

/**
 * The vault of this device's officer; null for a wrong passphrase.
 * @throws DEVICE_CHANGED where the database names other roots, or another officer, than were confirmed
 */
export async function unlock(passphrase: string): Promise<Unlocked | null> {
  const store = await Store.open();
  const identity = await store.get<Identity>(IDENTITY);
  if (identity?.stage !== 'enrolled') return null;
  const vault = await Vault.open(passphrase, identity.terms);
  const key = await vault.signingKey(identity.wrapped);
  if (key === null) return null;
  const proved = await vault.unlock(identity.proof).catch(() => null);
  if (proved !== factsOf(identity)) throw told('DEVICE_CHANGED', 'what this device keeps was changed');
  return { identity, key, vault, store };
}

const told = (code: string, message: string): Error => Object.assign(new Error(message), { code });

import type { Enrolled, Identity, Newcomer } from './identity.ts';
import { lineFor } from './line.ts';
import { IDENTITY, type Stage, stageOf } from './stage.ts';
import { Store } from './store.ts';
import type { Unlocked } from './unlocked.ts';
import { freshTerms, Vault } from './vault.ts';

export async function begin(passphrase: string): Promise<Stage> {
  const { signingRequest } = await import('./signing-request.ts');
  const terms = freshTerms();
  const vault = await Vault.open(passphrase, terms);
  const { keys, wrapped } = await vault.makeSigningKey();
  const { handle, csr } = await signingRequest(keys);
  await leave({ handle, csr });
  const identity: Newcomer = { stage: 'waiting', handle, terms, wrapped };
  await (await Store.open()).put(IDENTITY, identity);
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
  const key = await (await Vault.open(passphrase, identity.terms)).signingKey(identity.wrapped);
  if (key === null) throw told('WRONG_PASSPHRASE', 'the passphrase does not open the key');
  const { client } = lineFor(identity.handle, key, () => undefined);
  const { confirmed } = await import('./confirming.ts');
  const enrolled: Enrolled = { ...identity, stage: 'enrolled', ...(await confirmed(client, identity.handle, code)) };
  await store.put(IDENTITY, enrolled);
  return stageOf();
}

/** The vault of this device's officer; null for a wrong passphrase. */
export async function unlock(passphrase: string): Promise<Unlocked | null> {
  const store = await Store.open();
  const identity = await store.get<Identity>(IDENTITY);
  if (identity?.stage !== 'enrolled') return null;
  const vault = await Vault.open(passphrase, identity.terms);
  const key = await vault.signingKey(identity.wrapped);
  return key === null ? null : { identity, key, vault, store };
}

const told = (code: string, message: string): Error => Object.assign(new Error(message), { code });

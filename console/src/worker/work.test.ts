import { digest, parseStatement, webCryptoSigner } from '@tocsin/envelope/verify';
import { type Client, type ListedAgreement, signed } from '@tocsin/gateway/api';
import { handleOf, type StatementId } from '@tocsin/record';
import { expect, test } from 'vitest';
import { alertClause } from '../../../test/support/agreement.ts';
import type { Unlocked } from './unlocked.ts';
import { openWork } from './work.ts';

const network = 'n'.repeat(26) as StatementId;
const keys = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, ['sign', 'verify']);
const handle = handleOf(new Uint8Array(await crypto.subtle.exportKey('spki', keys.publicKey)));

/** A proposal as a gateway lists it. */
async function proposed(name: string): Promise<ListedAgreement> {
  const author = {
    agency: 'la-fiu',
    network,
    signer: webCryptoSigner(handle, keys.privateKey),
    clock: () => new Date(),
  };
  const clauses = [alertClause([{ class: 'police' } as never])];
  const term = { from: '2026-01-01T00:00:00.000Z', until: '2027-01-01T00:00:00.000Z' };
  const body = { name, parties: ['la-fiu', 'th-police'], clauses, ...term };
  const { id, jws } = await signed(author, 'agreement.propose/1', body);
  return { agreement: { id, digest: digest(jws) }, proposal: jws } as unknown as ListedAgreement;
}

/** A desk whose gateway lists these proposals, and what it was sent. */
async function desk(listed: readonly ListedAgreement[], faults: (Error | undefined)[] = []) {
  const sent: Readonly<Record<string, unknown>>[] = [];
  const client = {
    agreements: async () => listed,
    me: async () => ({ network: { id: network } }),
    async submit(jws: string) {
      sent.push(parseStatement(jws).payload as Readonly<Record<string, unknown>>);
      const fault = faults.shift();
      if (fault !== undefined) throw fault;
      return {};
    },
    record: async () => ({ head: { author: 'la-fiu', to: ['th-police'], handling: { tlp: 'AMBER', codes: [] } } }),
  };
  const identity = { agency: 'th-police', unit: 'desk', handle, chain: [], roots: new Map() };
  const store = { get: async () => undefined, put: async () => undefined };
  const vault = { lock: async () => undefined };
  const unlocked = { identity, key: keys.privateKey, store, vault } as unknown as Unlocked;
  return { work: await openWork(unlocked, client as unknown as Client), sent };
}

test('of several proposals that were read each is signed as itself, and none that was not', async () => {
  const [first, second] = [await proposed('labour-2026'), await proposed('trafficking-2026')];
  const { work, sent } = await desk([first, second]);
  const read = await work.readProposal(first.agreement.id);
  await work.readProposal(second.agreement.id);
  await work.signAgreement(read.digest);
  expect(sent).toEqual([
    expect.objectContaining({ typ: 'agreement.sign/1', agreement: first.agreement.id, digest: first.agreement.digest }),
  ]);
  await expect(work.signAgreement('0'.repeat(64))).rejects.toMatchObject({ code: 'UNKNOWN_AGREEMENT' });
  expect(sent).toHaveLength(1);
});

test('an answer that nobody answered goes again as the same statement; the next one is another', async () => {
  const lost = Object.assign(new Error('no answer'), { status: 0 });
  const { work, sent } = await desk([], [lost]);
  const record = 'r'.repeat(26) as StatementId;
  const answer = { record, to: ['la-fiu'], outcome: 'information', text: '', language: 'en' };
  await expect(work.followUp(answer)).rejects.toThrow('no answer');
  await work.followUp(answer);
  await work.followUp(answer);
  const ids = sent.map(({ id }) => id);
  expect([ids.length, ids[0] === ids[1], ids[1] === ids[2]]).toEqual([3, true, false]);
});

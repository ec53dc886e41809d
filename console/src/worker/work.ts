import {
  act,
  type followUp,
  networkFor,
  open,
  Pins,
  type PreparedPost,
  prepare,
  proposalOf,
  Roots,
  type SealKey,
  type Session,
  sendFollowUp,
  sendPost,
  type Written,
  type WrittenFollowUp,
  writeFollowUp,
  writePost,
} from '@tocsin/device';
import { webCryptoSigner } from '@tocsin/envelope/verify';
import type { Body, Client } from '@tocsin/gateway/api';
import { Refusal, type StatementId, type StatementType } from '@tocsin/record';
import { Shown } from './shown.ts';
import type { Unlocked } from './unlocked.ts';
import type { Locked } from './vault.ts';
import type { AnswerWish, OpenWish, Posting, Preview, PreviewKey, ProposedAgreement } from './wish.ts';

const PINS = 'pins';

/** Everything that signs, seals or opens: the device's own code, over this browser's database. */
export interface Work {
  act<T extends StatementType>(typ: T, body: Body<T>): ReturnType<typeof act<T>>;
  open(wish: OpenWish): ReturnType<typeof open>;
  followUp(answer: AnswerWish): ReturnType<typeof followUp>;
  /** @throws Refusal MALFORMED_CONTENT and what the ledger would refuse; DeviceError */
  prepare(posting: Posting): Promise<Preview>;
  /** Posts what was prepared last, by its number. @throws Refusal MALFORMED_CONTENT where that is not what was shown */
  post(number: number): ReturnType<typeof sendPost>;
  /** @throws Refusal UNKNOWN_AGREEMENT; DeviceError STATEMENT_NOT_PROVEN */
  readProposal(agreement: StatementId): Promise<ProposedAgreement>;
  /** Signs a proposal that was read here, by its digest. @throws Refusal UNKNOWN_AGREEMENT where none of it was */
  signAgreement(digest: string): ReturnType<typeof act<'agreement.sign/1'>>;
}

export async function openWork(unlocked: Unlocked, client: Client): Promise<Work> {
  const session = await sessionOf(unlocked, client);
  const shown = new Shown<PreparedPost, Written>();
  const answers = new Shown<AnswerWish, WrittenFollowUp>();
  /** The answer that is on its way: pressed again, it is the same. */
  let pressed: { readonly text: string; readonly number: number } | null = null;
  /** By digest: several may stand on the screen, and each is signed as it was read. */
  const read = new Map<string, StatementId>();
  return {
    async readProposal(id) {
      const listed = (await client.agreements()).find(({ agreement }) => agreement.id === id);
      if (listed === undefined) throw new Refusal('UNKNOWN_AGREEMENT', id);
      const { name, parties, clauses, from, until, digest } = proposalOf(listed);
      read.set(digest, id);
      return { id, name, parties, clauses, from, until, digest };
    },
    async signAgreement(digest) {
      const agreement = read.get(digest);
      if (agreement === undefined) throw new Refusal('UNKNOWN_AGREEMENT', 'it was not read');
      return act(session, 'agreement.sign/1', { agreement, digest });
    },
    async prepare(posting) {
      const { number, value } = await shown.show(() => prepare(session, posting));
      return { number, ...previewOf(value) };
    },
    post: (number) =>
      shown.send(number, {
        write: (prepared) => writePost(session, prepared),
        send: (prepared, written) => sendPost(session, prepared, written),
      }),
    act: (typ, body) => act(session, typ, body),
    open: (wish) => open(session, wish),
    async followUp(answer) {
      const text = JSON.stringify(answer);
      if (pressed?.text !== text) pressed = { text, number: (await answers.show(async () => answer)).number };
      const done = await answers.send(pressed.number, {
        write: ({ record, to, outcome, language, text: words }) =>
          writeFollowUp(session, { record, to, outcome, content: words === '' ? null : answerIn(language, words) }),
        send: (_, written) => sendFollowUp(session, written),
      });
      pressed = null;
      return done;
    },
  };
}

async function sessionOf({ identity, key, vault, store }: Unlocked, client: Client): Promise<Session> {
  const { agency, unit, handle, chain, roots } = identity;
  const kept = await store.get<Locked>(PINS);
  const text = kept === undefined ? '{}' : String(await vault.unlock(kept));
  const pins = Pins.from(text, async (changed) => store.put(PINS, await vault.lock(changed)));
  return {
    agency,
    unit,
    chain,
    client,
    pins,
    signer: webCryptoSigner(handle, key),
    roots: new Roots(roots),
    notes: {
      words: async ({ id, at }, words) => store.put(`words/${id}`, await vault.lock({ access: id, at, ...words })),
      addresses: async (item, to) => store.put(`posted/${item}`, await vault.lock({ to })),
    },
    clock: () => new Date(),
    network: () => networkFor(client, pins),
  };
}

const answerIn = (language: string, text: string) => ({ schema: 'follow-up/1' as const, language, text });

function previewOf({ readers, agreement, clause, witness, due, retain }: PreparedPost): Omit<Preview, 'number'> {
  const trustees = witness === null ? null : { t: witness.t, trustees: witness.trustees.map(keyOf) };
  return { readers: readers.map(keyOf), agreement: agreement.name, clause: clause.id, witness: trustees, due, retain };
}

const keyOf = ({ agency, unit, epoch, digest, known }: SealKey & { readonly known: boolean }): PreviewKey => ({
  agency,
  unit,
  epoch,
  digest,
  known,
});

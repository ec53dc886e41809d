import {
  act,
  followUp,
  networkFor,
  open,
  Pins,
  type PreparedPost,
  post,
  prepare,
  proposalOf,
  Roots,
  type SealKey,
  type Session,
} from '@tocsin/device';
import { webCryptoSigner } from '@tocsin/envelope/verify';
import type { Body, Client } from '@tocsin/gateway/api';
import { Refusal, type StatementId, type StatementType } from '@tocsin/record';
import type { Unlocked } from './unlocked.ts';
import type { AnswerWish, OpenWish, Posting, Preview, PreviewKey, ProposedAgreement } from './wish.ts';

const PINS = 'pins';

/** Everything that signs, seals or opens: the device's own code, over this browser's database. */
export interface Work {
  act<T extends StatementType>(typ: T, body: Body<T>): ReturnType<typeof act<T>>;
  open(wish: OpenWish): ReturnType<typeof open>;
  followUp(answer: AnswerWish): ReturnType<typeof followUp>;
  /** @throws Refusal MALFORMED_CONTENT and what the ledger would refuse; DeviceError */
  prepare(posting: Posting): Promise<Preview>;
  /** Posts what was prepared last: nobody posts what was not shown. */
  post(): ReturnType<typeof post>;
  /** @throws Refusal UNKNOWN_AGREEMENT; DeviceError STATEMENT_NOT_PROVEN */
  readProposal(agreement: StatementId): Promise<ProposedAgreement>;
  /** Signs the agreement that was read last, by the digest of what was read. */
  signAgreement(): ReturnType<typeof act<'agreement.sign/1'>>;
}

export async function openWork(unlocked: Unlocked, client: Client): Promise<Work> {
  const session = await sessionOf(unlocked, client);
  let prepared: PreparedPost | null = null;
  let read: ProposedAgreement | null = null;
  return {
    async readProposal(id) {
      read = null;
      const listed = (await client.agreements()).find(({ agreement }) => agreement.id === id);
      if (listed === undefined) throw new Refusal('UNKNOWN_AGREEMENT', id);
      const { name, parties, clauses, from, until, digest } = proposalOf(listed);
      read = { id, name, parties, clauses, from, until, digest };
      return read;
    },
    async signAgreement() {
      if (read === null) throw new Refusal('UNKNOWN_AGREEMENT', 'none was read');
      const done = await act(session, 'agreement.sign/1', { agreement: read.id, digest: read.digest });
      read = null;
      return done;
    },
    async prepare(posting) {
      prepared = null;
      prepared = await prepare(session, posting);
      return previewOf(prepared);
    },
    async post() {
      if (prepared === null) throw new Refusal('MALFORMED_CONTENT', 'nothing was prepared');
      const done = await post(session, prepared);
      prepared = null;
      return done;
    },
    act: (typ, body) => act(session, typ, body),
    open: (wish) => open(session, wish),
    followUp: ({ record, outcome, text, language }) =>
      followUp(session, { record, outcome, content: text === '' ? null : answerIn(language, text) }),
  };
}

async function sessionOf({ identity, key, vault, store }: Unlocked, client: Client): Promise<Session> {
  const { agency, unit, handle, chain, roots } = identity;
  const pins = Pins.from((await store.get<string>(PINS)) ?? '{}', (text) => store.put(PINS, text));
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

function previewOf({ readers, agreement, clause, witness, due, retain }: PreparedPost): Preview {
  const trustees = witness === null ? null : { t: witness.t, trustees: witness.trustees.map(shown) };
  return { readers: readers.map(shown), agreement: agreement.name, clause: clause.id, witness: trustees, due, retain };
}

const shown = ({ agency, unit, epoch, digest, known }: SealKey & { readonly known: boolean }): PreviewKey => ({
  agency,
  unit,
  epoch,
  digest,
  known,
});

import Type from 'typebox';
import { Clause, Precedence, Purpose } from './agreement.ts';
import { Handling } from './handling.ts';
import { AgencyCode, Digest, Instant, Slug, StatementId } from './id.ts';
import { Sealed } from './record.ts';
import { TRUSTEES } from './roster.ts';
import { list, nullable, statement } from './statement-form.ts';

const due = Type.Object({ acknowledge: Instant, answer: Instant }, { additionalProperties: false });
/** Signed while the line was down, under the lease of its signer: the outbox. */
const outbox = { lease: Type.Optional(nullable(StatementId)) };
const opened = Type.Enum(['opened', 'failed']);
const gone = Type.Enum(['destroyed', 'not-held']);

/** Statements on what agencies share: agreements, records, who opens them, and their end. */
export const recordStatements = {
  'agreement.propose/1': statement('agreement.propose/1', 'proposes an agreement; its identifier is this statement', {
    name: Slug,
    parties: list(AgencyCode, 64, 2),
    clauses: Type.Array(Clause, { minItems: 1, maxItems: 24 }),
    from: Instant,
    until: Instant,
  }),
  'agreement.sign/1': statement('agreement.sign/1', "a party's signature", { agreement: StatementId, digest: Digest }),
  'agreement.suspend/1': statement('agreement.suspend/1', 'a party suspends an agreement', { agreement: StatementId }),
  'agreement.resume/1': statement('agreement.resume/1', 'the party that suspended resumes', { agreement: StatementId }),
  'agreement.withdraw/1': statement('agreement.withdraw/1', 'a party leaves for good', { agreement: StatementId }),
  'record.post/1': statement('record.post/1', 'posts a record; its identifier is this statement', {
    kind: Slug,
    agreement: StatementId,
    to: list(AgencyCode, 16),
    purposes: list(Purpose, 9),
    handling: Handling,
    precedence: Precedence,
    due,
    retain: Instant,
    sealed: Sealed,
    links: list(StatementId, 16, 0),
    ...outbox,
  }),
  'record.acknowledge/1': statement('record.acknowledge/1', 'an addressee has the record and takes it on', {
    record: StatementId,
    ...outbox,
  }),
  'record.follow-up/1': statement(
    'record.follow-up/1',
    'says what was done, asks or informs; its own sealed file carries the words',
    {
      record: StatementId,
      outcome: Slug,
      to: list(AgencyCode, 16),
      handling: Handling,
      sealed: nullable(Sealed),
      ...outbox,
    },
  ),
  'record.withdraw/1': statement('record.withdraw/1', 'the author takes the record back', {
    record: StatementId,
    reason: Slug,
  }),
  'record.close/1': statement('record.close/1', 'the author closes the record', { record: StatementId, reason: Slug }),
  'record.rehead/1': statement('record.rehead/1', "seals an item's payload anew, for other keys or trustees", {
    record: StatementId,
    item: StatementId,
    sealed: Sealed,
  }),
  'record.purge/1': statement('record.purge/1', 'destroys the sealed files of a record on every peer', {
    record: StatementId,
    reason: Slug,
  }),
  'purge.attest/1': statement('purge.attest/1', 'a holder says what is left of a purged record: nothing', {
    record: StatementId,
    keys: gone,
    copies: gone,
  }),
  'consent.reshare/1': statement('consent.reshare/1', "the author's consent that a further agency opens an item", {
    record: StatementId,
    item: StatementId,
    to: AgencyCode,
    purposes: list(Purpose, 9),
    until: Instant,
  }),
  'consent.withdraw/1': statement('consent.withdraw/1', 'the author takes a consent back', { consent: StatementId }),
  'access.request/1': statement('access.request/1', 'asks to open a sealed file; nothing opens without it', {
    record: StatementId,
    item: StatementId,
    purpose: Purpose,
    basis: Digest,
    case: nullable(Digest),
    epk: Digest,
  }),
  'access.receipt/1': statement('access.receipt/1', 'says that the file was opened, or why not', {
    access: StatementId,
    outcome: opened,
    reason: nullable(Type.String({ pattern: '^[A-Z_]{1,40}$' })),
    released: list(AgencyCode, TRUSTEES.most, 0),
    faulty: list(AgencyCode, TRUSTEES.most, 0),
  }),
  'access.grant/1': statement('access.grant/1', "breaks the glass: the author's agency releases without trustees", {
    access: StatementId,
    reason: Slug,
  }),
  'lease.take/1': statement('lease.take/1', 'asks to open named items until a time, before the line goes down', {
    items: list(Type.Object({ record: StatementId, item: StatementId }, { additionalProperties: false }), 50),
    until: Instant,
    purpose: Purpose,
    basis: Digest,
    case: nullable(Digest),
    epk: Digest,
  }),
  'lease.account/1': statement('lease.account/1', 'tells what was opened under a lease', {
    lease: StatementId,
    opened: Type.Array(
      Type.Object({ item: StatementId, at: Instant, outcome: opened }, { additionalProperties: false }),
      { maxItems: 50, uniqueItems: true },
    ),
    closed: Type.Boolean(),
  }),
} as const;

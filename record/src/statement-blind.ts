import Type from 'typebox';
import { Purpose } from './agreement.ts';
import { BATCH } from './blind.ts';
import { AgencyCode, Digest, Handle, StatementId } from './id.ts';
import { TRUSTEES } from './roster.ts';
import { list, statement } from './statement-form.ts';

const epoch = Type.Integer({ minimum: 1, maximum: 100000 });
/** 32 bytes: the last character carries four bits, the two others must be zero. */
const element = Type.String({
  pattern: '^[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048]$',
  description: 'ristretto255, base64url',
});
/** 64 bytes: the last character carries two bits. */
const knowledge = Type.String({ pattern: '^[A-Za-z0-9_-]{85}[AQgw]$', description: 'element and scalar, base64url' });
/** 1168 bytes: encapsulation of 1120, scalar of 32, tag of 16. */
const share = Type.String({
  pattern: '^[A-Za-z0-9_-]{1557}[AQgw]$',
  description: 'sealed share, base64url',
});
const place = Type.Integer({ minimum: 0, maximum: BATCH.most - 1 });
const { least, most } = TRUSTEES;

/** Statements on blind checks: the key that trustees share, the tables of owners, what is asked and what is opened. */
export const blindStatements = {
  'blind.deal/1': statement('blind.deal/1', "deals a trustee's part of the next key for blind checks", {
    epoch,
    roster: epoch,
    commitments: Type.Array(element, { minItems: 2, maxItems: most }),
    knowledge,
    shares: Type.Array(share, { minItems: least, maxItems: most }),
  }),
  'blind.key/1': statement('blind.key/1', 'signs the key that all deals give; in force when every trustee has', {
    epoch,
    key: element,
    shares: Type.Array(element, { minItems: least, maxItems: most }),
  }),
  'blind.complain/1': statement('blind.complain/1', 'ends the making of a key: these dealt falsely, or not at all', {
    epoch,
    about: list(AgencyCode, most),
  }),
  'blind.table/1': statement('blind.table/1', "names the table of an owner's listings under the key in force", {
    epoch,
    rows: Type.Integer({ minimum: 1, maximum: 2 ** 24 }),
    hash: Digest,
  }),
  'check.batch/1': statement('check.batch/1', 'commits to blinded elements, which trustees evaluate within quota', {
    epoch,
    purpose: Purpose,
    count: Type.Integer({ minimum: BATCH.step, maximum: BATCH.most, multipleOf: BATCH.step }),
    root: Digest,
  }),
  'blind.demand/1': statement('blind.demand/1', 'an auditor demands to see what was asked', {
    batch: StatementId,
    places: list(place, BATCH.most),
  }),
  'blind.opening/1': statement('blind.opening/1', 'names what was shown to the auditor', {
    batch: StatementId,
    auditor: Handle,
    hash: Digest,
  }),
} as const;

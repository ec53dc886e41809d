import { toBase64url } from '@tocsin/envelope';
import { type Anchor, anchorKey, type Officer, Refusal } from '@tocsin/record';
import Type from 'typebox';
import { OwnLogPageSchema } from '../api/operation.ts';
import { OwnLogQuery } from '../api/query.ts';
import type { Logged } from '../own-log/entry.ts';
import type { OwnLog } from '../own-log/own-log.ts';
import type { Api, Services } from '../services.ts';
import type { View } from '../view/view.ts';
import { limitOf, officerOf, problems, signed } from './route.ts';

/** `GET /v1/own-log`: what this gateway did with its keys, to the agency's own auditors, each entry with its proof. */
export function getOwnLog(app: Api, { agency, ledger, ownLog, view }: Services): void {
  const schema = {
    ...signed,
    summary: 'what this gateway released or refused, with proofs to the root anchored on the ledger',
    querystring: OwnLogQuery,
    response: { 200: OwnLogPageSchema, ...problems },
  };
  app.get('/v1/own-log', { schema }, async (request) => {
    mustAudit(officerOf(request));
    const { from = '0', kind, limit } = request.query;
    const anchor = (await ledger.state(anchorKey(agency))) ?? null;
    const page = ownLog.page({ from: Number(from), kind, limit: limitOf(limit) });
    return { size: ownLog.size, anchor, entries: page.map((logged) => told(ownLog, logged, anchor)) };
  });
  const anchors = {
    ...signed,
    summary: "the statements by which this gateway's own log was anchored on the ledger",
    response: { 200: Type.Object({ anchors: Type.Array(Type.String()) }), ...problems },
  };
  app.get('/v1/own-log/anchors', { schema: anchors }, (request) => {
    mustAudit(officerOf(request));
    return { anchors: anchorsIn(view, agency) };
  });
}

/** The statements that anchored this agency's log, in their order; the signatures tell whether it is true. */
const anchorsIn = (view: View, agency: string): string[] =>
  view
    .rows("SELECT jws FROM statement WHERE typ = 'log.anchor/1' AND agency = ? ORDER BY block, position", agency)
    .map(({ jws }) => String(jws));

function mustAudit({ roles }: Officer): void {
  if (!roles.includes('auditor')) throw new Refusal('ROLE_LACKING', 'auditor');
}

function told(log: OwnLog, { place, leaf, entry }: Logged, anchor: Anchor | null) {
  const covered = anchor !== null && place < anchor.size && anchor.size <= log.size;
  return {
    place,
    leaf: toBase64url(leaf),
    entry: entry === null ? null : { body: entry.body, salt: toBase64url(entry.salt) },
    proof: covered ? log.proof(place, anchor.size).map((hash) => toBase64url(hash)) : null,
  };
}

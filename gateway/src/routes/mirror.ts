import { CosignedCheckpointSchema, EntryProofSchema } from '../api/operation.ts';
import { ByTransaction } from '../api/query.ts';
import { GatewayError } from '../error.ts';
import type { Api, Services } from '../services.ts';
import { problems, signed } from './route.ts';

/** `GET /v1/checkpoint`: the ledger's tree as it is now, and which agencies vouch for it. */
export function getCheckpoint(app: Api, { mirror }: Services): void {
  const schema = {
    ...signed,
    summary: "the ledger's tree as it is now, cosigned by enough agencies",
    response: { 200: CosignedCheckpointSchema, ...problems },
  };
  app.get('/v1/checkpoint', { schema }, async () => {
    const { note, checkpoint, cosigned } = await mirror.checkpoint();
    const { members, needed, alarms } = mirror.standing();
    return {
      note,
      size: checkpoint.size,
      cosigned: [...cosigned].map(([agency, time]) => ({ agency, at: new Date(time * 1000).toISOString() })),
      missing: members.filter((agency) => !cosigned.has(agency)),
      needed,
      alarms: alarms.map(({ code, against, at }) => ({ code, against, at: new Date(at).toISOString() })),
    };
  });
}

/** `GET /v1/proofs/:transaction`: that a transaction stands in the tree, to verify offline (docs/spec/mirror-log.md). */
export function getProof(app: Api, { mirror, limits }: Services): void {
  const schema = {
    ...signed,
    summary: 'the proof of one transaction under a cosigned checkpoint',
    params: ByTransaction,
    response: { 200: EntryProofSchema, ...problems },
  };
  app.get('/v1/proofs/:transaction', { schema }, async ({ params: { transaction } }) => {
    const proof = await mirror.proof(transaction, AbortSignal.timeout(limits.viewMs));
    if (proof === undefined) throw new GatewayError('NOT_FOUND', 'transaction');
    return { transaction, proof };
  });
}

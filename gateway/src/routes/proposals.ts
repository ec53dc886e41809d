import Type from 'typebox';
import { ProposalSchema } from '../api/directory.ts';
import type { Api, Services } from '../services.ts';
import { listProposals } from '../view/proposals.ts';
import { problems, signed } from './route.ts';

/** `GET /v1/proposals`: what waits for the own agency's signature, each with the statement that would be signed under. */
export function getProposals(app: Api, services: Services): void {
  const schema = {
    ...signed,
    summary: "what waits for this agency's signature: the founding, changes of membership, agreements",
    response: { 200: Type.Object({ proposals: Type.Array(ProposalSchema) }), ...problems },
  };
  app.get('/v1/proposals', { schema, config: { founding: true } }, () => ({
    proposals: listProposals(services.view, services.clock().toISOString()),
  }));
}

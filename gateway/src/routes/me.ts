import { networkKey } from '@tocsin/record';
import { MeSchema } from '../api/operation.ts';
import type { Api, Services } from '../services.ts';
import { officerOf, problems, signed } from './route.ts';

/** `GET /v1/me`: the officer as the ledger knows them, the network, and the gateway's clock. */
export function getMe(app: Api, { agency, view, clock }: Services): void {
  const schema = { ...signed, summary: 'who am I here', response: { 200: MeSchema, ...problems } };
  app.get('/v1/me', { schema, config: { founding: true } }, (request) => {
    const network = view.state(networkKey);
    const checkpoint = view.checkpoint;
    return {
      officer: officerOf(request),
      agency,
      network:
        network === undefined
          ? null
          : {
              id: network.id,
              name: network.name,
              status: network.status,
              members: network.members.filter(({ status }) => status !== 'removed').map(({ code }) => code),
            },
      checkpoint: checkpoint === null ? null : { number: String(checkpoint.number), hash: checkpoint.hash },
      time: clock().toISOString(),
    };
  });
}

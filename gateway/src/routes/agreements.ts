import Type from 'typebox';
import { ListedAgreementSchema } from '../api/directory.ts';
import type { Api, Services } from '../services.ts';
import { listAgreements } from '../view/directory.ts';
import { problems, signed } from './route.ts';

/** `GET /v1/agreements`: every agreement, where it stands now, and the statement whose digest the parties sign. */
export function getAgreements(app: Api, { view, clock }: Services): void {
  const schema = {
    ...signed,
    summary: 'agreements and where they stand',
    response: { 200: Type.Object({ agreements: Type.Array(ListedAgreementSchema) }), ...problems },
  };
  app.get('/v1/agreements', { schema }, () => ({ agreements: listAgreements(view, clock().toISOString()) }));
}

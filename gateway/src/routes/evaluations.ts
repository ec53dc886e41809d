import { toBase64url } from '@tocsin/envelope';
import { batchKey, Refusal } from '@tocsin/record';
import { EvaluationsAnswered, EvaluationsAsked, elementsIn } from '../api/blind.ts';
import { ById } from '../api/query.ts';
import { evaluateBatch } from '../blind/asking.ts';
import type { Api, Services } from '../services.ts';
import { officerOf, problems, signed } from './route.ts';

/**
 * `POST /v1/batches/:id/evaluations`: the trustees' evaluations of a batch that the officer has committed to. The device
 * combines them: neither this gateway nor any trustee learns what is asked, or what is found.
 */
export function postEvaluations(app: Api, services: Services): void {
  const schema = {
    ...signed,
    summary: 'evaluations of a batch of blind checks, as soon as enough trustees have answered rightly',
    params: ById,
    body: EvaluationsAsked,
    response: { 200: EvaluationsAnswered, ...problems },
  };
  app.post('/v1/batches/:id/evaluations', { schema }, async (request) => {
    const { id } = request.params;
    const batch = services.view.state(batchKey(id));
    if (batch === undefined) throw new Refusal('UNKNOWN_BATCH', id);
    if (batch.officer !== officerOf(request).handle) throw new Refusal('NOT_YOUR_BATCH', id);
    const { answers, silent } = await evaluateBatch(services, id, elementsIn(request.body.elements));
    const written = answers.map(({ trustee, evaluations, proof }) => {
      return { trustee, evaluations: evaluations.map(toBase64url), proof: toBase64url(proof) };
    });
    return { answers: written, silent: [...silent] };
  });
}

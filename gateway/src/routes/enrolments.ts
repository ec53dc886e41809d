import { Refusal } from '@tocsin/record';
import Type from 'typebox';
import { ByCode, PostEnrolment } from '../api/query.ts';
import { GatewayError } from '../error.ts';
import type { Api, Services } from '../services.ts';
import { officerOf, problems, signed } from './route.ts';

const MOST_BYTES = 4096;

/** `POST /v1/enrolments`: a new device leaves its signing request. Unsigned: no register knows its key yet. */
export function postEnrolment(app: Api, { agency, enrolments, clock }: Services): void {
  const schema = {
    summary: "leave a new device's signing request for the agency's registrar",
    body: PostEnrolment,
    response: { 200: Type.Object({ agency: Type.String() }), ...problems },
  };
  app.post('/v1/enrolments', { schema, bodyLimit: MOST_BYTES }, ({ body, ip }) => {
    enrolments.add(body, ip, clock().getTime());
    return { agency };
  });
}

/** `GET /v1/enrolments/:code`: the request, for the registrar who was read the code. */
export function getEnrolment(app: Api, { enrolments, clock }: Services): void {
  const schema = {
    ...signed,
    summary: "a new device's signing request, by the code that its officer reads out; for registrars",
    params: ByCode,
    response: { 200: PostEnrolment, ...problems },
  };
  app.get('/v1/enrolments/:code', { schema }, (request) => {
    if (!officerOf(request).roles.includes('registrar')) throw new Refusal('ROLE_LACKING', 'registrar');
    const found = enrolments.of(request.params.code, clock().getTime());
    if (found === undefined) throw new GatewayError('NOT_FOUND', 'enrolment');
    return { handle: found.handle, csr: found.csr };
  });
}

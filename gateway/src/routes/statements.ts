import { fromBase64 } from '@tocsin/envelope/verify';
import { type Committed, networkKey, Refusal } from '@tocsin/record';
import { ById, PostStatement } from '../api/query.ts';
import { CommittedSchema, StandingStatementSchema } from '../api/records.ts';
import { keepingDeposit } from '../deposit/keep-deposit.ts';
import { GatewayError } from '../error.ts';
import { isFounded, mustFound } from '../founding-door.ts';
import { sparingProtected } from '../screening/proposing.ts';
import type { Api, Services } from '../services.ts';
import { vouchAhead } from '../trustee/shares.ts';
import { statementOf } from '../view/directory.ts';
import { officerOf, problems, signed } from './route.ts';
import { UnderWay } from './under-way.ts';

/** `POST /v1/statements`: submits a signed statement, its sealed file and the deposit of its key; safe to repeat with the same bytes. */
export function postStatement(app: Api, services: Services): void {
  const schema = {
    ...signed,
    summary: 'submit a statement, with its sealed file if it names one',
    body: PostStatement,
    response: { 200: CommittedSchema, ...problems },
  };
  const underWay = new UnderWay(services.limits.underWayPerOfficer);
  app.post('/v1/statements', { schema, config: { founding: true } }, (request) => {
    const { statement, file = '', deposit } = request.body;
    const { handle: officer } = officerOf(request);
    const submitted = () =>
      sparingProtected(services, { ...request.body, officer }, () => submit(services, request.body));
    return underWay.during(officer, statement.length + file.length, () =>
      deposit === undefined ? submitted() : keepingDeposit(services, { statement, deposit, officer }, submitted),
    );
  });
}

/** `GET /v1/statements/:id`: a statement as it stands on the ledger. */
export function getStatement(app: Api, { view }: Services): void {
  const schema = {
    ...signed,
    summary: 'one statement as it was signed',
    params: ById,
    response: { 200: StandingStatementSchema, ...problems },
  };
  app.get('/v1/statements/:id', { schema }, ({ params }) => {
    const statement = statementOf(view, params.id);
    if (statement === undefined) throw new GatewayError('NOT_FOUND', params.id);
    return statement;
  });
}

/** Answers only when the own view shows what was written, so that the next read finds it. */
export async function submit(
  services: Services,
  { statement, file }: { statement: string; file?: string },
): Promise<Committed> {
  const { ledger, follower, limits, view } = services;
  if (follower.following.state === 'broken') throw new GatewayError('NOT_READY', 'the ledger contradicts itself');
  if (!isFounded(view.state(networkKey))) await mustFound(statement, services);
  const sealed = file === undefined ? null : fromBase64(file);
  const committed = await ledger
    .submit(statement, sealed, AbortSignal.timeout(limits.submitMs))
    .catch((fault: unknown) => conflicting(services, fault));
  vouchAhead(services, statement, BigInt(committed.block));
  await follower.reached(BigInt(committed.block), AbortSignal.timeout(limits.viewMs));
  return committed;
}

/**
 * An identifier that other bytes have used: told only when the own view shows those, so that whoever sent the same act twice
 * can see that it stands. The own peer may be some blocks ahead of the view.
 */
async function conflicting({ follower, limits }: Services, fault: unknown): Promise<never> {
  if (fault instanceof Refusal && fault.code === 'CONFLICT' && fault.detail !== undefined) {
    const { detail } = fault;
    await follower.shows((view) => statementOf(view, detail) !== undefined, AbortSignal.timeout(limits.viewMs));
  }
  throw fault;
}

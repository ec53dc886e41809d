import { fromBase64url, toBase64url } from '@tocsin/envelope';
import { MAX_NOTE } from '@tocsin/envelope/log';
import { StatementId } from '@tocsin/record';
import Type from 'typebox';
import type { Ticket } from '../access/shown.ts';
import { CommittedElements, elementsIn } from '../api/blind.ts';
import { oneTimeKey } from '../api/query.ts';
import { KeyReleaseSchema } from '../api/records.ts';
import { evaluateHere } from '../blind/evaluate-here.ts';
import { grantHere } from '../deposit/grant-here.ts';
import { cosignRefusals } from '../mirror/cosigners.ts';
import { problems } from '../routes/route.ts';
import type { Api, Services } from '../services.ts';
import { releaseHere } from '../trustee/release-here.ts';
import { peerOf } from './listener.ts';

const block = Type.String({ pattern: '^[0-9]{1,18}$', description: 'block that the asker has seen, decimal' });
const checkpoint = Type.Optional(Type.String({ maxLength: MAX_NOTE, description: 'cosigned checkpoint, a note' }));
const follows = Type.Optional(Type.Literal(true, { description: 'it is being cosigned, and will be offered' }));
const about = { item: StatementId, epk: oneTimeKey, block, checkpoint, follows };
/** What a trustee is shown. */
const ReleaseAsked = Type.Union([
  Type.Object({ access: StatementId, ...about }, { additionalProperties: false }),
  Type.Object({ lease: StatementId, ...about }, { additionalProperties: false }),
]);
const CosignAnswerSchema = Type.Union([
  Type.Object({ cosignature: Type.String() }),
  Type.Object({ refused: Type.Enum([...cosignRefusals]), note: Type.String() }),
]);
const EvaluationAsked = Type.Object(
  {
    batch: StatementId,
    elements: CommittedElements,
    block,
  },
  { additionalProperties: false },
);
const GrantAsked = Type.Object({ access: StatementId, epk: oneTimeKey, block }, { additionalProperties: false });

/** `POST /peer/1/releases`: this trustee's share for the device of a committed access or lease. */
export function postRelease(app: Api, services: Services): void {
  const schema = {
    body: ReleaseAsked,
    response: { 200: Type.Object({ release: Type.String() }), ...problems },
  };
  app.post('/peer/1/releases', { schema }, async (request) => {
    const { item, epk, block: number, checkpoint: note, follows: announced, ...named } = request.body;
    const ticket = 'access' in named ? named : { ...named, item };
    const asked = { ticket: ticket as Ticket, item, epk: fromBase64url(epk), agency: peerOf(request) };
    const seen = { block: BigInt(number), checkpoint: note, follows: announced };
    return { release: await releaseHere(services, asked, seen) };
  });
}

/** `GET /peer/1/checkpoint`: the own tree of the ledger, signed. */
export function getPeerCheckpoint(app: Api, { mirror }: Services): void {
  const schema = { response: { 200: Type.Object({ note: Type.String() }), ...problems } };
  app.get('/peer/1/checkpoint', { schema }, async () => ({ note: await mirror.witness.checkpoint() }));
}

/** `POST /peer/1/checkpoints`: offers a cosigned checkpoint of the tree that holds a block, announced with a release. */
export function postCheckpoint(app: Api, { mirror }: Services): void {
  const body = Type.Object({ note: Type.String({ maxLength: MAX_NOTE }), block }, { additionalProperties: false });
  app.post(
    '/peer/1/checkpoints',
    { schema: { body, response: { 200: Type.Object({}), ...problems } } },
    async (request) => {
      await mirror.offered(request.body.note, peerOf(request), BigInt(request.body.block));
      return {};
    },
  );
}

/** `POST /peer/1/cosign`: vouches for the tree of the gateway that asks, or says why not. */
export function postCosign(app: Api, { mirror }: Services): void {
  const body = Type.Object({ note: Type.String({ maxLength: MAX_NOTE }) }, { additionalProperties: false });
  const schema = { body, response: { 200: CosignAnswerSchema, ...problems } };
  app.post('/peer/1/cosign', { schema }, (request) => mirror.witness.cosign(peerOf(request), request.body.note));
}

/** `POST /peer/1/grants`: the key of a file that this agency wrote and has granted. */
export function postGrant(app: Api, services: Services): void {
  const schema = { body: GrantAsked, response: { 200: KeyReleaseSchema, ...problems } };
  app.post('/peer/1/grants', { schema }, async (request) => {
    const { access, epk, block: number } = request.body;
    const asked = { access, epk, agency: peerOf(request), block: BigInt(number) };
    const { enc, ct } = await grantHere(services, asked);
    return { enc: toBase64url(enc), ct: toBase64url(ct) };
  });
}

/** `POST /peer/1/evaluations`: this trustee's evaluations of a committed batch of blind checks, proved. */
export function postEvaluation(app: Api, services: Services): void {
  const evaluated = Type.Object({ evaluations: Type.Array(Type.String()), proof: Type.String() });
  const schema = { body: EvaluationAsked, response: { 200: evaluated, ...problems } };
  app.post('/peer/1/evaluations', { schema }, async (request) => {
    const { batch, block: number } = request.body;
    const asked = { batch, elements: elementsIn(request.body.elements), agency: peerOf(request) };
    const { evaluations, proof } = await evaluateHere(services, asked, BigInt(number));
    return { evaluations: evaluations.map(toBase64url), proof: toBase64url(proof) };
  });
}

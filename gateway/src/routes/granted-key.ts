import { toBase64url } from '@tocsin/envelope';
import { type AgencyCode, accessKey, Refusal } from '@tocsin/record';
import { ById, OneTimeKey } from '../api/query.ts';
import { KeyReleaseSchema } from '../api/records.ts';
import { type GrantAsked, grantHere } from '../deposit/grant-here.ts';
import { GatewayError } from '../error.ts';
import type { Api, Services } from '../services.ts';
import { officerOf, problems, signed } from './route.ts';

/** `POST /v1/accesses/:id/granted-key`: the file key from the author's gateway, once its agency has granted the access. */
export function postGrantedKey(app: Api, services: Services): void {
  const schema = {
    ...signed,
    summary: "break glass: the file key, wrapped by the author's gateway for the device's one-time key",
    params: ById,
    body: OneTimeKey,
    response: { 200: KeyReleaseSchema, ...problems },
  };
  app.post('/v1/accesses/:id/granted-key', { schema }, async (request) => {
    const access = services.view.state(accessKey(request.params.id));
    if (access === undefined) throw new Refusal('UNKNOWN_ACCESS', request.params.id);
    if (access.officer !== officerOf(request).handle) throw new Refusal('NOT_YOUR_ACCESS');
    return fromAuthor(services, access.owner, { access: access.id, epk: request.body.epk });
  });
}

async function fromAuthor(services: Services, author: AgencyCode, named: Pick<GrantAsked, 'access' | 'epk'>) {
  const { agency, witnessing, limits, view } = services;
  const block = view.checkpoint?.number ?? 0n;
  if (author === agency) {
    const { enc, ct } = await grantHere(services, { ...named, agency, block });
    return { enc: toBase64url(enc), ct: toBase64url(ct) };
  }
  if (witnessing === null) throw new GatewayError('NOT_WITNESSING');
  const body = { ...named, block: String(block) };
  const answer = await witnessing.peers.ask(author, '/peer/1/grants', body, AbortSignal.timeout(limits.peerMs));
  const { enc, ct } = (answer ?? {}) as { enc?: unknown; ct?: unknown };
  if (typeof enc !== 'string' || typeof ct !== 'string') throw new GatewayError('PEER_UNREACHABLE', author);
  return { enc, ct };
}

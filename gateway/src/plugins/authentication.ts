import { createHash, createPublicKey, type KeyObject, timingSafeEqual, verify } from 'node:crypto';
import { fromBase64url } from '@tocsin/envelope/verify';
import { CLOCK_TOLERANCE_MS, networkKey, type Officer, officerKey, Refusal } from '@tocsin/record';
import type { FastifyRequest } from 'fastify';
import { type Claim, claimOf, componentsOf } from '../api/request-signature.ts';
import { type MessageSignature, readContentDigest, readSignature, signatureBase } from '../api/signature.ts';
import { GatewayError } from '../error.ts';
import { isFounded, mustHaveOurRoot } from '../founding-door.ts';
import { mustStand } from '../officer-standing.ts';
import type { Api, Services } from '../services.ts';
import type { Store } from '../view/store.ts';
import { ReplayGuard } from './replay.ts';

/** A signature is for now: this old at most, seconds. */
const MAX_AGE_S = 60;
/** What an officer's clock may be off, either way, seconds: the ledger's own tolerance. */
const SKEW_S = CLOCK_TOLERANCE_MS / 1000;
const REMEMBERED = 200_000;

declare module 'fastify' {
  interface FastifyContextConfig {
    /** The route serves registrars before every member has signed the founding. */
    founding?: true;
  }
  interface FastifyRequest {
    /** Who signed the request; set on every route under /v1. */
    officer?: Officer;
    /** SHA-256 that the signature covers and the body must have. */
    bodyDigest: Uint8Array | null;
  }
}

/**
 * Lets requests in that an officer of the own agency signed (RFC 9421, docs/spec/gateway-api.md).
 * The signature is checked before the body is read: it covers the body's digest, which the body parser compares.
 */
export function authenticate(app: Api, services: Services): void {
  const { view, clock } = services;
  const guard = new ReplayGuard((MAX_AGE_S + 2 * SKEW_S) * 1000, REMEMBERED);
  app.addHook('onRequest', async (request) => {
    const now = clock();
    const digest = header(request, 'content-digest');
    const { claim, base, signature } = read(request, digest);
    const officer = view.state(officerKey(claim.handle));
    if (officer === undefined) throw new Refusal('UNKNOWN_OFFICER');
    mustVerify(officer, base, signature);
    mustBeFresh(claim, now.getTime());
    mustBeAdmitted(officer, view, now.toISOString());
    mustHaveOurRoot(services);
    if (!isFounded(view.state(networkKey)) && request.routeOptions.config.founding !== true)
      throw new GatewayError('FOUNDING_CLOSED');
    guard.take(claim.handle, claim.nonce, now.getTime());
    request.officer = officer;
    request.bodyDigest = digest === null ? null : readContentDigest(digest);
  });
}

function read(
  request: FastifyRequest,
  digest: string | null,
): { claim: Claim; base: Uint8Array; signature: MessageSignature } {
  const parsed = readSignature(header(request, 'signature-input') ?? '', header(request, 'signature') ?? '');
  if (parsed === null) throw new GatewayError('UNAUTHENTICATED');
  // Always https: the gateway speaks nothing else, whatever a proxy in between may claim.
  const target = `https://${header(request, 'host') ?? ''}${request.raw.url ?? ''}`;
  const covered = componentsOf({ method: request.method, target, digest });
  const claim = claimOf(parsed, covered);
  if (claim === null) throw new GatewayError('UNAUTHENTICATED', 'the signature is not of the prescribed form');
  return { claim, base: signatureBase(covered, parsed.input), signature: parsed };
}

function mustVerify({ key }: Officer, base: Uint8Array, { signature }: MessageSignature): void {
  if (!verify('sha256', base, { key: keyObject(key), dsaEncoding: 'ieee-p1363' }, signature)) {
    throw new GatewayError('UNAUTHENTICATED', 'the signature does not verify');
  }
}

const keyObjects = new Map<string, KeyObject>();

/** Importing a key costs more than verifying with it. */
function keyObject(spki: string): KeyObject {
  const known = keyObjects.get(spki);
  if (known !== undefined) return known;
  if (keyObjects.size >= 4096) keyObjects.clear();
  const key = createPublicKey({ key: Buffer.from(fromBase64url(spki)), format: 'der', type: 'spki' });
  keyObjects.set(spki, key);
  return key;
}

function mustBeFresh({ created }: Claim, nowMs: number): void {
  const age = nowMs / 1000 - created;
  if (age > MAX_AGE_S + SKEW_S || age < -SKEW_S) throw new Refusal('CLOCK_SKEW');
}

/** {@link mustStand} as the view sees it. */
export function mustBeAdmitted(officer: Officer | undefined, view: Store, now: string): void {
  mustStand(officer, { network: view.state(networkKey), agency: view.agency, now });
}

/** Reads JSON bodies, once their digest is the signed one. */
export function readBodies(app: Api): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, async (request: FastifyRequest, body: Buffer) => {
    const actual = createHash('sha256').update(body).digest();
    if (request.bodyDigest === null || !timingSafeEqual(actual, request.bodyDigest)) {
      throw new GatewayError('UNAUTHENTICATED', 'the body is not the signed one');
    }
    try {
      return JSON.parse(body.toString('utf8')) as unknown;
    } catch {
      throw new GatewayError('MALFORMED_REQUEST', 'body json');
    }
  });
}

function header({ headers }: FastifyRequest, name: string): string | null {
  const value = headers[name];
  return typeof value === 'string' ? value : null;
}

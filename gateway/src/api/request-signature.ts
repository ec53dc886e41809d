import { toBase64url } from '@tocsin/envelope/verify';
import type { Handle, Instant } from '@tocsin/record';
import {
  type Component,
  contentDigest,
  inputOf,
  type MessageSignature,
  signatureBase,
  signatureFields,
} from './signature.ts';

/** Signs on behalf of one officer; `sign` returns r || s, 64 bytes, over SHA-256 of `data` (ES256). */
export interface OfficerKey {
  readonly handle: Handle;
  sign(data: Uint8Array): Promise<Uint8Array>;
}

/** A request as far as its signature covers it. */
export interface SignedRequest {
  readonly method: string;
  /** Absolute, with scheme and query. */
  readonly target: string;
  /** Content-Digest, where there is a body. */
  readonly digest: string | null;
}

export const LABEL = 'tocsin';
export const ALGORITHM = 'ecdsa-p256-sha256';

/** The components that a request's signature must cover, no more and no fewer, in this order. */
export function componentsOf({ method, target, digest }: SignedRequest): Component[] {
  const always: Component[] = [
    ['@method', method],
    ['@target-uri', target],
  ];
  return digest === null ? always : [...always, ['content-digest', digest]];
}

/** The fields that sign a request now: Content-Digest, Signature-Input, Signature. */
export async function signRequest(
  { method, target, body }: { method: string; target: string; body: Uint8Array | null },
  officer: OfficerKey,
  now: Instant,
): Promise<Record<string, string>> {
  const digest = body === null ? null : await contentDigest(body);
  const components = componentsOf({ method, target, digest });
  const parameters = new Map<string, string | number>([
    ['created', Math.floor(Date.parse(now) / 1000)],
    ['nonce', toBase64url(crypto.getRandomValues(new Uint8Array(16)))],
    ['keyid', officer.handle],
    ['alg', ALGORITHM],
  ]);
  const names = components.map(([name]) => name);
  const input = inputOf(names, parameters);
  const signature = await officer.sign(signatureBase(components, input));
  return { ...(digest === null ? {} : { 'content-digest': digest }), ...signatureFields(LABEL, input, signature) };
}

/** What a request's signature claims, once its form is found right. */
export interface Claim {
  /** Seconds since 1970. */
  readonly created: number;
  readonly nonce: string;
  readonly handle: Handle;
}

const HANDLE = /^[a-z2-7]{26}$/;
const NONCE = /^[A-Za-z0-9_-]{22,86}$/;

/** The claim of a signature that covers exactly these components with exactly our parameters; null otherwise. */
export function claimOf({ components, parameters }: MessageSignature, covered: readonly Component[]): Claim | null {
  const same = components.length === covered.length && covered.every(([name], i) => components[i] === name);
  const { created, nonce, keyid, alg, ...others } = Object.fromEntries(parameters);
  if (!same || Object.keys(others).length > 0 || alg !== ALGORITHM) return null;
  if (typeof created !== 'number' || !Number.isSafeInteger(created)) return null;
  if (typeof nonce !== 'string' || !NONCE.test(nonce)) return null;
  return typeof keyid === 'string' && HANDLE.test(keyid) ? { created, nonce, handle: keyid } : null;
}

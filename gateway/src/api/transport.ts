import { utf8 } from '@tocsin/envelope/verify';
import { ApiError, errorOf, unreachable } from './api-error.ts';
import { type OfficerKey, signRequest } from './request-signature.ts';

/** As much of `fetch` as the client needs: the browser's, Node's, or undici's with an agency's own authority. */
export type Fetch = (
  url: string,
  init: { method: string; headers: Record<string, string>; body?: Uint8Array<ArrayBuffer>; signal?: AbortSignal },
) => Promise<Answer>;
export interface Answer {
  readonly status: number;
  readonly body: AsyncIterable<Uint8Array> | ReadableStream<Uint8Array> | null;
  arrayBuffer(): Promise<ArrayBuffer>;
}

export interface ClientOptions {
  /** `https://host[:port]` of the officer's own gateway. */
  readonly origin: string;
  readonly officer: OfficerKey;
  readonly fetch: Fetch;
  readonly clock?: () => Date;
}

export interface Call {
  readonly method?: 'GET' | 'POST';
  readonly path: string;
  readonly query?: object;
  readonly body?: object;
  readonly headers?: Record<string, string>;
  readonly signal?: AbortSignal | undefined;
}

const decoder = new TextDecoder();

/** Signs and sends one request. Throws ApiError for every answer of 400 and above, and when none comes. */
export async function send({ origin, officer, fetch, clock }: ClientOptions, call: Call): Promise<Answer> {
  const url = urlOf(origin, call);
  const method = call.method ?? 'GET';
  const body = call.body === undefined ? null : utf8(JSON.stringify(call.body));
  const now = (clock?.() ?? new Date()).toISOString();
  const signature = await signRequest({ method, target: url, body }, officer, now);
  const type = body === null ? {} : { 'content-type': 'application/json' };
  const init = { method, headers: { ...call.headers, ...type, ...signature } };
  const answer = await fetch(url, {
    ...init,
    ...(body === null ? {} : { body }),
    ...(call.signal === undefined ? {} : { signal: call.signal }),
  }).catch((cause: unknown) => {
    call.signal?.throwIfAborted();
    throw unreachable(cause);
  });
  if (answer.status >= 400) throw errorOf(answer.status, await jsonOf(answer).catch(() => null));
  return answer;
}

/** The answer's JSON. Throws ApiError where the connection broke or the answer is no JSON. */
export async function jsonOf(answer: Answer): Promise<unknown> {
  return JSON.parse(decoder.decode(await bytesOf(answer))) as unknown;
}

export async function bytesOf(answer: Answer): Promise<Uint8Array> {
  try {
    return new Uint8Array(await answer.arrayBuffer());
  } catch (cause) {
    throw unreachable(cause);
  }
}

/** The answer's bytes as they come; older browsers cannot iterate a stream. */
export async function* chunksOf({ body }: Answer): AsyncGenerator<Uint8Array> {
  if (body === null) return;
  if (Symbol.asyncIterator in body) return yield* body;
  const reader = (body as ReadableStream<Uint8Array>).getReader();
  try {
    for (let next = await reader.read(); !next.done; next = await reader.read()) yield next.value;
  } finally {
    await reader.cancel();
  }
}

function urlOf(origin: string, { path, query = {} }: Call): string {
  const url = new URL(path, origin);
  if (url.protocol !== 'https:') {
    throw new ApiError({ code: 'NOT_READY', status: 0, title: 'a gateway is reached by https only', hint: 'https://' });
  }
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined && value !== false) url.searchParams.set(name, String(value));
  }
  return url.href;
}

import { type Client, createClient, type Fetch, type GatewayEvent } from '@tocsin/gateway/api';

/** One officer's line to the own gateway, and whether it is up. */
export interface Line {
  readonly client: Client;
  /** Follows events until the signal ends it; tells them, and every change of the line. */
  follow(tell: (event: GatewayEvent) => void, signal: AbortSignal): Promise<void>;
}

export function lineFor(handle: string, key: CryptoKey, told: (state: 'up' | 'down') => void): Line {
  const sign = async (data: Uint8Array): Promise<Uint8Array> => {
    const bytes = await crypto.subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, key, Uint8Array.from(data));
    return new Uint8Array(bytes);
  };
  const client = createClient({ origin: location.origin, officer: { handle, sign }, fetch: watched(told) });
  return {
    client,
    async follow(tell, signal) {
      for await (const event of client.events({ signal })) tell(event);
    },
  };
}

/** No cookie, no cache, no redirect; whether answers come tells whether the line is up. */
function watched(told: (state: 'up' | 'down') => void): Fetch {
  return async (url, init) => {
    try {
      const answer = await fetch(url, { ...init, credentials: 'omit', cache: 'no-store', redirect: 'error' });
      const isStream = url.endsWith('/v1/events');
      // Refused news is no news: what is on the screen may be old.
      told(isStream && !answer.ok ? 'down' : 'up');
      return isStream && answer.ok ? ending(answer, () => told('down')) : answer;
    } catch (error) {
      if (!init.signal?.aborted) told('down');
      throw error;
    }
  };
}

/** The event stream lasts as long as the line does. */
function ending(answer: Response, ended: () => void): Response {
  if (answer.body === null) return answer;
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
  answer.body.pipeTo(writable).then(ended, ended);
  return new Response(readable, { status: answer.status });
}

import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { Gateway } from './app.ts';

/** Where to listen and as whom: contents of PEM files, never their names. */
export interface ListenOptions {
  readonly host: string;
  /** 0 takes any free port. */
  readonly port: number;
  readonly tls: {
    readonly key: string | Uint8Array;
    /** The host's certificate, followed by what leads to the root. */
    readonly cert: string | Uint8Array;
    /** Authorities that complete the chain. */
    readonly ca?: string | Uint8Array;
  };
}

export interface Listening {
  /** `https://host:port`: what clients sign as their target. */
  readonly origin: string;
  readonly port: number;
  /** Stops listening, ends open connections, then closes the gateway. */
  close(): Promise<void>;
}

/** Opens a gateway to officers over TLS 1.3 and nothing older. Throws without a key and certificate: there is no http. */
export async function listen(gateway: Gateway, { host, port, tls }: ListenOptions): Promise<Listening> {
  if (!tls?.key || !tls.cert)
    throw new Error('the gateway needs a TLS key and certificate: it serves nothing in clear');
  const options = { key: pem(tls.key), cert: pem(tls.cert), ...(tls.ca === undefined ? {} : { ca: pem(tls.ca) }) };
  const server = createServer({ ...options, minVersion: 'TLSv1.3', requestTimeout: 120_000 }, (request, response) =>
    gateway.app.routing(request, response),
  );
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => resolve());
  });
  const { port: bound } = server.address() as AddressInfo;
  const name = host.includes(':') ? `[${host}]` : host;
  return {
    origin: new URL(`https://${name}:${bound}`).origin,
    port: bound,
    async close() {
      const ended = new Promise<void>((resolve) => server.close(() => resolve()));
      await gateway.close(); // ends the event streams first
      server.closeAllConnections();
      await ended;
    },
  };
}

const pem = (text: string | Uint8Array): string | Buffer => (typeof text === 'string' ? text : Buffer.from(text));

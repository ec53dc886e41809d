import { constants } from 'node:crypto';
import { createServer, type Server } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import type { Gateway } from './app.ts';
import { judgedByLedger, type PeerCredentials } from './peers/credentials.ts';

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

/** Where to listen to other agencies' gateways, by which identity of kind `gateway`. */
export interface ListenToPeers {
  readonly host: string;
  /** 0 takes any free port. */
  readonly port: number;
  readonly identity: PeerCredentials;
}

/**
 * Opens a gateway to other agencies' gateways by mutual TLS 1.3, on a port of its own. The handshake lets in whoever holds
 * the key of the certificate shown; whose gateway that is, each request is asked. `close` leaves the gateway open.
 * @throws Error for a gateway that does not witness
 */
export async function listenToPeers(
  { peers }: Pick<Gateway, 'peers'>,
  { host, port, identity }: ListenToPeers,
): Promise<Pick<Listening, 'port' | 'close'>> {
  if (peers === null) throw new Error('this gateway does not witness: it has no steward key');
  const tls = { ...identity, ...judgedByLedger, requestCert: true, secureOptions: constants.SSL_OP_NO_TICKET };
  const limits = { requestTimeout: 10_000, headersTimeout: 5000, handshakeTimeout: 5000, keepAliveTimeout: 120_000 };
  const server = createServer({ ...tls, ...limits }, (request, response) => peers.routing(request, response));
  const close = closing(server);
  return { port: await listening(server, { host, port }), close: () => close() };
}

/** Opens a gateway to officers over TLS 1.3 and nothing older. Throws without a key and certificate: there is no http. */
export async function listen(gateway: Gateway, { host, port, tls }: ListenOptions): Promise<Listening> {
  if (!tls?.key || !tls.cert)
    throw new Error('the gateway needs a TLS key and certificate: it serves nothing in clear');
  const options = { key: pem(tls.key), cert: pem(tls.cert), ...(tls.ca === undefined ? {} : { ca: pem(tls.ca) }) };
  const server = createServer({ ...options, minVersion: 'TLSv1.3', requestTimeout: 120_000 }, (request, response) =>
    gateway.app.routing(request, response),
  );
  const close = closing(server);
  const bound = await listening(server, { host, port });
  const name = host.includes(':') ? `[${host}]` : host;
  return {
    origin: new URL(`https://${name}:${bound}`).origin,
    port: bound,
    // The event streams end with the gateway.
    close: () => close(() => gateway.close()),
  };
}

/**
 * How a server is ended: it takes no more connections, lets what is under way be done, and ends every connection. Its own
 * count leaves out those whose handshake is not over: such a one would outlive the end, and whoever holds it keep the
 * server open for as long as he asks something now and then, as gateways do.
 */
function closing(server: Server): (before?: () => Promise<void>) => Promise<void> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  return async (before) => {
    const ended = new Promise<void>((resolve) => server.close(() => resolve()));
    await before?.();
    for (const socket of sockets) socket.destroy();
    await ended;
  };
}

/** Resolves with the port, once the server listens. */
async function listening(server: Server, { host, port }: { readonly host: string; readonly port: number }) {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => resolve());
  });
  return (server.address() as AddressInfo).port;
}

const pem = (text: string | Uint8Array): string | Buffer => (typeof text === 'string' ? text : Buffer.from(text));

import { Server, ServerCredentials, status } from '@grpc/grpc-js';
import { peer } from '@hyperledger/fabric-protos';
import type { Chaincode } from '../src/index.ts';
import { Conversation, type Stream } from './conversation.ts';
import type { TlsMaterial } from './settings.ts';

/** As large as Fabric's own limit: a sealed file of 8 MiB travels in one message, with what surrounds it. */
const MAX_MESSAGE_BYTES = 100 * 1024 * 1024;
const TLS_VERSION = 'TLSv1.3';

export interface ServiceOptions {
  readonly packageId: string;
  /** `host:port`; port 0 takes a free one. */
  readonly address: string;
  readonly tls: TlsMaterial;
  readonly contract: Chaincode;
}

export interface Service {
  /** `host:port` as bound. */
  readonly address: string;
  /** Breaks every stream at once. */
  close(): void;
}

/** Serves the contract to whoever shows a certificate of the client authority. Rejects when it cannot bind. */
export async function serve({ packageId, address, tls, contract }: ServiceOptions): Promise<Service> {
  const server = new Server({
    'grpc.max_receive_message_length': MAX_MESSAGE_BYTES,
    'grpc.max_send_message_length': MAX_MESSAGE_BYTES,
    // A peer behind a cut line says nothing: without these its transactions would wait for ever.
    'grpc.keepalive_time_ms': 30_000,
    'grpc.keepalive_timeout_ms': 10_000,
  });
  server.addService(peer.ChaincodeService, {
    connect: (stream: Stream) => {
      const shown = stream.getAuthContext().sslPeerCertificate;
      if (shown !== undefined && tls.clientAuthority.issued(shown.raw))
        new Conversation(stream, contract).start(packageId);
      else stream.emit('error', { code: status.PERMISSION_DENIED, details: 'not a certificate of the TLS authority' });
    },
  });
  const port = await bound(server, address, new MutualTls(tls));
  return { address: address.replace(/\d+$/, String(port)), close: () => server.forceShutdown() };
}

function bound(server: Server, address: string, credentials: ServerCredentials): Promise<number> {
  return new Promise((resolve, reject) => {
    server.bindAsync(address, credentials, (error, port) => (error === null ? resolve(port) : reject(error)));
  });
}

/** grpc's own `createSsl` would take TLS 1.2 too; Fabric's peers (Go) speak 1.3. */
class MutualTls extends ServerCredentials {
  constructor({ key, certificate, clientAuthority }: TlsMaterial) {
    const context = { key, cert: certificate, ca: clientAuthority.pem };
    super({ requestCert: true, rejectUnauthorized: true, minVersion: TLS_VERSION }, context);
  }

  override _equals(other: ServerCredentials): boolean {
    return other === this;
  }
}

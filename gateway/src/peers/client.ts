import { isIP } from 'node:net';
import { connect, type TLSSocket } from 'node:tls';
import { type AgencyCode, LedgerFault, Refusal } from '@tocsin/record';
import { Pool } from 'undici';
import { GatewayError } from '../error.ts';
import { judgedByLedger, type PeerCredentials } from './credentials.ts';
import type { Directory } from './directory.ts';
import { type Judges, mustBeGatewayOf } from './membership.ts';
import { refusalFrom } from './refusal.ts';

/** Longest answer of another gateway, bytes: a share with its certificates has about 6 KiB. */
const LONGEST_ANSWER = 256 * 1024;
/** Connections to one gateway; more requests wait for a free one. */
const CONNECTIONS = 8;

export interface PeersOptions {
  /** Whose gateway asks. */
  readonly agency: AgencyCode;
  readonly directory: Directory;
  readonly roots: Judges['roots'];
  readonly credentials: PeerCredentials;
  clock(): Date;
}

/** Lines to the other agencies' gateways: mutual TLS 1.3, addresses and authorities as the own peer's ledger has them. */
export class Peers {
  readonly #options: PeersOptions;
  readonly #pools = new Map<AgencyCode, { readonly address: string; readonly keys: string; readonly pool: Pool }>();

  constructor(options: PeersOptions) {
    this.#options = options;
  }

  /**
   * Asks another agency's gateway; the signal is the deadline.
   * @throws PeerRefusal with the other's code; Refusal UNKNOWN_GATEWAY; GatewayError PEER_NOT_TRUSTED,
   *   PEER_UNREACHABLE; LedgerFault
   */
  async ask(agency: AgencyCode, path: string, body: object | null, signal: AbortSignal): Promise<unknown> {
    const listed = await this.#options.directory.listed(agency);
    if (listed?.address == null) throw new Refusal('UNKNOWN_GATEWAY', agency);
    const pool = await this.#poolTo(agency, listed.address, String(listed.tlsKeys));
    const headers = { 'content-type': 'application/json', 'tocsin-agency': this.#options.agency };
    const asked = body === null ? { method: 'GET' as const } : { method: 'POST' as const, body: JSON.stringify(body) };
    const { status, answer } = await pool
      .request({ path, ...asked, headers, signal })
      .then(async ({ statusCode, body: text }) => ({ status: statusCode, answer: await text.json() }))
      .catch((fault: unknown) => {
        throw unreached(agency, fault);
      });
    // Whatever is neither an answer nor a refusal that we know, a redirect for instance, is as good as none.
    if (status === 200) return answer;
    throw refusalFrom(answer) ?? new GatewayError('PEER_UNREACHABLE', agency);
  }

  async close(): Promise<void> {
    const pools = [...this.#pools.values()];
    this.#pools.clear();
    await Promise.all(pools.map(({ pool }) => pool.destroy()));
  }

  async #poolTo(agency: AgencyCode, address: string, keys: string): Promise<Pool> {
    const known = this.#pools.get(agency);
    // A line that was opened to a key which is not named any more is not spoken over.
    if (known?.address === address && known.keys === keys) return known.pool;
    const pool = new Pool(`https://${address}`, {
      connections: CONNECTIONS,
      connect: ({ hostname, port }, done) => this.#connect(agency, { hostname, port: Number(port) }, done),
      maxResponseSize: LONGEST_ANSWER,
      headersTimeout: 30_000,
      bodyTimeout: 30_000,
    });
    this.#pools.set(agency, { address, keys, pool });
    await known?.pool.destroy();
    return pool;
  }

  #connect(
    agency: AgencyCode,
    { hostname, port }: { readonly hostname: string; readonly port: number },
    done: (...outcome: [null, TLSSocket] | [Error, null]) => void,
  ): void {
    const { credentials, clock } = this.#options;
    const host = hostname.replace(/^\[|\]$/g, '');
    const name = isIP(host) === 0 ? { servername: host } : {};
    const socket = connect({ host, port, ...name, ...credentials, ...judgedByLedger, timeout: 5000 });
    const fail = (fault: Error): void => {
      socket.destroy();
      done(fault, null);
    };
    socket.once('error', fail);
    socket.once('timeout', () => fail(new Error('no handshake in time')));
    socket.once('secureConnect', () => {
      mustBeGatewayOf(this.#options, agency, socket.getPeerCertificate().raw, clock()).then(() => {
        socket.off('error', fail);
        socket.setTimeout(0);
        socket.setNoDelay(true);
        done(null, socket);
      }, fail);
    });
  }
}

function unreached(agency: AgencyCode, fault: unknown): Error {
  const known = fault instanceof GatewayError || fault instanceof Refusal || fault instanceof LedgerFault;
  return known ? fault : new GatewayError('PEER_UNREACHABLE', agency, fault);
}

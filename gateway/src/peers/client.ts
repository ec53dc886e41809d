import { once } from 'node:events';
import { isIP } from 'node:net';
import { connect, type TLSSocket } from 'node:tls';
import { type AgencyCode, LedgerFault, Refusal } from '@tocsin/record';
import { Pool } from 'undici';
import { GatewayError } from '../error.ts';
import { unlessAborted } from '../ledger/fabric/waiting.ts';
import { judgedByLedger, type PeerCredentials } from './credentials.ts';
import type { Directory } from './directory.ts';
import { type Judges, mustBeGatewayOf } from './membership.ts';
import { refusalFrom } from './refusal.ts';

/** Longest answer of another gateway, bytes: a share with its certificates has about 6 KiB. */
const LONGEST_ANSWER = 256 * 1024;
/** Connections to one gateway; more requests wait for a free one. */
const CONNECTIONS = 8;
/** Requests that wait for a line to one gateway before others are told that it cannot be reached. */
const MOST_WAITING = 64;
/** Longest wait for a connection, its handshake included, ms. */
const CONNECT_MS = 5000;

export interface PeersOptions {
  /** Whose gateway asks. */
  readonly agency: AgencyCode;
  readonly directory: Directory;
  readonly roots: Judges['roots'];
  readonly credentials: PeerCredentials;
  clock(): Date;
}

interface Address {
  readonly hostname: string;
  readonly port: string;
}

/** Lines to the other agencies' gateways: mutual TLS 1.3, addresses and authorities as the own peer's ledger has them. */
export class Peers {
  readonly #options: PeersOptions;
  /** By agency and kind of request. */
  readonly #pools = new Map<string, { readonly address: string; readonly keys: string; readonly pool: Pool }>();

  constructor(options: PeersOptions) {
    this.#options = options;
  }

  /**
   * Asks another agency's gateway; the signal is the deadline.
   * @throws PeerRefusal with the other's code; Refusal UNKNOWN_GATEWAY; GatewayError PEER_NOT_TRUSTED,
   *   PEER_UNREACHABLE; LedgerFault
   */
  async ask(agency: AgencyCode, path: string, body: object | null, signal: AbortSignal): Promise<unknown> {
    // A request in line for a connection hears of no signal, and the other end decides how long that takes.
    const asked = this.#ask(agency, path, body, signal).then((answer) => ({ answer }));
    const given = await unlessAborted(asked, signal);
    if (given === undefined) throw new GatewayError('PEER_UNREACHABLE', agency);
    return given.answer;
  }

  async #ask(agency: AgencyCode, path: string, body: object | null, signal: AbortSignal): Promise<unknown> {
    const listed = await this.#options.directory.listed(agency);
    if (listed?.address == null) throw new Refusal('UNKNOWN_GATEWAY', agency);
    const pool = await this.#poolTo(agency, lineFor(path), listed.address, String(listed.tlsKeys));
    if (pool.stats.queued >= MOST_WAITING) throw new GatewayError('PEER_UNREACHABLE', agency);
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

  async #poolTo(agency: AgencyCode, line: string, address: string, keys: string): Promise<Pool> {
    const place = `${agency} ${line}`;
    const known = this.#pools.get(place);
    // A line that was opened to a key which is not named any more is not spoken over.
    if (known?.address === address && known.keys === keys) return known.pool;
    const pool = new Pool(`https://${address}`, {
      connections: CONNECTIONS,
      allowH2: false,
      connect: (address, done) => {
        this.#connect(agency, address).then(
          (socket) => done(null, socket),
          (fault) => done(fault, null),
        );
      },
      maxResponseSize: LONGEST_ANSWER,
      headersTimeout: 30_000,
      bodyTimeout: 30_000,
    });
    this.#pools.set(place, { address, keys, pool });
    await known?.pool.destroy();
    return pool;
  }

  /** A proven connection to that agency's gateway. @throws Error of the network; as {@link mustBeGatewayOf} */
  async #connect(agency: AgencyCode, { hostname, port }: Address): Promise<TLSSocket> {
    const { credentials, clock } = this.#options;
    const host = hostname.replace(/^\[|\]$/g, '');
    const name = isIP(host) === 0 ? { servername: host } : {};
    const socket = connect({ host, port: Number(port), ...name, ...credentials, ...judgedByLedger });
    const { promise: ended, reject } = Promise.withResolvers<never>();
    socket.on('error', reject);
    // Who proves itself and hangs up at once would be called again for ever by a pool that was given the dead line.
    const hungUp = () => reject(new Error('the line was closed'));
    for (const end of ['end', 'close']) socket.once(end, hungUp);
    // From beginning to end: whoever sends a byte now and then must not hold the line.
    const late = setTimeout(() => reject(new Error('no connection in time')), CONNECT_MS);
    const proven = once(socket, 'secureConnect').then(() =>
      mustBeGatewayOf(this.#options, agency, socket.getPeerCertificate().raw, clock()),
    );
    try {
      await Promise.race([proven, ended]);
      if (socket.destroyed || socket.readableEnded) throw new Error('the line was closed');
    } catch (fault) {
      socket.destroy();
      throw fault;
    } finally {
      clearTimeout(late);
    }
    socket.off('error', reject);
    for (const end of ['end', 'close']) socket.off(end, hungUp);
    socket.setNoDelay(true);
    return socket;
  }
}

/** A release waits for a checkpoint that is spoken of over the other lines: it must not stand before it in the queue. */
const lineFor = (path: string): 'releases' | 'others' => (path === '/peer/1/releases' ? 'releases' : 'others');

function unreached(agency: AgencyCode, fault: unknown): Error {
  const known = fault instanceof GatewayError || fault instanceof Refusal || fault instanceof LedgerFault;
  return known ? fault : new GatewayError('PEER_UNREACHABLE', agency, fault);
}

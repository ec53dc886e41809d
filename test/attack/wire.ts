import { createHash, randomBytes } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { Agent, request } from 'node:https';
import { connect } from 'node:tls';
import type { Officer } from '../support/officer.ts';
import type { Served, ServedExchange } from '../support/served.ts';

/** What a hostile client sends: nothing is checked or completed on its way. */
export interface Sent {
  readonly method: string;
  /** As it stands in the request line. */
  readonly path: string;
  readonly headers?: Readonly<Record<string, string | string[]>>;
  readonly body?: Uint8Array;
}

export interface Heard {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** A line to a gateway over TLS, below every client of ours. */
export interface Wire {
  send(sent: Sent): Promise<Heard>;
  /** Writes bytes as they are and reads until the gateway hangs up. */
  raw(bytes: string): Promise<string>;
  close(): void;
}

export function wireTo(exchange: ServedExchange, { gateway, origin }: Served): Wire {
  const ca = exchange.agency(gateway.agency).authority.root.certificate;
  const { hostname: host, port } = new URL(origin);
  const agent = new Agent({ keepAlive: true, maxSockets: 8, ca });
  return {
    send: ({ method, path, headers = {}, body }) =>
      new Promise((resolve, reject) => {
        const measured = body === undefined ? {} : { 'content-length': String(body.length) };
        const all = { ...measured, ...headers };
        const asked = request({ host, port, agent, method, path, headers: all }, (answer) => {
          const chunks: Buffer[] = [];
          answer.on('data', (chunk: Buffer) => chunks.push(chunk));
          answer.once('error', reject);
          answer.once('end', () =>
            resolve({
              status: answer.statusCode ?? 0,
              headers: answer.headers,
              body: Buffer.concat(chunks).toString(),
            }),
          );
        });
        asked.once('error', reject);
        asked.end(body);
      }),
    raw: (bytes) =>
      new Promise((resolve, reject) => {
        const socket = connect({ host, port: Number(port), ca }, () => socket.write(bytes, 'latin1'));
        let heard = '';
        socket.on('data', (chunk: Buffer) => {
          heard += chunk.toString();
        });
        socket.once('error', reject);
        socket.once('close', () => resolve(heard));
      }),
    close: () => agent.destroy(),
  };
}

/** A request with an officer's good signature over whatever it is, made from the specification alone. */
export async function signedBy(officer: Officer, origin: string, sent: Sent, now: number): Promise<Sent> {
  const digest = sent.body === undefined ? null : createHash('sha256').update(sent.body).digest('base64');
  const covered = digest === null ? '("@method" "@target-uri")' : '("@method" "@target-uri" "content-digest")';
  const nonce = randomBytes(16).toString('base64url');
  const created = Math.floor(now / 1000);
  const input = `${covered};created=${created};nonce="${nonce}";keyid="${officer.handle}";alg="ecdsa-p256-sha256"`;
  const lines = [
    `"@method": ${sent.method}`,
    `"@target-uri": ${origin}${sent.path}`,
    ...(digest === null ? [] : [`"content-digest": sha-256=:${digest}:`]),
    `"@signature-params": ${input}`,
  ];
  const signature = Buffer.from(await officer.signer.sign(Buffer.from(lines.join('\n')))).toString('base64');
  const fields = { 'signature-input': `tocsin=${input}`, signature: `tocsin=:${signature}:` };
  const described = digest === null ? {} : { 'content-digest': `sha-256=:${digest}:` };
  return { ...sent, headers: { ...described, ...fields, ...sent.headers } };
}

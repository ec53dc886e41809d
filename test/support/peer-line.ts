import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { PeerCredentials } from '@tocsin/gateway';

/** What a gateway answers to another gateway: its status, and the JSON it sent. */
export interface PeerReply {
  readonly status: number;
  readonly body: Record<string, unknown>;
}

/** Whoever holds a gateway's identity, asking another gateway by hand. */
export interface Asker {
  readonly identity: Partial<PeerCredentials>;
  /** The agency it says it is. */
  readonly agency: string;
}

/** One request to a gateway at `host:port`; whose it is is not looked at. */
export async function askPeer(asker: Asker, address: string, path: string, body: object): Promise<PeerReply> {
  const { hostname: host, port } = new URL(`https://${address}`);
  const headers = { 'content-type': 'application/json', 'tocsin-agency': asker.agency };
  const to = { host, port, path, method: 'POST', headers, rejectUnauthorized: false, agent: false };
  const request = httpsRequest({ ...to, ...asker.identity });
  request.end(JSON.stringify(body));
  const [answer] = (await once(request, 'response')) as [IncomingMessage];
  const text = Buffer.concat(await answer.toArray()).toString();
  return { status: answer.statusCode ?? 0, body: JSON.parse(text) as Record<string, unknown> };
}

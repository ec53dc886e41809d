import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Api } from '../services.ts';
import { type ConsoleFile, readConsole } from './console-file.ts';
import { pagePolicy, workerPolicy } from './policy.ts';

/** Serves a built console from the gateway's own origin: `GET /` and what it names. Unsigned: it holds nothing of anybody. */
export async function serveConsole(app: Api, folder: string): Promise<void> {
  for (const [path, file] of await readConsole(folder)) {
    app.get(path, { schema: { hide: true } }, (request, reply) => send(file, request, reply));
  }
}

function send(file: ConsoleFile, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  // A service worker would answer for this gateway from then on, whatever it serves later. None of ours asks for one.
  if (request.headers['service-worker'] !== undefined) return reply.callNotFound() as unknown as FastifyReply;
  const { bytes, brotli, type, etag, immutable } = file;
  reply.headers({
    'content-security-policy': type.startsWith('text/html') ? pagePolicy : workerPolicy,
    'permissions-policy': 'camera=(), microphone=(), geolocation=(), usb=(), payment=()',
    'cache-control': immutable ? 'public, max-age=31536000, immutable' : 'no-cache',
    vary: 'accept-encoding',
    etag,
  });
  if (request.headers['if-none-match'] === etag) return reply.code(304).send();
  reply.type(type);
  if (brotli === null || !takesBrotli(request)) return reply.send(bytes);
  return reply.header('content-encoding', 'br').send(brotli);
}

const takesBrotli = ({ headers }: FastifyRequest): boolean =>
  String(headers['accept-encoding'] ?? '')
    .split(',')
    .some((each) => /^br(;\s*q=(1|0\.0*[1-9])|$)/.test(each.trim()));

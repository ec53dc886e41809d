import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliCompressSync, brotliDecompressSync } from 'node:zlib';
import Fastify from 'fastify';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Api } from '../services.ts';
import { readConsole } from './console-file.ts';
import { serveConsole } from './serve-console.ts';

const page = '<!doctype html><title>Tocsin</title>';
const script = `export const words = ${JSON.stringify('ສະບາຍດີ '.repeat(200))};`;

let folder: string;
let app: Api;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tocsin-console-'));
  await mkdir(join(folder, 'assets'));
  await writeFile(join(folder, 'index.html'), page);
  await writeFile(join(folder, 'assets', 'index-abc.js'), script);
  await writeFile(join(folder, 'assets', 'index-abc.js.br'), brotliCompressSync(script));
  app = Fastify({ exposeHeadRoutes: false }) as unknown as Api;
  await serveConsole(app, folder);
});
afterAll(async () => {
  await app?.close();
  await rm(folder, { recursive: true, force: true });
});

const get = (url: string, headers: Record<string, string> = {}) => app.inject({ url, headers });

describe('the page', () => {
  test('comes under a policy that lets nothing in but this origin', async () => {
    const { headers, body } = await get('/');
    const policy = String(headers['content-security-policy']);
    expect(body).toBe(page);
    expect(policy.split('; ')).toEqual(
      expect.arrayContaining(["default-src 'none'", "script-src 'self'", "require-trusted-types-for 'script'"]),
    );
    expect(policy).not.toMatch(/unsafe|https?:|data:|blob:|\*/);
    expect(headers['cache-control']).toBe('no-cache');
  });

  test('is not sent again to who has it', async () => {
    const { headers } = await get('/');
    const again = await get('/', { 'if-none-match': String(headers.etag) });
    expect([again.statusCode, again.body]).toEqual([304, '']);
  });
});

describe('a script', () => {
  test('is no service worker: one that was slipped in once would answer for this origin for ever', async () => {
    const { statusCode } = await get('/assets/index-abc.js', { 'service-worker': 'script' });
    expect(statusCode).toBe(404);
  });

  test('is sent as brotli to who takes it, and may be kept for ever', async () => {
    const { headers, rawPayload } = await get('/assets/index-abc.js', { 'accept-encoding': 'gzip, br' });
    expect(headers).toMatchObject({ 'content-encoding': 'br', 'content-type': 'text/javascript; charset=utf-8' });
    expect(headers['cache-control']).toContain('immutable');
    expect(brotliDecompressSync(rawPayload).toString()).toBe(script);
  });

  test.each(['', 'gzip', 'br;q=0', 'brx'])('is sent as it is to who takes %j', async (encoding) => {
    const { headers, body } = await get('/assets/index-abc.js', { 'accept-encoding': encoding });
    expect(headers).not.toHaveProperty('content-encoding');
    expect(body).toBe(script);
  });

  test('brings the policy of a worker: WebAssembly, and no string becomes code', async () => {
    const policy = String((await get('/assets/index-abc.js')).headers['content-security-policy']);
    expect(policy).toContain("script-src 'self' 'wasm-unsafe-eval'");
    expect(policy).not.toContain("'unsafe-eval'");
  });
});

test.each(['/index.html', '/assets/', '/assets/../index.html', '/assets/index-abc.js.br', '/assets/%2e%2e/x'])(
  '%s leads nowhere',
  async (url) => expect((await get(url)).statusCode).toBe(404),
);

test('a folder without a page is no console', async () => {
  await expect(readConsole(join(folder, 'assets'))).rejects.toThrow('no built console');
});

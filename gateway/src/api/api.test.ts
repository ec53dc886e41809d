import { readdirSync, readFileSync } from 'node:fs';
import { utf8 } from '@tocsin/envelope/verify';
import { describe, expect, test } from 'vitest';
import { errorOf } from './api-error.ts';
import { createClient } from './client.ts';
import { eventOf, framesOf, linesOf } from './event-stream.ts';
import type { Fetch } from './transport.ts';

const officer = { handle: 'a'.repeat(26), sign: async () => new Uint8Array(64) };
const answering =
  (status: number, text: string): Fetch =>
  async () => ({
    status,
    body: null,
    arrayBuffer: async () => utf8(text).buffer,
  });
const client = (fetch: Fetch) => createClient({ origin: 'https://gateway.test', officer, fetch });

/** A text in pieces of a few bytes, so that lines and characters are cut. */
async function* pieces(text: string, size: number): AsyncGenerator<Uint8Array> {
  const bytes = utf8(text);
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

describe('the typed client', () => {
  test('runs in a browser: no file of it imports node or names Buffer', () => {
    const folder = new URL('.', import.meta.url);
    const files = readdirSync(folder).filter((file) => !file.endsWith('.test.ts'));
    expect(files).toContain('client.ts');
    for (const file of files) expect(readFileSync(new URL(file, folder), 'utf8'), file).not.toMatch(/node:|\bBuffer\b/);
  });

  test('tells a problem as ApiError with code, status, detail and hint', async () => {
    const body = {
      type: 'urn:tocsin:error:RECORD_CLOSED',
      title: 'closed',
      status: 409,
      detail: 'd',
      code: 'RECORD_CLOSED',
      hint: 'h',
    };
    const refused = client(answering(409, JSON.stringify(body))).me();
    await expect(refused).rejects.toMatchObject({
      name: 'ApiError',
      code: 'RECORD_CLOSED',
      status: 409,
      detail: 'd',
      hint: 'h',
    });
  });

  test.each([
    ['a page of a proxy', '<html>'],
    ['JSON of another kind', '{"error":"x"}'],
    ['nothing', ''],
  ])('an error that is %s is told as INTERNAL with its status', async (_name, text) => {
    await expect(client(answering(502, text)).me()).rejects.toMatchObject({ code: 'INTERNAL', status: 502 });
  });

  test('the status that counts is the one of the answer', () => {
    const lying = { type: 'urn:tocsin:error:X', title: 't', status: 200, code: 'X', hint: 'h' };
    expect(errorOf(403, lying).status).toBe(403);
  });

  test('a body that breaks off is told as unreachable', async () => {
    const broken: Fetch = async () => ({
      status: 200,
      body: null,
      arrayBuffer: () => Promise.reject(new Error('cut')),
    });
    await expect(client(broken).file('a'.repeat(26))).rejects.toMatchObject({ code: 'NOT_READY', status: 0 });
  });
});

describe('events', () => {
  const block = 'id: 7.0\nevent: block\ndata: {"number":"7","at":null,"transactions":0}\n\n';
  const streaming = (text: string) => ({
    status: 200,
    body: pieces(text, 9),
    arrayBuffer: async () => new ArrayBuffer(0),
  });
  const refused = (status: number, code: string) => ({
    status,
    body: null,
    arrayBuffer: async () =>
      utf8(JSON.stringify({ type: `urn:tocsin:error:${code}`, title: 't', status, code, hint: 'h' })).buffer,
  });
  /** Answers in turn, the last for ever; counts. */
  const inTurn = (answers: Fetch[]): { fetch: Fetch; asked: () => number } => {
    let asked = 0;
    const fetch: Fetch = (url, init) => {
      asked += 1;
      return (answers[asked - 1] ?? answers.at(-1))!(url, init);
    };
    return { fetch, asked: () => asked };
  };

  test.each([
    [429, 'TOO_MANY_REQUESTS'],
    [401, 'CLOCK_SKEW'],
    [503, 'NOT_READY'],
  ])('go on after %i %s, which passes', async (status, code) => {
    const { fetch } = inTurn([async () => refused(status, code), async () => streaming(block)]);
    const events = client(fetch).events({ pauseMs: 1 });
    expect((await events.next()).value).toMatchObject({ id: '7.0' });
    await events.return(undefined);
  });

  test.each([
    [403, 'OFFICER_REVOKED'],
    [400, 'MALFORMED_REQUEST'],
  ])('end with %i %s', async (status, code) => {
    const { fetch, asked } = inTurn([async () => refused(status, code)]);
    await expect(client(fetch).events({ pauseMs: 1 }).next()).rejects.toMatchObject({ code });
    expect(asked()).toBe(1);
  });

  test('go on where a stream is silent: the network lost it and told nobody', async () => {
    const lost: Fetch = async (_url, { signal }) => ({ ...streaming(''), body: silence(signal!) });
    const { fetch } = inTurn([lost, lost, async () => streaming(block)]);
    const events = client(fetch).events({ pauseMs: 1, silentMs: 5 });
    expect((await events.next()).value).toMatchObject({ id: '7.0' });
    await events.return(undefined);
  });
});

/** Bytes that never come, until whoever waits for them gives up. */
async function* silence(signal: AbortSignal): AsyncGenerator<Uint8Array> {
  yield utf8(': tocsin\n\n');
  await new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
}

describe('streams', () => {
  test.each([1, 2, 3, 7, 1000])('events are read whole from pieces of %i bytes', async (size) => {
    const text =
      ': hello\n\nid: 1.0\nevent: block\ndata: {"number":"1","at":null,"transactions":0}\n\n: alive\n\nid: 2.0\nevent: later\ndata: {"ไทย":1}\n\nid: 3';
    const frames = await Array.fromAsync(framesOf(pieces(text, size)));
    expect(frames.map(({ id }) => id)).toEqual(['1.0', '2.0']);
    expect(frames[1]?.data).toBe('{"ไทย":1}');
    expect(eventOf(frames[0]!)).toEqual({ id: '1.0', type: 'block', number: '1', at: null, transactions: 0 });
    expect(eventOf(frames[1]!)).toBeNull();
  });

  test('a line without end is refused', async () => {
    await expect(Array.fromAsync(linesOf(pieces('x'.repeat(100), 10), 50))).rejects.toThrow('too long');
  });

  test('bytes that are no UTF-8 are refused', async () => {
    const bad = (async function* () {
      yield Uint8Array.of(0xff, 0x0a);
    })();
    await expect(Array.fromAsync(linesOf(bad, 50))).rejects.toThrow(TypeError);
  });
});

import { readFile } from 'node:fs/promises';
import type { Signer } from '@tocsin/envelope/verify';
import { type ApiError, type Client, createClient, type Fetch } from '@tocsin/gateway/api';
import { Agent, fetch } from 'undici';
import { CliError } from './error.ts';

/** A line to one gateway; `close` ends its connections. */
export interface Connection {
  readonly client: Client;
  close(): Promise<void>;
}

export interface Address {
  readonly origin: string;
  /** PEM of the authority that the gateway's certificate must chain to. */
  readonly ca: string;
}

/** Opens nothing yet: the first request does. TLS 1.3 to the agency's own authority and to no other. */
export function connectTo({ origin, ca }: Address, signer: Signer, clock: () => Date = () => new Date()): Connection {
  const dispatcher = new Agent({ connect: { ca, minVersion: 'TLSv1.3', timeout: 5000 }, headersTimeout: 60_000 });
  const send: Fetch = (url, init) => fetch(url, { ...init, dispatcher, redirect: 'error' }) as ReturnType<Fetch>;
  const client = createClient({ origin, officer: signer, fetch: send, clock });
  return { client, close: () => dispatcher.destroy() };
}

/** PEM of the authority that a gateway must prove itself by. @throws CliError PROFILE_MALFORMED */
export async function readAuthority(path: string): Promise<string> {
  return readFile(path, 'utf8').catch((error: unknown) => {
    throw new CliError('PROFILE_MALFORMED', 'its TLS authority cannot be read', error);
  });
}

const untrusted = /^(UNABLE_TO_|SELF_SIGNED|DEPTH_ZERO|CERT_|ERR_TLS_CERT|INVALID_CA|HOSTNAME_MISMATCH|ERR_SSL|EPROTO)/;

/** Tells apart why no answer came at all: nobody there, or somebody who is not our gateway. */
export function withoutAnswer(error: ApiError): CliError {
  const codes = [...causesOf(error)].map((cause) => (cause as { code?: unknown }).code);
  const told = codes.find((code): code is string => typeof code === 'string');
  return codes.some((code) => typeof code === 'string' && untrusted.test(code))
    ? new CliError('GATEWAY_NOT_TRUSTED', told, error)
    : new CliError('GATEWAY_UNREACHABLE', told, error);
}

function* causesOf(error: Error): Generator<Error> {
  for (let cause = error.cause; cause instanceof Error; cause = cause.cause) yield cause;
}

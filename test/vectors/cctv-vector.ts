import { inflateSync } from 'node:zlib';
import * as stored from 'cctv-age';

/** One file of C2SP's Community Cryptography Test Vectors for age, its textual head read (CCTV age/README.md). */
export interface CctvVector {
  name: string;
  expect: 'success' | 'no match' | 'HMAC failure' | 'header failure' | 'payload failure' | 'armor failure';
  /** SHA-256 of what may be released, hex; absent where nothing may. */
  payload: string | undefined;
  fileKey: string | undefined;
  identities: string[];
  passphrases: string[];
  armored: boolean;
  file: Uint8Array;
}

/** All vectors of the installed package, by name. */
export const cctvVectors: CctvVector[] = Object.entries(stored as unknown as Record<string, unknown>)
  .filter((entry): entry is [string, Uint8Array] => entry[1] instanceof Uint8Array)
  .map(([name, bytes]) => readVector(name, Buffer.from(bytes)));

function readVector(name: string, bytes: Buffer): CctvVector {
  const end = bytes.indexOf('\n\n');
  const fields = new Map<string, string[]>();
  for (const line of bytes.subarray(0, end).toString().split('\n')) {
    const colon = line.indexOf(': ');
    const key = line.slice(0, colon);
    fields.set(key, [...(fields.get(key) ?? []), line.slice(colon + 2)]);
  }
  const body = bytes.subarray(end + 2);
  return {
    name,
    expect: fields.get('expect')?.[0] as CctvVector['expect'],
    payload: fields.get('payload')?.[0],
    fileKey: fields.get('file key')?.[0],
    identities: fields.get('identity') ?? [],
    passphrases: fields.get('passphrase') ?? [],
    armored: fields.get('armored')?.[0] === 'yes',
    file: new Uint8Array(fields.get('compressed')?.[0] === 'zlib' ? inflateSync(body) : body),
  };
}

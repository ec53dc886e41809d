import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { fromBase64, toBase64, utf8 } from '@tocsin/envelope';
import { formatVerifierKey, leafHash } from '@tocsin/envelope/log';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readBase, readVectors, type Trial } from './vector.ts';

const source = fileURLToPath(new URL('./go/', import.meta.url));
const hasGo = spawnSync('go', ['version']).status === 0;
const base = readBase();
const vectors = readVectors();
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** Another character whose highest bit as base64 differs: Go passes over stray low bits at an end, which we refuse. */
const otherThan = (character: string): string => ALPHABET[ALPHABET.indexOf(character) ^ 32] ?? 'A';
const keys = base.keys.map((key) => formatVerifierKey({ ...key, publicKey: fromBase64(key.publicKey) }));

describe.skipIf(!hasGo)("Go's golang.org/x/mod/sumdb (needs Go)", () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'tocsin-go-'));
    // Exactly the modules of go.sum, whatever the machine's settings say.
    const env = { ...process.env, GOFLAGS: '-mod=readonly', CGO_ENABLED: '0' };
    execFileSync('go', ['build', '-o', join(folder, 'verify'), '.'], { cwd: source, env, stdio: 'pipe' });
  }, 300_000);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  /** Its verdicts, with the reason of each refusal. */
  function verdicts(trials: readonly Trial[]): string[] {
    const input = JSON.stringify({ origin: base.origin, keys, trials });
    return execFileSync(join(folder, 'verify'), { input, encoding: 'utf8' }).trimEnd().split('\n');
  }

  test('accepts and refuses every vector as we do', () => {
    const said = verdicts(vectors.map(([, vector]) => vector));
    expect(said).toHaveLength(vectors.length);
    const theirs = vectors.map(([name], i) => [name, said[i] === 'accepted']);
    expect(theirs).toEqual(vectors.map(([name, { expect: outcome }]) => [name, outcome === 'accepted']));
  });

  test('finds our leaves and roots to be its own', () => {
    const [first = ''] = base.entries;
    const only: Trial = {
      step: 'inclusion',
      leaf: toBase64(leafHash(utf8(first))),
      index: 0,
      size: 1,
      proof: [],
      root: base.roots[0] ?? '',
    };
    expect(verdicts([only])).toEqual(['accepted']);
  });

  test('refuses a proof of which any character is another', () => {
    const sound = vectors.find(([name]) => name === 'entry')?.[1];
    if (sound?.step !== 'entry') throw new Error('there is no such vector');
    const { text } = sound;
    const changed = Array.from(text, (character, at): Trial => {
      return { step: 'entry', text: text.slice(0, at) + otherThan(character) + text.slice(at + 1), cosigners: 3 };
    });
    const accepted = verdicts(changed).flatMap((verdict, at) => (verdict === 'accepted' ? [at] : []));
    expect(accepted).toEqual([]);
  });
});

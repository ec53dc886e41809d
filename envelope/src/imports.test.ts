import { readdirSync, readFileSync } from 'node:fs';
import { relative } from 'node:path';
import { expect, test } from 'vitest';

const here = new URL('.', import.meta.url);
const IMPORT = /^(?:import\s*|(?:import|export)\s[\w$*{},\s]*?\sfrom\s*)'([^']+)'|\bimport\(\s*['"`]([^'"`]+)['"`]/gm;

function importsOf(source: string): string[] {
  return [...source.matchAll(IMPORT)].map(([, stated, loaded]) => stated ?? loaded ?? '');
}

/** Every package reached from a file of this room, by way of its own files. */
function packagesFrom(entry: string, seen = new Set<string>()): string[] {
  if (seen.has(entry)) return [];
  seen.add(entry);
  return importsOf(readFileSync(new URL(entry, here), 'utf8')).flatMap((path) =>
    path.startsWith('.') ? packagesFrom(fileOf(path, entry), seen) : [path],
  );
}

/** A file's name below this folder, of a path that another file states. A file outside keeps its `..`. */
const fileOf = (path: string, from: string): string =>
  relative(here.pathname, new URL(path, new URL(from, here)).pathname);

const sources = readdirSync(here, { recursive: true, encoding: 'utf8' }).filter(
  (name) => name.endsWith('.ts') && !name.endsWith('.test.ts'),
);

test('the search finds imports of every form', () => {
  const source =
    "import 'a';\nimport b from 'b';\nimport {\n  type c,\n} from 'c';\nexport * from 'd';\nawait import('e');\n";
  expect(importsOf(source)).toEqual(['a', 'b', 'c', 'd', 'e']);
});

test.each(sources)('%s runs in a browser: nothing of Node', (name) => {
  const source = readFileSync(new URL(name, here), 'utf8');
  expect(importsOf(source).filter((path) => path.startsWith('node:'))).toEqual([]);
  expect(source).not.toMatch(/\b(?:Buffer|process|require)\b\s*[.(]/);
});

test('sealing reaches libsodium; judging statements and headers reaches neither it nor age', () => {
  expect(packagesFrom('index.ts')).toContain('libsodium-wrappers');
  // Hashes only: who reads a header also finds its MAC there, which needs a key to be checked.
  const judging = new Set(packagesFrom('verify-only.ts'));
  expect([...judging].sort()).toEqual([
    '@noble/hashes/hkdf.js',
    '@noble/hashes/hmac.js',
    '@noble/hashes/sha2.js',
    '@peculiar/x509',
    '@scure/base',
    'canonicalize',
    'reflect-metadata',
  ]);
});

test('a tree and its notes need hashes and canonical JSON, and no cipher', () => {
  expect([...new Set(packagesFrom('log/index.ts'))].sort()).toEqual([
    '@noble/hashes/sha2.js',
    '@scure/base',
    'canonicalize',
  ]);
});

test('the room imports nothing of ours', () => {
  const seen = new Set<string>();
  const reached = sources.flatMap((name) => packagesFrom(name, seen));
  expect(reached.filter((path) => path.startsWith('@tocsin/'))).toEqual([]);
  expect([...seen].filter((name) => name.startsWith('..'))).toEqual([]);
  expect(seen.size).toBe(sources.length);
});

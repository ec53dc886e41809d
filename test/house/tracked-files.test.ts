import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { root } from './room-copy.ts';

const longestFile = 450;
const source = /\.(ts|tsx|js|mjs|css|html|go)$/;
const binary = /\.(png|jpg|ico|woff2|ttf|pdf|wasm)$/;

/** Folders that exist on one machine only; what names them works for nobody else. */
const machinePath = /(?:^|[^\w./-])\/(?:work|tmp|root|home|Users)\/[A-Za-z]/;
/** A label alone is documentation or a parser's constant; a label followed by a body is a key. */
const privateKey = /-----BEGIN [A-Z ]*PRIVATE KEY-----\s+(?:[\w-]+: .*\s+)*[A-Za-z0-9+/]{24}/;
const registry = /^\s*(?:@[\w-]+:)?registry\s*=|:_authToken/m;

/** Files under version control, relative to the root; null outside a checkout (an unpacked archive). */
function trackedFiles(): readonly string[] | null {
  if (!existsSync(join(root, '.git'))) return null;
  const list = execFileSync('git', ['ls-files', '-z'], { cwd: root, encoding: 'utf8' });
  return list.split('\0').filter((file) => file !== '' && existsSync(join(root, file)));
}

const read = (file: string): string => readFileSync(join(root, file), 'utf8');
const tracked = trackedFiles();

describe.skipIf(tracked === null)('every tracked file (needs a git checkout)', () => {
  let files: readonly string[];
  beforeAll(() => {
    files = (tracked ?? []).filter((file) => !binary.test(file));
  });

  test('there are some', () => {
    expect(files).toContain('biome.json');
  });

  test(`source is at most ${longestFile} lines long`, () => {
    const length = (file: string): number => read(file).split('\n').length - 1;
    expect(files.filter((file) => source.test(file) && length(file) > longestFile)).toEqual([]);
  });

  test('holds no private key', () => {
    expect(files.filter((file) => privateKey.test(read(file)))).toEqual([]);
  });

  test('names no path of one machine', () => {
    expect(
      files.filter((file) =>
        read(file)
          .split('\n')
          .some((line) => machinePath.test(line)),
      ),
    ).toEqual([]);
  });

  test('names no package registry', () => {
    expect(files.filter((file) => file.endsWith('npmrc') && registry.test(read(file)))).toEqual([]);
  });
});

describe('the patterns see what they are for', () => {
  const label = (edge: string): string => `-----${edge} EC PRIVATE ${'KEY'}-----`;
  const body = 'MHcCAQEEIFictitious0000000000000000000000000';

  test.each([
    ['a key', `${label('BEGIN')}\n${body}\n${label('END')}`, true],
    ['an encrypted key with its headers', `${label('BEGIN')}\nProc-Type: 4,ENCRYPTED\n\n${body}`, true],
    ['a label in a sentence', `a PEM file starts with "${label('BEGIN')}"`, false],
  ])('%s', (_name, text, found) => {
    expect(privateKey.test(text)).toBe(found);
  });

  test.each([
    ['in quotes', `read('${'/'}home/somchai/key.pem')`, true],
    ['at the start', `${'/'}tmp/file`, true],
    ['in a web address', `https://example.org${'/'}work/files`, false],
    ['a route', `'/v1${'/'}home/alerts'`, false],
    ['a relative path', `../../..${'/'}work/files`, false],
  ])('a path %s', (_name, text, found) => {
    expect(machinePath.test(text)).toBe(found);
  });
});

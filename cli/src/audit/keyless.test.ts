import { existsSync, readdirSync, readFileSync, realpathSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const imports =
  /^(?:import\s*|(?:import|export)\s(?!type\s)[\w$*{},\s]*?\sfrom\s*)'([^']+)'|\bimport\(\s*['"`]([^'"`]+)['"`]/gm;

const importsOf = (source: string): string[] =>
  [...source.matchAll(imports)].map(([, stated, loaded]) => stated ?? loaded ?? '');

/** The file that a room's door leads to. */
function doorOf(name: string): string {
  const [scope, room, ...rest] = name.split('/');
  // What is installed for a room of ours is a link to it.
  const folder = realpathSync(join(root, 'node_modules', `${scope}/${room}`));
  const { exports } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as {
    exports: Record<string, string>;
  };
  const place = ['.', ...rest].join('/');
  // `./label/*` is a door for each file of the folder.
  const pattern = `${place.slice(0, place.lastIndexOf('/'))}/*`;
  const door = exports[place] ?? exports[pattern]?.replace('*', rest.at(-1) ?? '');
  if (door === undefined) throw new Error(`${name} is no door`);
  return join(folder, door);
}

/** Everything that is loaded with a file, however far away: our files by path, others' packages by name. */
function reachedFrom(file: string, seen = new Set<string>()): Set<string> {
  if (seen.has(file)) return seen;
  seen.add(file);
  for (const path of importsOf(readFileSync(file, 'utf8'))) {
    if (path.startsWith('.')) reachedFrom(join(dirname(file), path), seen);
    else if (path.startsWith('@tocsin/')) reachedFrom(doorOf(path), seen);
    else seen.add(path);
  }
  return seen;
}

const folder = join(root, 'cli/src/commands/audit');
const commands = readdirSync(folder).filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'));
/** What opens sealed files, and what reads the keys that they are sealed to. */
const forbidden = [
  'libsodium-wrappers',
  'shamir-secret-sharing',
  'age-encryption',
  'envelope/src/index.ts',
  'envelope/src/open.ts',
  'envelope/src/rewrap.ts',
  'cli/src/unit-key-folder.ts',
  'device/src/reading.ts',
  'gateway/src/keys/unit-keys.ts',
  'gateway/src/keys/release.ts',
];
const named = (file: string): string => (file.startsWith(root) ? relative(root, file) : file);

describe('an auditor has no code that opens anything', () => {
  test.each(commands)('audit %s', (name) => {
    const reached = [...reachedFrom(join(folder, name))].map(named);
    expect(reached.length).toBeGreaterThan(5);
    expect(reached.filter((file) => forbidden.includes(file))).toEqual([]);
  });

  test('the search finds them where they are: in the command that opens an alert', () => {
    const reached = [...reachedFrom(join(root, 'cli/src/commands/alert/open.ts'))].map(named);
    expect(reached).toEqual(
      expect.arrayContaining(['libsodium-wrappers', 'envelope/src/open.ts', 'device/src/reading.ts']),
    );
  });

  test('every file that it must not find exists', () => {
    const files = forbidden.filter((name) => name.endsWith('.ts'));
    expect(files.filter((name) => !existsSync(join(root, name)))).toEqual([]);
  });
});

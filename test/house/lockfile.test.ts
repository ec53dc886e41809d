import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { root } from './room-copy.ts';

interface LockedPackage {
  readonly resolved?: string;
  readonly link?: boolean;
  readonly integrity?: string;
  readonly hasInstallScript?: boolean;
}

/** Packages that bring a script for their installation, each with the reason why it need not run. */
const scriptsNotNeeded: Readonly<Record<string, string>> = {
  'node_modules/protobufjs': "warns of version ranges in its dependents' package.json, nothing else",
};

const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as {
  readonly packages: Readonly<Record<string, LockedPackage>>;
};
const fetched = Object.entries(lock.packages).filter(([path, { link }]) => path.includes('node_modules/') && !link);

test('the lockfile lists what is installed', () => {
  expect(fetched.length).toBeGreaterThan(50);
});

test('no dependency runs a script when it is installed, and none needs to', () => {
  expect(readFileSync(join(root, '.npmrc'), 'utf8').split('\n')).toContain('ignore-scripts=true');
  const scripted = fetched.filter(([path, { hasInstallScript }]) => hasInstallScript && !(path in scriptsNotNeeded));
  expect(scripted.map(([path]) => path)).toEqual([]);
});

test('every dependency is pinned by the hash of its content', () => {
  const unpinned = fetched.filter(([, { integrity }]) => !integrity?.startsWith('sha512-'));
  expect(unpinned.map(([path]) => path)).toEqual([]);
});

test('the lockfile names no host, so that any registry or mirror serves', () => {
  const hosted = fetched.filter(([, { resolved }]) => resolved?.includes('://'));
  expect(hosted.map(([path]) => path)).toEqual([]);
});

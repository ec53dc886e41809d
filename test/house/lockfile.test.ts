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

/** Packages that may run code while being installed, each with its reason. None needs to. */
const mayRunOnInstall: Readonly<Record<string, string>> = {};

const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as {
  readonly packages: Readonly<Record<string, LockedPackage>>;
};
const fetched = Object.entries(lock.packages).filter(([path, { link }]) => path.includes('node_modules/') && !link);

test('the lockfile lists what is installed', () => {
  expect(fetched.length).toBeGreaterThan(50);
});

test('no dependency runs a script when it is installed', () => {
  const scripted = fetched.filter(([path, { hasInstallScript }]) => hasInstallScript && !(path in mayRunOnInstall));
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

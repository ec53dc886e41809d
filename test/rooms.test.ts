import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Complaint, RoomCopy } from './house/room-copy.ts';

/** Each line breaks one rule of ARCHITECTURE.md: room, what is planted there, the rule that must notice. */
const forbidden: readonly (readonly [room: string, source: string, rule: string])[] = [
  ['record', `export * from '@tocsin/envelope';`, 'noRestrictedImports'],
  ['record', `export const late = import('@tocsin/envelope');`, 'noRestrictedImports'],
  ['record', `export type { Signer } from '@tocsin/envelope';`, 'noRestrictedImports'],
  ['record', `export * from '../../envelope/src/index.ts';`, 'noRestrictedImports'],
  ['record', `export * from 'node:fs';`, 'noNodejsModules'],
  ['record', `export * from 'fs';`, 'noNodejsModules'],
  ['record', `export * from 'fastify';`, 'noUndeclaredDependencies'],
  ['record', `export const id = crypto.randomUUID();`, 'noRestrictedGlobals'],
  ['record', `console.log('quiet');`, 'noConsole'],
  ['envelope', `export * from '@tocsin/record';`, 'noRestrictedImports'],
  ['envelope', `export * from 'node:crypto';`, 'noNodejsModules'],
  ['names', `export * from '@tocsin/record';`, 'noRestrictedImports'],
  ['names', `export * from 'node:fs';`, 'noNodejsModules'],
  ['chaincode', `export * from '@tocsin/envelope';`, 'noRestrictedImports'],
  ['chaincode', `export * from '@tocsin/envelope/log';`, 'noRestrictedImports'],
  ['chaincode', `export * from '@tocsin/gateway';`, 'noRestrictedImports'],
  ['chaincode', `export * from 'node:crypto';`, 'noNodejsModules'],
  ['chaincode', `export const luck = Math.random();`, 'noJsRestrictedProperties'],
  ['chaincode', `export const now = Date.now();`, 'noJsRestrictedProperties'],
  ['chaincode', `export const now = new Date();`, 'plugin'],
  [
    'chaincode',
    `export const order = (a: string, b: string): number => a.localeCompare(b);`,
    'noJsRestrictedProperties',
  ],
  ['chaincode', `export const zone = process.env;`, 'noRestrictedGlobals'],
  ['chaincode', `setTimeout(() => undefined, 1);`, 'noRestrictedGlobals'],
  ['chaincode', `export const day = Intl.DateTimeFormat();`, 'noRestrictedGlobals'],
  ['crypto-config', `export * from '@tocsin/record';`, 'noRestrictedImports'],
  ['network/embedded', `export * from '@tocsin/gateway';`, 'noRestrictedImports'],
  ['network/embedded', `export * from '@tocsin/envelope';`, 'noRestrictedImports'],
  ['network/fabric-block', `export * from '@tocsin/chaincode';`, 'noRestrictedImports'],
  ['network/fabric', `export * from '@tocsin/gateway';`, 'noRestrictedImports'],
  ['network/fabric', `export * from '@tocsin/envelope';`, 'noRestrictedImports'],
  ['audit', `export * from '@tocsin/envelope';`, 'noRestrictedImports'],
  ['audit', `export * from '@tocsin/crypto-config';`, 'noRestrictedImports'],
  ['audit', `export * from 'node:fs';`, 'noNodejsModules'],
  ['gateway', `export * from '@tocsin/network-fabric';`, 'noRestrictedImports'],
  ['gateway', `export * from '@tocsin/chaincode';`, 'noRestrictedImports'],
  ['gateway', `export * from '@tocsin/network-embedded';`, 'noRestrictedImports'],
  ['gateway', `export * from '@tocsin/crypto-config';`, 'noRestrictedImports'],
  ['gateway', `console.log('quiet');`, 'noConsole'],
  ['device', `export * from '@tocsin/gateway';`, 'noRestrictedImports'],
  ['device', `export * from 'node:fs';`, 'noNodejsModules'],
  ['console', `export * from '@tocsin/gateway';`, 'noRestrictedImports'],
  ['console', `export * from '@tocsin/crypto-config';`, 'noRestrictedImports'],
  ['console', `export * from '@tocsin/network-embedded';`, 'noRestrictedImports'],
  ['console', `export * from '@tocsin/fabric-block';`, 'noRestrictedImports'],
  ['console', `export * from 'node:fs';`, 'noNodejsModules'],
  ['cli', `export * from '@tocsin/test';`, 'noRestrictedImports'],
  ['cli', `export * from '../../gateway/src/index.ts';`, 'noRestrictedImports'],
  ['test', `export * from '@tocsin/record/src/id.ts';`, 'noRestrictedImports'],
];

/** What each room may do; the linter must stay silent, else the rules above prove nothing. */
const allowed: readonly (readonly [room: string, source: string])[] = [
  ['record', `export * from 'typebox';\nexport const day = new Date('2026-01-01');`],
  ['envelope', `export const random = crypto.getRandomValues(new Uint8Array(16));`],
  ['names', `export * from 'pinyin-pro';`],
  ['chaincode', `export * from '@tocsin/envelope/verify';\nexport * from '@tocsin/record';`],
  ['crypto-config', `export * from 'node:crypto';`],
  [
    'network/embedded',
    `export * from '@tocsin/record';\nexport * from '@tocsin/envelope/verify';\nexport * from 'node:sqlite';`,
  ],
  [
    'gateway',
    `export * from '@tocsin/envelope';\nexport * from '@tocsin/envelope/log';\nexport * from '@tocsin/record';\nexport * from '@tocsin/audit';\nexport * from 'node:fs';`,
  ],
  [
    'audit',
    `export * from '@tocsin/envelope/log';\nexport * from '@tocsin/envelope/verify';\nexport * from '@tocsin/record';`,
  ],
  ['device', `export * from '@tocsin/gateway/api';\nexport * from '@tocsin/envelope';`],
  [
    'console',
    `export * from '@tocsin/record';\nexport * from '@tocsin/record/label/th';\nexport * from '@tocsin/crypto-config/pkcs12';\nexport * from '@tocsin/network-embedded/entry';`,
  ],
  ['cli', `export * from '@tocsin/gateway/api';\nexport * from '@tocsin/network-embedded';\nconsole.log('said');`],
  ['test', `export * from '@tocsin/cli';\nexport * from '@tocsin/gateway';`],
];

let copy: RoomCopy;
let complaints: readonly Complaint[];

beforeAll(async () => {
  copy = await RoomCopy.make();
  for (const [index, [room, source]] of forbidden.entries()) await copy.plant(forbiddenFile(room, index), source);
  for (const [room, source] of allowed) await copy.plant(allowedFile(room), source);
  await copy.plant('record/src/egg.ts', `import { hen } from './hen.ts';\n\nexport const egg = (): string => hen;\n`);
  await copy.plant('record/src/hen.ts', `import { egg } from './egg.ts';\n\nexport const hen = egg();\n`);
  await copy.plant(
    'record/src/allowed.test.ts',
    `import { test } from 'vitest';\nimport 'node:fs';\n\ntest.todo('x');\n`,
  );
  complaints = await copy.complaints();
});

afterAll(() => copy?.close());

const forbiddenFile = (room: string, index: number): string => `${room}/src/forbidden-${index}.ts`;
const allowedFile = (room: string): string => `${room}/src/allowed.ts`;
const rulesBrokenBy = (file: string): string[] => complaints.filter((one) => one.file === file).map(({ rule }) => rule);

describe('a room that oversteps is reported', () => {
  test.each(forbidden.map((line, index) => [...line, index] as const))('%s: %s -> %s', (room, _source, rule, index) => {
    expect(rulesBrokenBy(forbiddenFile(room, index))).toContain(rule);
  });

  test('record: two files that import each other -> noImportCycles', () => {
    expect(rulesBrokenBy('record/src/egg.ts')).toContain('noImportCycles');
    expect(rulesBrokenBy('record/src/hen.ts')).toContain('noImportCycles');
  });
});

describe('a room that keeps to its arrows is not', () => {
  test.each(allowed)('%s', (room) => {
    expect(rulesBrokenBy(allowedFile(room))).toEqual([]);
  });

  test('record: a test may use the test runner and node', () => {
    expect(rulesBrokenBy('record/src/allowed.test.ts')).toEqual([]);
  });
});

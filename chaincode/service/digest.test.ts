import { cp, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { freshFolder, removeFolder } from '../../test/support/host.ts';
import { sourceDigest } from './digest.ts';

const repository = fileURLToPath(new URL('../..', import.meta.url));
let copy: string;
beforeAll(async () => {
  copy = await freshFolder();
  for (const folder of ['chaincode/src', 'chaincode/service', 'envelope/src', 'record/src'])
    await cp(`${repository}/${folder}`, `${copy}/${folder}`, { recursive: true });
  await cp(`${repository}/package-lock.json`, `${copy}/package-lock.json`);
});
afterAll(() => removeFolder(copy));

test('the same sources have the same digest wherever they lie', async () => {
  expect(await sourceDigest()).toMatch(/^[0-9a-f]{16}$/);
  expect(await sourceDigest(copy)).toBe(await sourceDigest());
});

const lock = (): string => `${copy}/package-lock.json`;
const edited = (path: string, from: string | RegExp, to: string) => async (): Promise<void> => {
  const text = await readFile(`${copy}/${path}`, 'utf8');
  expect(text.replace(from, to)).not.toBe(text);
  await writeFile(`${copy}/${path}`, text.replace(from, to));
};

test.each([
  ['one letter of a rule', edited('record/src/rule/record.ts', 'a', 'b')],
  ['one letter of the envelope', edited('envelope/src/chain.ts', 'a', 'b')],
  ['one letter of the service', edited('chaincode/service/server.ts', 'a', 'b')],
  ['a file of its own', () => writeFile(`${copy}/chaincode/src/more.ts`, '')],
  ['the name of that file', () => rename(`${copy}/chaincode/src/more.ts`, `${copy}/chaincode/src/else.ts`)],
  [
    'a file in a folder of its own',
    () => mkdir(`${copy}/record/src/x`).then(() => cp(`${copy}/chaincode/src/else.ts`, `${copy}/record/src/x/y.ts`)),
  ],
  ['a version it depends on', edited('package-lock.json', /("node_modules\/typebox": \{\s+"version": ")/, '$10')],
  [
    'a version that its dependency depends on',
    edited('package-lock.json', /("node_modules\/google-protobuf": \{\s+"version": ")/, '$10'),
  ],
])('changes with %s', async (_name, change) => {
  const before = await sourceDigest(copy);
  await change();
  expect(await sourceDigest(copy)).not.toBe(before);
});

test.each([
  ['a test', () => writeFile(`${copy}/record/src/more.test.ts`, 'x')],
  ['what is no source', () => writeFile(`${copy}/record/src/.state.ts.swp`, 'x')],
  [
    'a version that only others need',
    edited('package-lock.json', /("node_modules\/fastify": \{\s+"version": ")/, '$10'),
  ],
])('stays with %s', async (_name, change) => {
  const before = await sourceDigest(copy);
  await change();
  expect(await sourceDigest(copy)).toBe(before);
});

test('an unlocked dependency is no digest', async () => {
  const text = await readFile(lock(), 'utf8');
  await writeFile(lock(), text.replace('"node_modules/typebox"', '"node_modules/elsewhere"'));
  await expect(sourceDigest(copy)).rejects.toThrow('does not name typebox');
  await rm(lock());
  await expect(sourceDigest(copy)).rejects.toThrow('ENOENT');
});

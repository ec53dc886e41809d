import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FabricNetwork } from '@tocsin/network-fabric';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Terminal } from '../../terminal.ts';
import { travelled } from './travelling.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tocsin-travelling-'));
  await writeFile(join(folder, 'update.pb'), 'harmless');
});
afterEach(() => rm(folder, { recursive: true }));

/** A network of one agency; whoever shares the folder puts another update in the file's place once it was reviewed. */
function swapped() {
  const submitted: string[] = [];
  const groups = {
    Application: { groups: {} },
    Orderer: { values: { ConsensusType: { value: { type: 'etcdraft', metadata: {} } } } },
  };
  const updates = {
    review: async (_admin: unknown, update: Uint8Array) => {
      await writeFile(join(folder, 'update.pb'), 'harmful');
      return { changes: [`changes of ${Buffer.from(update)}`], signers: ['th-police'] };
    },
    sign: async (_admin: unknown, update: Uint8Array) => Buffer.from(`${Buffer.from(update)}, signed`),
    handIn: async (_admin: unknown, update: Uint8Array) => void submitted.push(Buffer.from(update).toString()),
    config: async () => ({ sequence: String(submitted.length), channel_group: { groups } }),
  };
  const ownAdmin = () => ({ site: { agency: 'la-fiu' } });
  const network = { own: ['la-fiu'], ownAdmin, others: () => [], updates } as unknown as FabricNetwork;
  return { network, submitted };
}

async function run(options: { sign?: string; submit?: string }, network: FabricNetwork): Promise<string> {
  let out = '';
  const say = (text: string): void => {
    out += text;
  };
  const terminal = { folder, out: say, err: () => undefined } as unknown as Terminal;
  const propose = (): never => {
    throw new Error('nothing is proposed here');
  };
  await travelled(terminal, { folder: '.tocsin/network', ...options }, network, async () => propose());
  return out;
}

test('what was told is what is signed, whatever happens to the file meanwhile', async () => {
  const { network } = swapped();
  const out = await run({ sign: 'update.pb' }, network);
  expect(out).toContain('changes of harmless\nsigned by: th-police, la-fiu\n');
  expect(await readFile(join(folder, 'update.pb'), 'utf8')).toBe('harmless, signed');
});

test('what was told is what is handed in', async () => {
  const { network, submitted } = swapped();
  const out = await run({ submit: 'update.pb' }, network);
  expect(out).toContain('changes of harmless\n');
  expect(submitted).toEqual(['harmless']);
});

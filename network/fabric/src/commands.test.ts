import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { fabricCommands } from './commands.ts';
import { fabricErrors } from './error.ts';

const folder = mkdtempSync(join(tmpdir(), 'tocsin-commands-'));
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true, force: true });
});

test('without Go and without commands the error says what to do, and that the embedded ledger serves', async () => {
  vi.stubEnv('FABRIC_BIN', '');
  vi.stubEnv('PATH', '/nowhere');
  vi.stubEnv('XDG_CACHE_HOME', folder);
  await expect(fabricCommands()).rejects.toMatchObject({ code: 'GO_MISSING' });
  expect(fabricErrors.GO_MISSING.hint).toMatch(/FABRIC_BIN.*embedded ledger/);
});

test('a folder of commands is taken as it is, and what it lacks is named', async () => {
  const bin = mkdtempSync(join(tmpdir(), 'tocsin-bin-'));
  for (const name of ['peer', 'orderer', 'osnadmin', 'configtxgen']) {
    writeFileSync(join(bin, name), '#!/bin/sh\n');
    chmodSync(join(bin, name), 0o700);
  }
  await expect(fabricCommands({ bin })).rejects.toMatchObject({
    code: 'FABRIC_COMMAND_MISSING',
    detail: 'configtxlator',
  });
  rmSync(bin, { recursive: true });
});

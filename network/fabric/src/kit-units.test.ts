import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import type { FabricCommands } from './commands.ts';
import { writeFolder } from './files.ts';
import { addressDropIns } from './kit-addresses.ts';
import { systemdUnits } from './kit-units.ts';

const site = { agency: 'kh-immigration', host: 'peer.example', bind: '0.0.0.0', port: 7050 };
// Any programs will do: units are checked, not run.
const commands = { peer: '/bin/cat', orderer: '/bin/cat' } as unknown as FabricCommands;
const units = systemdUnits('/srv/tocsin', site, commands, 'bft');
const analyze = promisify(execFile);
const hasAnalyze = await analyze('systemd-analyze', ['--version']).then(
  () => true,
  () => false,
);

test('each node runs as a user of its own, comes back, and may write its own data alone', () => {
  expect(Object.keys(units).sort()).toEqual([
    'tocsin-chaincode.service',
    'tocsin-orderer.service',
    'tocsin-peer.service',
    'tocsin-standby.service',
    'tocsin-watch.service',
  ]);
  for (const text of Object.values(units)) {
    for (const line of [
      'NoNewPrivileges=yes',
      'ProtectSystem=strict',
      'PrivateTmp=yes',
      'Restart=always',
      'UMask=0077',
      'IPAddressDeny=any',
      'IPAddressAllow=localhost',
    ])
      expect(text.split('\n')).toContain(line);
    expect(text).toMatch(/^CapabilityBoundingSet=$/m);
  }
  const users = Object.values(units).map((text) => /^User=(.*)$/m.exec(text)?.[1]);
  expect([...new Set(users)].sort()).toEqual(['tocsin-chaincode', 'tocsin-orderer', 'tocsin-peer']);
  expect(units['tocsin-peer.service']).toContain('ReadWritePaths=/srv/tocsin/agencies/kh-immigration/peer/data\n');
  expect(units['tocsin-chaincode.service']).not.toContain('ReadWritePaths');
});

test('under BFT the orderer is watched by its own user, who alone may end it; Raft needs no watch', () => {
  expect(units['tocsin-watch.service']).toContain('User=tocsin-orderer\n');
  expect(systemdUnits('/srv/tocsin', site, commands, 'raft')).not.toHaveProperty('tocsin-watch.service');
});

test('a path that systemd would read in its own way is refused', () => {
  for (const root of ['/srv/to csin', '/srv/%h', '/srv/$HOME', '/srv/"x"', 'srv/tocsin', '/srv/a\nUser=root'])
    expect(() => systemdUnits(root, site, commands, 'bft')).toThrow(expect.objectContaining({ code: 'KIT_PATH' }));
});

test.skipIf(!hasAnalyze)('systemd understands every line of them', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'tocsin-units-'));
  try {
    const files = Object.entries(units).map(([name, text]) => [join(folder, name), text] as const);
    for (const [path, text] of files) await writeFile(path, text);
    await writeFolder(folder, addressDropIns({ orderer: ['192.0.2.10'], peer: ['192.0.2.10', '2001:db8::1'] }), 0o644);
    const { stderr } = await analyze('systemd-analyze', ['verify', '--man=no', ...files.map(([path]) => path)]);
    // What it says of the machine's own units is not about ours.
    expect(stderr.split('\n').filter((line) => line.includes('tocsin'))).toEqual([]);
  } finally {
    await rm(folder, { recursive: true });
  }
});

// Runs the README's marked commands as a newcomer would: in a fresh clone, with nothing installed and no state kept.
// What is tested is what is committed.
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { markedBlocks, type ShellBlock } from './readme-blocks.ts';
import { root } from './room-copy.ts';

const blockMinutes = 15;

/** The caller's environment without what npm adds for its own scripts, and with empty folders for state. */
function newcomer(home: string): NodeJS.ProcessEnv {
  const added = /^(npm_(lifecycle|package|execpath|node_execpath|command|config_local_prefix)|INIT_CWD$|VITEST)/;
  const kept = Object.entries(process.env).filter(([name]) => !added.test(name));
  const path = (process.env.PATH ?? '').split(delimiter).filter((entry) => !entry.includes('node_modules'));
  const state = { XDG_CONFIG_HOME: 'config', XDG_DATA_HOME: 'data', XDG_STATE_HOME: 'state' };
  const folders = Object.entries(state).map(([name, folder]) => [name, join(home, folder)]);
  return { ...Object.fromEntries(kept), ...Object.fromEntries(folders), PATH: path.join(delimiter) };
}

/** Runs one block in the clone and says whether every command in it succeeded. */
function run(block: ShellBlock, clone: string, env: NodeJS.ProcessEnv): boolean {
  console.log(`README.md line ${block.line}:\n${block.commands.replace(/^/gm, '  $ ')}`);
  const { status, signal } = spawnSync('bash', ['-euo', 'pipefail', '-c', block.commands], {
    cwd: clone,
    env,
    stdio: ['ignore', 'inherit', 'inherit'],
    timeout: blockMinutes * 60_000,
  });
  if (status === 0) return true;
  console.error(`the block on line ${block.line} failed (${signal ?? `exit ${status}`})`);
  return false;
}

function main(): boolean {
  const blocks = markedBlocks(readFileSync(join(root, 'README.md'), 'utf8'));
  if (blocks.length === 0) {
    console.error('README.md marks no block with "sh ci": nothing it promises is tested');
    return false;
  }
  const folder = mkdtempSync(join(tmpdir(), 'tocsin-readme-'));
  try {
    const clone = join(folder, 'tocsin');
    execFileSync('git', ['clone', '--quiet', root, clone], { stdio: ['ignore', 'inherit', 'inherit'] });
    mkdirSync(join(folder, 'home'));
    const env = newcomer(join(folder, 'home'));
    return blocks.every((block) => run(block, clone, env));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

process.exitCode = main() ? 0 : 1;

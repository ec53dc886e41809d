import { spawn } from 'node:child_process';
import { access, constants, mkdir } from 'node:fs/promises';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { plainEnvironment } from './command.ts';
import { FabricError } from './error.ts';

/** Release that go.mod names by its commit; the commands print it as their version. */
export const FABRIC_VERSION = '3.1.1';

const needed = ['peer', 'orderer', 'osnadmin', 'configtxgen', 'configtxlator', 'ledgerutil'] as const;
export type FabricCommand = (typeof needed)[number];
/** Only an auditor needs it, and a folder of released binaries may lack it. */
const optional: readonly FabricCommand[] = ['ledgerutil'];

/** Paths of Fabric's commands. */
export type FabricCommands = Readonly<Record<FabricCommand, string>>;

export interface CommandsOptions {
  /** Folder of commands built or released before; default the environment's FABRIC_BIN. */
  readonly bin?: string | undefined;
  /** Told once a line while building. */
  readonly progress?: ((line: string) => void) | undefined;
}

/**
 * Fabric's own commands: from FABRIC_BIN, or built with Go from the module that go.mod pins (once, one to two minutes).
 * @throws FabricError GO_MISSING, FABRIC_BUILD_FAILED, FABRIC_COMMAND_MISSING
 */
export async function fabricCommands({ bin = process.env.FABRIC_BIN, progress }: CommandsOptions = {}) {
  if (bin !== undefined && bin !== '') return await given(bin);
  const folder = join(cacheFolder(), `fabric-${FABRIC_VERSION}`);
  if ((await missingIn(folder)).length > 0) await build(folder, progress ?? (() => undefined));
  return pathsIn(folder);
}

const pathsIn = (folder: string) =>
  Object.fromEntries(needed.map((name) => [name, join(folder, name)])) as FabricCommands;

async function given(folder: string): Promise<FabricCommands> {
  const missing = (await missingIn(folder)).filter((name) => !optional.includes(name));
  if (missing.length > 0) throw new FabricError('FABRIC_COMMAND_MISSING', missing.join(', '));
  return pathsIn(folder);
}

async function missingIn(folder: string): Promise<FabricCommand[]> {
  const present = await Promise.all(needed.map((name) => isRunnable(join(folder, name))));
  return needed.filter((_, i) => !present[i]);
}

const isRunnable = (path: string): Promise<boolean> =>
  access(path, constants.X_OK).then(
    () => true,
    () => false,
  );

/** Survives a deleted checkout; `go build` itself is quick when nothing changed. */
const cacheFolder = (): string => join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'tocsin');

async function build(folder: string, progress: (line: string) => void): Promise<void> {
  if (!(await onPath('go'))) throw new FabricError('GO_MISSING');
  await mkdir(folder, { recursive: true });
  progress(`building Fabric ${FABRIC_VERSION} with Go (once, one to two minutes)`);
  const version = `-X github.com/hyperledger/fabric/common/metadata.Version=v${FABRIC_VERSION}`;
  // `-v` names each package as it is compiled: that is the progress.
  await go(['build', '-v', '-o', `${folder}/`, '-ldflags', version, 'tool'], progress);
}

function go(args: readonly string[], progress: (line: string) => void): Promise<void> {
  const cwd = fileURLToPath(new URL('..', import.meta.url));
  const env = { ...process.env, ...plainEnvironment() };
  const child = spawn('go', args, { cwd, env, stdio: ['ignore', 'ignore', 'pipe'] });
  let last: string[] = [];
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    const lines = text.split('\n').filter((line) => line !== '');
    last = [...last, ...lines].slice(-8);
    for (const line of lines) progress(line);
  });
  return new Promise((resolve, reject) => {
    child.once('error', () => reject(new FabricError('GO_MISSING')));
    child.once('close', (code) =>
      code === 0 ? resolve() : reject(new FabricError('FABRIC_BUILD_FAILED', last.join('\n'))),
    );
  });
}

async function onPath(command: string): Promise<boolean> {
  const folders = (process.env.PATH ?? '').split(delimiter);
  const found = await Promise.all(folders.map((folder) => isRunnable(join(folder, command))));
  return found.includes(true);
}

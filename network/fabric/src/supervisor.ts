import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import { networkFiles } from './layout.ts';
import { ended, type ProcessId, processId, processIdText, runningFrom } from './process-id.ts';
import { logFile, type ProcessSpec, pidFile, readSpecs } from './process-spec.ts';

/** Milliseconds: first pause before a process that ended is started again, the longest, and what counts as a good life. */
const restart = { first: 100, longest: 2_000, goodLife: 10_000 };
/** Milliseconds between asking a process to end and ending it. */
const GRACE_MS = 5_000;

interface Running {
  readonly spec: ProcessSpec;
  child: ChildProcess | null;
  pause: number;
  timer: NodeJS.Timeout | null;
}

/** Keeps the network's processes running as `processes.json` says, and starts again what ends. */
export class Supervisor {
  readonly #root: string;
  readonly #running = new Map<string, Running>();
  #stopping = false;

  constructor(root: string) {
    this.#root = root;
    const { run, logs } = networkFiles(root);
    for (const folder of [run, logs]) mkdirSync(folder, { recursive: true, mode: 0o700 });
  }

  /** Brings what runs in line with what is wanted. */
  async follow(): Promise<void> {
    const specs = await readSpecs(this.#root);
    const wanted = specs.filter((spec) => spec.wanted);
    const asItRuns = ({ spec }: Running): boolean => wanted.some((one) => isSame(one, spec));
    const gone = [...this.#running.values()].filter((one) => !asItRuns(one)).map(({ spec }) => spec.name);
    await Promise.all(gone.map((name) => this.#stop(name)));
    for (const spec of wanted) if (!this.#running.has(spec.name)) await this.#begin(spec);
  }

  /** Ends everything. */
  async stop(): Promise<void> {
    this.#stopping = true;
    await Promise.all([...this.#running.keys()].map((name) => this.#stop(name)));
  }

  /** A supervisor that was killed leaves its processes behind; they go before new ones come. */
  async #begin(spec: ProcessSpec): Promise<void> {
    const left = runningFrom(pidFile(this.#root, spec.name));
    if (left !== null) await endProcess(left);
    const running: Running = { spec, child: null, pause: restart.first, timer: null };
    this.#running.set(spec.name, running);
    this.#start(running);
  }

  #start(running: Running): void {
    const { name, command, args, cwd, env } = running.spec;
    const log = openSync(logFile(this.#root, name), 'a', 0o600);
    const child = spawn(command, args, { cwd, env, stdio: ['ignore', log, log] });
    closeSync(log);
    running.child = child;
    const began = performance.now();
    const found = child.pid === undefined ? null : processId(child.pid);
    if (found !== null) writeFileSync(pidFile(this.#root, name), processIdText(found), { mode: 0o600 });
    const over = (): void => this.#over(running, performance.now() - began);
    child.once('exit', over);
    child.once('error', over);
  }

  #over(running: Running, lived: number): void {
    running.child = null;
    if (this.#stopping || this.#running.get(running.spec.name) !== running || running.timer !== null) return;
    if (lived > restart.goodLife) running.pause = restart.first;
    running.timer = setTimeout(() => {
      running.timer = null;
      this.#start(running);
    }, running.pause);
    running.pause = Math.min(running.pause * 2, restart.longest);
  }

  async #stop(name: string): Promise<void> {
    const running = this.#running.get(name);
    this.#running.delete(name);
    if (running?.timer) clearTimeout(running.timer);
    const left = runningFrom(pidFile(this.#root, name));
    if (left !== null) await endProcess(left);
    rmSync(pidFile(this.#root, name), { force: true });
  }
}

/** Taken over from whoever brought the network up: another shell is no reason to start a node anew. */
const inherited: Readonly<Record<string, undefined>> = { PATH: undefined, HOME: undefined, TMPDIR: undefined };

/** Whether a process runs as it is wanted: the same node with the same settings, wherever its program was found. */
const isSame = (one: ProcessSpec, other: ProcessSpec): boolean =>
  one.name === other.name &&
  isDeepStrictEqual(one.args, other.args) &&
  isDeepStrictEqual({ ...one.env, ...inherited }, { ...other.env, ...inherited });

/** Asks a process to end, and ends it when it does not. */
export async function endProcess(id: ProcessId, grace = GRACE_MS): Promise<void> {
  signalled(id, 'SIGTERM');
  signalled(id, 'SIGCONT'); // one that is stopped would never hear it
  if (await ended(id, grace)) return;
  signalled(id, 'SIGKILL');
  await ended(id, GRACE_MS);
}

function signalled({ pid }: ProcessId, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // Gone already.
  }
}

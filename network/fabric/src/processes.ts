import { type ChildProcess, fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, mkdirSync, openSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { FabricError } from './error.ts';
import { networkFiles } from './layout.ts';
import { type ProcessId, runningFrom } from './process-id.ts';
import { logFile, type ProcessSpec, pidFile, readSpecs, writeSpecs } from './process-spec.ts';
import { endProcess } from './supervisor.ts';

/** `detached` outlives the program that asked for it; `bound` goes down with it, whatever ends it. */
export type Lifetime = 'detached' | 'bound';

export interface ProcessStatus {
  readonly name: string;
  readonly wanted: boolean;
  /** Null when it does not run. */
  readonly pid: number | null;
}

export const SUPERVISOR = 'supervisor.network';
const program = fileURLToPath(new URL('./supervise.ts', import.meta.url));

/** The network's processes, seen from outside their supervisor. */
export class Processes {
  readonly #root: string;
  readonly #lifetime: Lifetime;
  #bound: ChildProcess | null = null;

  constructor(root: string, lifetime: Lifetime) {
    this.#root = root;
    this.#lifetime = lifetime;
  }

  /** Sets what is to run, and sees to it that a supervisor runs it. */
  async want(specs: readonly ProcessSpec[]): Promise<void> {
    await writeSpecs(this.#root, specs);
    const supervisor = runningFrom(pidFile(this.#root, SUPERVISOR));
    if (supervisor !== null) return this.#reread(supervisor);
    if (this.#lifetime === 'bound') await this.#bind();
    else this.#detach();
  }

  /** Starts or stops one process for good. @throws FabricError UNKNOWN_NODE */
  async set(name: string, wanted: boolean): Promise<void> {
    const specs = await readSpecs(this.#root);
    if (!specs.some((spec) => spec.name === name)) throw new FabricError('UNKNOWN_NODE', name);
    await this.want(specs.map((spec) => (spec.name === name ? { ...spec, wanted } : spec)));
  }

  async status(): Promise<ProcessStatus[]> {
    const specs = await readSpecs(this.#root);
    return specs.map(({ name, wanted }) => ({ name, wanted, pid: this.running(name)?.pid ?? null }));
  }

  /** The process of that name, or null when it does not run now. */
  running(name: string): ProcessId | null {
    return runningFrom(pidFile(this.#root, name));
  }

  /** What a process has said, last lines first cut off. */
  async log(name: string, characters = 20_000): Promise<string> {
    const text = await readFile(logFile(this.#root, name), 'utf8').catch(() => '');
    return text.slice(-characters);
  }

  /** Ends the supervisor and with it all the others; those that a killed supervisor left behind too. */
  async end(): Promise<void> {
    const supervisor = runningFrom(pidFile(this.#root, SUPERVISOR));
    if (supervisor !== null) await endProcess(supervisor, 20_000);
    const specs = await readSpecs(this.#root).catch(() => []);
    const left = specs.map(({ name }) => this.running(name)).filter((id) => id !== null);
    await Promise.all(left.map((id) => endProcess(id)));
    this.#bound = null;
  }

  async #bind(): Promise<void> {
    const log = this.#log();
    const child = fork(program, [this.#root], { stdio: ['ignore', log, log, 'ipc'], execArgv: [] });
    closeSync(log);
    this.#bound = child;
    const [told] = await Promise.race([once(child, 'message'), once(child, 'exit')]);
    if (told !== 'followed') throw new FabricError('NODE_ENDED', SUPERVISOR);
    // Neither the child nor its channel keeps the program alive that waits for neither.
    child.unref();
    child.channel?.unref();
  }

  #detach(): void {
    const log = this.#log();
    spawn(process.execPath, [program, this.#root], { detached: true, stdio: ['ignore', log, log] }).unref();
    closeSync(log);
  }

  async #reread({ pid }: ProcessId): Promise<void> {
    const bound = this.#bound;
    if (bound === null) return void process.kill(pid, 'SIGHUP');
    // Whoever waits for an answer must be kept alive by it.
    bound.channel?.ref();
    const followed = once(bound, 'message');
    process.kill(pid, 'SIGHUP');
    await followed;
    bound.channel?.unref();
  }

  #log(): number {
    mkdirSync(networkFiles(this.#root).logs, { recursive: true, mode: 0o700 });
    return openSync(logFile(this.#root, SUPERVISOR), 'a', 0o600);
  }
}

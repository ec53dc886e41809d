import { execFile } from 'node:child_process';
import { FabricError } from './error.ts';

export interface CommandOptions {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Run it where the agency's nodes run (`Site.enter`). */
  readonly enter?: readonly string[] | undefined;
  /** Milliseconds; default 60 s. */
  readonly timeout?: number;
}

/** What every child process may see of our environment. */
export const plainEnvironment = (): Record<string, string> => {
  const { PATH = '', HOME = '', TMPDIR } = process.env;
  return { PATH, HOME, ...(TMPDIR === undefined ? {} : { TMPDIR }) };
};

/** Runs a command to its end. @returns stdout and stderr together @throws FabricError with the last lines it said */
export function run(command: string, args: readonly string[], options: CommandOptions = {}): Promise<string> {
  const { enter = [], cwd, env = {}, timeout = 60_000 } = options;
  const [file = command, ...rest] = [...enter, command, ...args];
  const settings = { ...(cwd === undefined ? {} : { cwd }), timeout, maxBuffer: 64 * 2 ** 20 };
  return new Promise((resolve, reject) => {
    execFile(file, rest, { ...settings, env: { ...plainEnvironment(), ...env } }, (error, stdout, stderr) => {
      if (error === null) resolve(stdout + stderr);
      else reject(new FabricError('FABRIC_COMMAND_FAILED', `${nameOf(command, args)}\n${lastLines(stderr + stdout)}`));
    });
  });
}

const nameOf = (command: string, args: readonly string[]): string =>
  [command.split('/').at(-1), ...args.filter((word) => !word.startsWith('-')).slice(0, 3)].join(' ');

/** The commands repeat what other agencies' nodes answer: no control character of theirs may reach a terminal. */
const lastLines = (text: string): string =>
  text
    .trim()
    .split('\n')
    .slice(-6)
    .map((line) => line.replace(/\p{C}/gu, '?'))
    .join('\n')
    .slice(-1500);

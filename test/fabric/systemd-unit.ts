import { type ChildProcess, spawn } from 'node:child_process';
import { openSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Starts what a kit's unit says, in its folder and with its environment alone, as systemd does; `name` as `peer`. */
export async function startUnit(kit: string, name: string): Promise<ChildProcess> {
  const text = await readFile(join(kit, 'systemd', `tocsin-${name}.service`), 'utf8');
  const setting = (key: string): string => new RegExp(`^${key}=(.*)$`, 'm').exec(text)?.[1] ?? '';
  const lines = (await readFile(setting('EnvironmentFile'), 'utf8')).trim().split('\n');
  const env = Object.fromEntries(lines.map((line) => line.split(/=(.*)/s).slice(0, 2)));
  const words = setting('ExecStart').replace(/\$\{(\w+)\}/g, (_, variable: string) => env[variable] ?? '');
  const [command = '', ...args] = words.split(' ');
  const log = openSync(join(kit, `${name}.log`), 'a', 0o600);
  const PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';
  return spawn(command, args, { cwd: setting('WorkingDirectory'), env: { PATH, ...env }, stdio: ['ignore', log, log] });
}

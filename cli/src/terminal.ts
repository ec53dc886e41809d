import { styleText } from 'node:util';
import { CliError } from './error.ts';

/** What a command knows of the world it runs in; tests hand in another one. */
export interface Terminal {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Folder that relative paths and `.tocsin` begin at. */
  readonly folder: string;
  /** A person can answer: input and error output are both a terminal. */
  readonly interactive: boolean;
  /** Aborted by Ctrl-C. */
  readonly signal: AbortSignal;
  /** What time this device thinks it is; the system's where not given. */
  clock?(): Date;
  out(text: string): void;
  err(text: string): void;
  /** Overwrites the line of progress, where a person is looking. */
  progress(text: string): void;
  /** Standard input, as it comes. */
  input(): AsyncIterable<Uint8Array>;
  /** Asks for a secret without showing it; null when the person gives up. */
  askSecret(question: string): Promise<string | null>;
  /** Asks whether to do something; no is what giving up means. */
  confirm(question: string): Promise<boolean>;
  paint(style: Style, text: string): string;
}

type Style = 'bold' | 'dim' | 'green' | 'yellow' | 'red' | 'cyan';

const eraseLine = '\r\u001b[2K';

/** The process's own streams. Colour follows NO_COLOR and FORCE_COLOR as `util.styleText` reads them. */
export function systemTerminal(): Terminal {
  const { stdin, stdout, stderr, env } = process;
  const interrupted = new AbortController();
  process.once('SIGINT', () => interrupted.abort());
  process.once('SIGTERM', () => interrupted.abort());
  // A reader that has seen enough (`| head`) is no failure of ours.
  stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 2));
  return {
    env,
    folder: process.cwd(),
    interactive: stdin.isTTY === true && stderr.isTTY === true,
    signal: interrupted.signal,
    out: (text) => stdout.write(text),
    err: (text) => stderr.write(text),
    progress: (text) => {
      if (stderr.isTTY) stderr.write(`${eraseLine}${text}`);
    },
    input: () => process.stdin,
    askSecret,
    confirm,
    paint: (style, text) => styleText(style, text, { stream: stdout }),
  };
}

// The prompts take a tenth of a second to load; most commands never ask.
async function askSecret(question: string): Promise<string | null> {
  const { password, isCancel } = await import('@clack/prompts');
  const answer = await password({ message: question, output: process.stderr });
  return isCancel(answer) ? null : answer;
}

async function confirm(question: string): Promise<boolean> {
  const { confirm: ask } = await import('@clack/prompts');
  return (await ask({ message: question, initialValue: false, output: process.stderr })) === true;
}

/** The work's result, unless Ctrl-C comes first. @throws CliError INTERRUPTED; the work is no longer waited for then */
export async function unlessInterrupted<T>(terminal: Terminal, work: Promise<T>): Promise<T> {
  const interrupted = aborted(terminal.signal).then((): never => {
    throw new CliError('INTERRUPTED');
  });
  return Promise.race([work, interrupted]);
}

/** Resolves once the signal is aborted. */
export function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}

import type { Calls } from '../worker/calls.ts';
import workerUrl from '../worker/main.ts?worker&url';
import type { CallName, Question, Said, ToldError } from '../worker/protocol.ts';
import type { Readable } from '../worker/readable.ts';

/** A refusal that the worker told, by its code. */
export class Told extends Error {
  override readonly name = 'Told';
  readonly code: string;
  readonly hint: string;
  /** HTTP status; 0 where no answer came. */
  readonly status: number | null;

  constructor({ code, message, hint, status }: ToldError) {
    super(message);
    this.code = code;
    this.hint = hint;
    this.status = status;
  }
}

interface Waiting {
  resolve(answer: unknown): void;
  reject(error: Error): void;
}
type News = Exclude<Said, { readonly number: number }>;

/** The page's one policy: no string becomes the address of a script but this one. */
const policy = (
  globalThis as unknown as {
    trustedTypes?: {
      createPolicy(
        name: string,
        rules: { createScriptURL(url: string): string },
      ): {
        createScriptURL(url: string): string;
      };
    };
  }
).trustedTypes?.createPolicy('tocsin-worker', {
  createScriptURL(url) {
    if (url !== workerUrl) throw new TypeError('not the worker');
    return url;
  },
});

let worker: Worker | null = null;
let count = 0;
const waiting = new Map<number, Waiting>();
const listeners = new Set<(news: News) => void>();

/** Hears every event and every change of the line. */
export const onNews = (listener: (news: News) => void): void => void listeners.add(listener);

/** Starts the worker before it is asked. */
export function startWorker(): void {
  worker ??= started();
}

/** Asks the worker; it is started when it is first needed. @throws Told */
export function ask<N extends CallName>(call: N, ...given: Parameters<Calls[N]>): ReturnType<Calls[N]> {
  worker ??= started();
  count += 1;
  const question: Question = { number: count, call, given };
  worker.postMessage(question);
  return new Promise((resolve, reject) => waiting.set(count, { resolve, reject })) as ReturnType<Calls[N]>;
}

/** Everything the gateway may be asked to show, by name: `gateway.records({ box: 'inbox' })`. */
export const gateway = new Proxy({} as Readable, {
  get:
    (_, name) =>
    (...given: readonly unknown[]) =>
      ask('read', name as keyof Readable, given),
});

/** Ends the worker and with it every key and every opened word that it held. */
export function endWorker(): void {
  worker?.terminate();
  worker = null;
  refuseAll({ code: 'LOCKED', message: '', hint: '', status: null });
}

/** Nobody answers what was asked so far. */
function refuseAll(told: ToldError): void {
  for (const { reject } of waiting.values()) reject(new Told(told));
  waiting.clear();
}

function started(): Worker {
  const url = policy?.createScriptURL(workerUrl) ?? workerUrl;
  const fresh = new Worker(url, { type: 'module', name: 'tocsin' });
  fresh.addEventListener('error', (event) => {
    // A fault within it has a message; without one its script could not be fetched, and the next question tries again.
    if (event instanceof ErrorEvent || worker !== fresh) return;
    worker = null;
    refuseAll({ code: 'NOT_READY', message: '', hint: '', status: 0 });
  });
  fresh.addEventListener('message', ({ data }: MessageEvent<Said>) => {
    if (!('number' in data)) {
      for (const listener of listeners) listener(data);
      return;
    }
    const asked = waiting.get(data.number);
    waiting.delete(data.number);
    if ('error' in data) asked?.reject(new Told(data.error));
    else asked?.resolve(data.answer);
  });
  return fresh;
}

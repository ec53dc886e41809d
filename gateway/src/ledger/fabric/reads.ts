/** Keys that one question names at most. */
const MOST = 64;

type Waiting<T> = PromiseWithResolvers<T>;
type Asked = readonly (readonly [string, Waiting<unknown>])[];

/** What the own peer's chaincode is asked; each rejects where there is no answer. */
export interface Questions {
  /** A JSON array: the value under each key in the order asked, null where nothing stands. */
  states(keys: readonly string[]): Promise<Uint8Array>;
  /** The sealed file of an item, empty where there is none. */
  file(item: string): Promise<Uint8Array>;
  /** Both: 8 bytes of length, so much JSON, the file. Where there is no answer they are asked for apart. */
  reading(item: string, keys: readonly string[]): Promise<Uint8Array>;
}

/**
 * Reads that are asked for in one go, answered by one question to the peer: a question costs a signature, a line to the
 * chaincode and back, whatever it asks. Its answers are of one moment.
 */
export class Reads {
  readonly #questions: Questions;
  #states = new Map<string, Waiting<unknown>>();
  #wanted: string[] = [];
  /**
   * Files on their way: whoever wants one of them meanwhile waits for the same answer. One that is re-headed meanwhile no
   * longer fits its hash, and is refused by whoever reads it.
   */
  readonly #files = new Map<string, Waiting<Uint8Array>>();

  constructor(questions: Questions) {
    this.#questions = questions;
  }

  /** The value under a key, undefined where nothing stands. Rejects as the question does. */
  state(key: string): Promise<unknown> {
    const known = this.#states.get(key);
    if (known !== undefined) return known.promise;
    this.#askSoon();
    const waiting = Promise.withResolvers<unknown>();
    this.#states.set(key, waiting);
    return waiting.promise;
  }

  /** The sealed file of an item, empty where there is none. Rejects as the question does. */
  file(item: string): Promise<Uint8Array> {
    const known = this.#files.get(item);
    if (known !== undefined) return known.promise;
    this.#askSoon();
    const waiting = Promise.withResolvers<Uint8Array>();
    this.#wanted.push(item);
    this.#files.set(item, waiting);
    const forget = (): void => void this.#files.delete(item);
    waiting.promise.then(forget, forget);
    return waiting.promise;
  }

  #askSoon(): void {
    if (this.#states.size === 0 && this.#wanted.length === 0) queueMicrotask(() => this.#askAll());
  }

  #askAll(): void {
    const all = [...this.#states];
    const [first, ...others] = this.#wanted;
    this.#states = new Map();
    this.#wanted = [];
    for (const item of others) void this.#answerFile(item);
    if (first !== undefined && all.length > 0 && all.length <= MOST) return void this.#answerBoth(first, all);
    if (first !== undefined) void this.#answerFile(first);
    this.#answerStates(all);
  }

  /** A peer that is still fetching the file has no answer: what it knows of state is asked for by itself. */
  async #answerBoth(item: string, asked: Asked): Promise<void> {
    try {
      const answer = await this.#questions.reading(item, asked.map(nameOf));
      const length = Number(new DataView(answer.buffer, answer.byteOffset).getBigUint64(0));
      settle(asked, answer.subarray(8, 8 + length));
      this.#files.get(item)?.resolve(answer.subarray(8 + length));
    } catch {
      void this.#answerFile(item);
      this.#answerStates(asked);
    }
  }

  async #answerFile(item: string): Promise<void> {
    const waiting = this.#files.get(item);
    await this.#questions.file(item).then(waiting?.resolve, waiting?.reject);
  }

  #answerStates(asked: Asked): void {
    for (let from = 0; from < asked.length; from += MOST) void this.#answer(asked.slice(from, from + MOST));
  }

  async #answer(asked: Asked): Promise<void> {
    try {
      settle(asked, await this.#questions.states(asked.map(nameOf)));
    } catch (fault) {
      for (const [, { reject }] of asked) reject(fault);
    }
  }
}

const nameOf = ([key]: Asked[number]): string => key;

function settle(asked: Asked, json: Uint8Array): void {
  const answer = JSON.parse(Buffer.from(json).toString()) as unknown[];
  for (const [i, [, { resolve }]] of asked.entries()) resolve(answer[i] ?? undefined);
}

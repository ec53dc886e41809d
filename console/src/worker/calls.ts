import type { Body } from '@tocsin/gateway/api';
import type { StatementType } from '@tocsin/record';
import { type Desk, openDesk } from './desk.ts';
import { begin, complete, type Stage, stageOf, unlock } from './enrolment.ts';
import type { KindFacts } from './kind-facts.ts';
import type { Readable } from './readable.ts';
import type { AnswerWish, OpenWish } from './wish.ts';

/** Everything the screen can ask of the worker. Keys never cross: only what they opened or signed does. */
export class Calls {
  #desk: Desk | null = null;
  readonly #tell: Parameters<typeof openDesk>[1];

  constructor(tell: Parameters<typeof openDesk>[1]) {
    this.#tell = tell;
  }

  stage(): Promise<Stage> {
    return stageOf();
  }

  /** Makes this device's key under a passphrase and leaves the signing request with the gateway. */
  begin(passphrase: string): Promise<Stage> {
    return begin(passphrase);
  }

  /** After the registrar has enrolled the key: takes over what the registrar's code confirms. */
  complete(passphrase: string, code: string): Promise<Stage> {
    return complete(passphrase, code);
  }

  /** False for a wrong passphrase. */
  async unlock(passphrase: string): Promise<boolean> {
    const opened = await unlock(passphrase);
    if (opened === null) return false;
    this.#desk = openDesk(opened, this.#tell);
    return true;
  }

  read(name: keyof Readable, given: readonly unknown[]): Promise<unknown> {
    const method = this.#open().line.client[name] as (...given: readonly unknown[]) => Promise<unknown>;
    return method(...given);
  }

  async act<T extends StatementType>(typ: T, body: Body<T>) {
    return (await this.#open().work()).act(typ, body);
  }

  async open(wish: OpenWish) {
    return (await this.#open().work()).open(wish);
  }

  async followUp(answer: AnswerWish) {
    return (await this.#open().work()).followUp(answer);
  }

  /** What a kind of record lets people do and say. */
  async kind(name: string): Promise<KindFacts> {
    return (await import('./kind-facts.ts')).kindFacts(name);
  }

  #open(): Desk {
    if (this.#desk === null) throw Object.assign(new Error('the screen is locked'), { code: 'LOCKED' });
    return this.#desk;
  }
}

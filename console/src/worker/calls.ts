import type { Examined, PartName } from '@tocsin/device/doctor';
import type { Body } from '@tocsin/gateway/api';
import type { StatementId, StatementType } from '@tocsin/record';
import { type ChecksWish, check, type DecisionWish } from './checking.ts';
import { type Desk, openDesk } from './desk.ts';
import { keepDraft, readDraft } from './drafts.ts';
import { begin, complete, forget, unlock } from './enrolment.ts';
import type { EvidenceWish } from './evidence.ts';
import type { KeyFile } from './import-key.ts';
import type { KindFacts, PostChoices } from './kind-facts.ts';
import type { Readable } from './readable.ts';
import type { Stage } from './stage.ts';
import type { AnswerWish, OpenWish, Posting, Preview, ProposedAgreement } from './wish.ts';

/** Everything the screen can ask of the worker. Keys never cross: only what they opened or signed does. */
export class Calls {
  #desk: Desk | null = null;
  readonly #tell: Parameters<typeof openDesk>[1];

  constructor(tell: Parameters<typeof openDesk>[1]) {
    this.#tell = tell;
  }

  /** Makes this device's key under a passphrase and leaves the signing request with the gateway. */
  begin(passphrase: string): Promise<Stage> {
    return begin(passphrase);
  }

  /** Takes a registered officer's key over from a file, under a passphrase for this device. */
  async importKey(file: KeyFile, passphrase: string): Promise<Stage> {
    return (await import('./import-key.ts')).importKey(file, passphrase);
  }

  /** The code by which others confirm the roots that this device trusts. */
  async rootsCode(): Promise<string> {
    return (await import('./confirming.ts')).codeOf(this.#open().unlocked.identity.roots);
  }

  /** After the registrar has enrolled the key: takes over what the registrar's code confirms. */
  complete(passphrase: string, code: string): Promise<Stage> {
    return complete(passphrase, code);
  }

  /** Takes a key away that was made or imported and waits. */
  forget(): Promise<Stage> {
    return forget();
  }

  /** False for a wrong passphrase. */
  async unlock(passphrase: string): Promise<boolean> {
    const opened = await unlock(passphrase);
    if (opened === null) return false;
    this.#desk = openDesk(opened, this.#tell);
    return true;
  }

  async read(name: keyof Readable, given: readonly unknown[]): Promise<unknown> {
    const desk = this.#open();
    const method = desk.line.client[name] as (...given: readonly unknown[]) => Promise<unknown>;
    const answer = await method(...given);
    // Behind the first view, so that it is there when somebody opens, answers, or loses the line.
    desk.work().catch(() => undefined);
    return answer;
  }

  /** Holds what is on papers against listings and registers. */
  check(wish: ChecksWish) {
    const { line, unlocked } = this.#open();
    return check(line.client, unlocked, wish);
  }

  /** A part of the exchange, and what of it is wrong. */
  async examine<P extends PartName>(part: P): Promise<Examined<P>> {
    const { line, unlocked } = this.#open();
    const { examine } = await import('@tocsin/device/doctor');
    const now = new Date().toISOString();
    return examine(part, { client: line.client, own: unlocked.identity.agency, now });
  }

  /** Remembers for the own agency that who was checked is not whom a listing is about; without a reason takes it back. */
  decide(decision: DecisionWish): Promise<boolean> {
    return this.#open().line.client.decide(decision);
  }

  /** Verifies a bundle of evidence on this device alone. */
  async verifyEvidence(wish: EvidenceWish) {
    const { roots } = this.#open().unlocked.identity;
    return (await import('./evidence.ts')).verifyBundle(wish, roots);
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

  async postChoices(): Promise<PostChoices> {
    return (await import('./kind-facts.ts')).postChoices();
  }

  /** Exactly who will be able to read a post, with whose shares and under which clause; nothing is sent. */
  async prepare(posting: Posting): Promise<Preview> {
    return (await this.#open().work()).prepare(posting);
  }

  /** Seals and posts what was prepared last, by the number of its preview. */
  async post(number: number) {
    return (await this.#open().work()).post(number);
  }

  /** What signing an agreement would sign, read out of its proposal on this device. */
  async readProposal(agreement: StatementId): Promise<ProposedAgreement> {
    return (await this.#open().work()).readProposal(agreement);
  }

  /** Signs a proposal that was read here for the own agency, by its digest. */
  async signAgreement(digest: string) {
    return (await this.#open().work()).signAgreement(digest);
  }

  /** The draft of a kind, which only this device's passphrase opens. */
  draft(kind: string): Promise<unknown> {
    return readDraft(this.#open().unlocked, kind);
  }

  keepDraft(kind: string, draft: unknown): Promise<void> {
    return keepDraft(this.#open().unlocked, kind, draft);
  }

  #open(): Desk {
    if (this.#desk === null) throw Object.assign(new Error('the screen is locked'), { code: 'LOCKED' });
    return this.#desk;
  }
}

import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { TestAgency } from '../support/agency.ts';
import type { Order, Report } from './ledger-child.ts';

/** A statement on its way: what it takes to send it, and to send it again. */
export interface Load {
  readonly id: string;
  readonly agency: string;
  readonly jws: string;
  readonly file: Uint8Array | null;
}

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');

/** One life of a ledger's process, from start to kill. */
export class LedgerProcess {
  readonly #child: ChildProcess;
  /** Called for each outcome the child tells. */
  onReport: (report: Report) => void = () => {};

  /** Resolves when the ledger serves; rejects when its process ends before that. */
  readonly opened: Promise<void>;

  private constructor(child: ChildProcess, opened: Promise<void>) {
    this.#child = child;
    this.opened = opened;
    child.on('message', (report: Report) => this.onReport(report));
  }

  static async start(folder: string, agencies: readonly TestAgency[]): Promise<LedgerProcess> {
    const child = fork(join(import.meta.dirname, 'ledger-child.ts'), { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
    const died = once(child, 'exit').then(() => Promise.reject(new Error('the ledger process did not open')));
    const opened = Promise.race([once(child, 'message').then(() => {}), died]);
    opened.catch(() => {});
    child.send({
      open: join(folder, 'ledger'),
      views: folder,
      gateways: await Promise.all(agencies.map(identityOf)),
    } satisfies Order);
    return new LedgerProcess(child, opened);
  }

  /** Sends without waiting. What a dying process did not take is like what it did not answer: not acknowledged. */
  send({ id, agency, jws, file }: Load): void {
    const order: Order = { submit: id, agency, statement: jws, file: file === null ? null : base64(file) };
    if (this.#child.connected) this.#child.send(order, () => {});
  }

  /** SIGKILL: no handler runs, nothing is flushed. Resolves when the process is gone and all it told has arrived. */
  async kill(): Promise<void> {
    const gone = once(this.#child, 'close');
    this.#child.kill('SIGKILL');
    await gone;
  }
}

async function identityOf({ code, gateway, gatewayKeys }: TestAgency) {
  const key = await crypto.subtle.exportKey('jwk', gatewayKeys.privateKey);
  return { agency: code, certificate: base64(gateway.certificate), issuing: base64(gateway.issuing), key };
}

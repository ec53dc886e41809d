import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { randomBytes, toBase64url } from '@tocsin/envelope';
import { CliError } from '../error.ts';
import { existsFile, replacePrivate } from '../file.ts';

/** Which ledger a demo stands on. */
export type LedgerName = 'embedded' | 'fabric';

/** Where a demo keeps everything. */
export class Place {
  readonly folder: string;
  readonly kind: LedgerName;

  constructor(folder: string, kind: LedgerName = 'embedded') {
    this.folder = folder;
    this.kind = kind;
  }

  get passphraseFile(): string {
    return join(this.folder, 'passphrase');
  }
  get roots(): string {
    return join(this.folder, 'roots');
  }
  get config(): string {
    return join(this.folder, 'gateways.json');
  }
  get ledger(): string {
    return join(this.folder, 'ledger');
  }
  /** The network of Fabric: its nodes, their keys and their ledgers. */
  get network(): string {
    return join(this.folder, 'network');
  }
  /** How one agency's gateway is served when each has its own peer. */
  gatewayConfig(code: string): string {
    return this.agency(code, 'gateway.json');
  }
  /** Names the folder as a demo's: nothing else is ever deleted. */
  get mark(): string {
    return join(this.folder, 'demo.json');
  }
  agency(code: string, ...parts: string[]): string {
    return join(this.folder, code, ...parts);
  }

  /**
   * Makes the folder ready. True when a finished demo lies there and can go on; one that was interrupted while it was
   * being built is removed and begun anew.
   * @throws CliError OUTPUT_EXISTS for a folder that holds something else
   */
  async prepare(reset: boolean): Promise<boolean> {
    const found = await readdir(this.folder).catch((): string[] => []);
    const ours = found.includes('demo.json');
    if (found.length > 0 && !ours) throw new CliError('OUTPUT_EXISTS', 'the folder holds something that is no demo');
    if (!reset && (await this.#isFinished())) {
      if ((await this.#keptKind()) === this.kind) return true;
      throw new CliError('OUTPUT_EXISTS', 'the folder holds a demo on another ledger: name another folder, or --reset');
    }
    await rm(this.folder, { recursive: true, force: true });
    await mkdir(this.folder, { recursive: true, mode: 0o700 });
    await replacePrivate(this.mark, `{"tocsin":"demo/1","ledger":"${this.kind}"}\n`);
    return false;
  }

  /** A passphrase for everything in this folder, kept beside it: it guards a demo against nothing but accidents. */
  async makePassphrase(): Promise<string> {
    const passphrase = toBase64url(randomBytes(18));
    await replacePrivate(this.passphraseFile, `${passphrase}\n`);
    return passphrase;
  }

  finish(): Promise<void> {
    return replacePrivate(join(this.folder, 'finished'), `${new Date().toISOString()}\n`);
  }

  /** Which ledger an earlier run chose; the first demos had no choice. */
  async #keptKind(): Promise<LedgerName> {
    const mark = await readFile(this.mark, 'utf8').catch(() => '');
    return mark.includes('"ledger":"fabric"') ? 'fabric' : 'embedded';
  }

  #isFinished(): Promise<boolean> {
    return existsFile(join(this.folder, 'finished'));
  }
}

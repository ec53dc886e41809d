import { mkdir, readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { AuthorityFolder } from '@tocsin/crypto-config';
import { randomBytes, toBase64url } from '@tocsin/envelope';
import type { Issuer, Topology } from '@tocsin/network-fabric';
import { CliError } from '../error.ts';
import { existsFile, replacePrivate } from '../file.ts';
import { type PassphraseSource, passphraseFor } from '../passphrase.ts';
import type { Terminal } from '../terminal.ts';

/** Where `tocsin network` keeps a network whose agencies all live on this machine: authorities, nodes, ledger. */
export class NetworkPlace {
  readonly folder: string;

  constructor(folder: string) {
    this.folder = folder;
  }

  /** Names the folder as ours: nothing else is ever filled or removed. */
  get mark(): string {
    return join(this.folder, 'place.json');
  }
  get passphraseFile(): string {
    return join(this.folder, 'passphrase');
  }
  authority(agency: string): string {
    return join(this.folder, 'authorities', agency);
  }

  /** Agencies whose authorities lie here. */
  async authorities(): Promise<string[]> {
    return (await readdir(join(this.folder, 'authorities')).catch((): string[] => [])).sort();
  }

  /** Takes an empty folder, or one of ours. @throws CliError OUTPUT_EXISTS for a folder that holds something else */
  async take(): Promise<void> {
    await this.ensureOurs();
    await mkdir(this.folder, { recursive: true, mode: 0o700 });
    await replacePrivate(this.mark, '{"tocsin":"network/1"}\n');
  }

  /** @throws CliError OUTPUT_EXISTS */
  async ensureOurs(): Promise<void> {
    const found = await readdir(this.folder).catch((): string[] => []);
    if (found.length > 0 && !(await this.#isOurs()))
      throw new CliError('OUTPUT_EXISTS', 'the folder holds something that is no network');
  }

  /**
   * The agencies' authorities, those that are missing made anew.
   * @throws CryptoConfigError WRONG_PASSPHRASE when they were made with another one
   */
  async issuers(topology: Topology, passphrase: string): Promise<Map<string, Issuer>> {
    const pairs = topology.agencies.map(async ({ code, country, name }) => {
      const path = this.authority(code);
      const made = await existsFile(path);
      const request = { agency: code, country, name };
      const authority = made
        ? await AuthorityFolder.open(path, passphrase)
        : await AuthorityFolder.create(path, request, passphrase);
      return [code, authority] as const;
    });
    return new Map(await Promise.all(pairs));
  }

  /** The passphrase given; else the one kept beside the authorities, made up on the first call. */
  async passphrase(terminal: Terminal, source: PassphraseSource): Promise<string> {
    if (source.passphraseFile !== undefined || terminal.env.TOCSIN_PASSPHRASE_FILE !== undefined)
      return passphraseFor(terminal, 'the authorities', source);
    if (!(await existsFile(this.passphraseFile)))
      await replacePrivate(this.passphraseFile, `${toBase64url(randomBytes(18))}\n`);
    return passphraseFor(terminal, 'the authorities', { profileFile: this.passphraseFile });
  }

  /** Either file will do: the one is written before anything else, the other may be all that a demo has. */
  async #isOurs(): Promise<boolean> {
    const read = (path: string): Promise<string> => readFile(path, 'utf8').catch(() => '');
    const [mark, description] = await Promise.all([read(this.mark), read(join(this.folder, 'network.json'))]);
    return mark.includes('"tocsin":"network/1"') || description.includes('"tocsin-network/1"');
  }

  /** Bytes on disk, without what vanishes meanwhile. */
  async size(): Promise<number> {
    const entries = await readdir(this.folder, { recursive: true, withFileTypes: true }).catch(() => []);
    const files = entries.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name));
    const sizes = await Promise.all(
      files.map((path) =>
        stat(path).then(
          ({ size }) => size,
          () => 0,
        ),
      ),
    );
    return sizes.reduce((sum, size) => sum + size, 0);
  }
}

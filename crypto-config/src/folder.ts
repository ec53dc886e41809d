import { createPublicKey, type KeyObject, randomBytes, X509Certificate } from 'node:crypto';
import { mkdir, readFile, rename, rm, rmdir } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { syncFolder, writeAtomically } from './atomic-file.ts';
import {
  type Authority,
  type AuthorityBundle,
  type AuthorityRequest,
  authorityBundle,
  createAuthority,
  type IssuerName,
  type RevocationReason,
  recordIssued,
} from './authority.ts';
import { crlNumberOf } from './crl.ts';
import { CryptoConfigError, refusing } from './error.ts';
import { withLock } from './folder-lock.ts';
import type { Issued } from './issue.ts';
import { decryptKey, encryptKey, exportPkcs8, readSigningKey } from './key.ts';
import { readKeyFile, writeKeyFile } from './key-file.ts';
import { pemToDer } from './pem.ts';
import { readRegister, registerText } from './register.ts';
import { type Crls, makeCrls, revoke } from './revoke.ts';

const issuerNames: readonly IssuerName[] = ['root', 'issuing', 'tls'];

/**
 * An agency's authorities in a folder: `root.pem`, `issuing.pem`, `tls.pem`, `keys/*.key.pem` (encrypted, 0600),
 * `crl/*.pem` and `issued.json`. Every change is written before it is answered, and all writes are atomic.
 */
export class AuthorityFolder {
  readonly path: string;
  #authority: Authority;
  /** Changes of this process wait for each other; the lock file keeps other processes out. */
  #queue: Promise<unknown> = Promise.resolve();

  private constructor(path: string, authority: Authority) {
    this.path = path;
    this.#authority = authority;
  }

  /**
   * Makes an authority and its first revocation lists. The folder appears whole or not at all.
   * @throws CryptoConfigError AUTHORITY_EXISTS, BAD_NAME, BAD_LIFETIME, WEAK_PASSPHRASE
   */
  static async create(path: string, request: AuthorityRequest, passphrase: string): Promise<AuthorityFolder> {
    const target = resolve(path);
    await mkdir(dirname(target), { recursive: true, mode: 0o700 });
    const draft = join(dirname(target), `.${basename(target)}.${randomBytes(6).toString('hex')}.draft`);
    try {
      const made = await makeCrls(await createAuthority(request), request.at === undefined ? {} : { at: request.at });
      await writeNew(draft, made.authority, made.crls, passphrase);
      await moveInto(draft, target);
      return new AuthorityFolder(target, made.authority);
    } finally {
      await rm(draft, { recursive: true, force: true });
    }
  }

  /**
   * Opens an authority. If a kill came between register and lists, the lists are made again.
   * @throws CryptoConfigError AUTHORITY_MISSING, AUTHORITY_DAMAGED, WRONG_PASSPHRASE, KEY_FILE_EXPOSED,
   *   KEY_FILE_MISSING, AUTHORITY_BUSY
   */
  static async open(path: string, passphrase: string): Promise<AuthorityFolder> {
    const target = resolve(path);
    const register = await readText(join(target, 'issued.json'), 'AUTHORITY_MISSING').then(readRegister);
    const [root, issuing, tls] = await Promise.all([
      readCa(target, 'root', passphrase),
      readCa(target, 'issuing', passphrase),
      readCa(target, 'tls', passphrase),
    ]);
    const folder = new AuthorityFolder(target, { ...register, root, issuing, tls });
    if (!(await folder.#hasNewestCrls())) await folder.renewCrls();
    return folder;
  }

  get authority(): Authority {
    return this.#authority;
  }

  get bundle(): AuthorityBundle {
    return authorityBundle(this.#authority);
  }

  /**
   * Issues by one of the `issue...` functions and keeps the entry before the certificate is handed out:
   * `folder.issue((authority) => issueOfficer(authority, request))`.
   * @throws CryptoConfigError AUTHORITY_BUSY, and what `make` throws
   */
  async issue(make: (authority: Authority) => Promise<Issued>): Promise<Issued> {
    return this.#change(async (authority) => {
      const issued = await make(authority);
      await this.#keep(recordIssued(authority, issued.entry));
      return issued;
    });
  }

  /**
   * Revokes and publishes: register first, then new lists.
   * @throws CryptoConfigError UNKNOWN_SERIAL, ALREADY_REVOKED, AUTHORITY_BUSY
   */
  async revoke(serial: string, reason: RevocationReason, at = new Date()): Promise<Crls> {
    return this.#change((authority) => this.#publish(revoke(authority, serial, reason, at), at));
  }

  /** New lists with a later end; to be called before the last ones end (7 days). @throws CryptoConfigError AUTHORITY_BUSY */
  async renewCrls(at = new Date()): Promise<Crls> {
    return this.#change((authority) => this.#publish(authority, at));
  }

  /** The newest lists, as written. @throws CryptoConfigError AUTHORITY_DAMAGED */
  async crls(): Promise<Crls> {
    const [root, issuing, tls] = await Promise.all(issuerNames.map((name) => this.#readCrl(name)));
    if (root === undefined || issuing === undefined || tls === undefined)
      throw new CryptoConfigError('AUTHORITY_DAMAGED');
    return { root, issuing, tls };
  }

  async #publish(authority: Authority, at: Date): Promise<Crls> {
    const made = await makeCrls(authority, { at });
    await this.#keep(made.authority);
    await writeCrls(this.path, made.crls);
    return made.crls;
  }

  /** One change at a time, each on the register as it is on disk: another process may have written since. */
  async #change<T>(change: (authority: Authority) => Promise<T>): Promise<T> {
    const run = this.#queue.then(() =>
      withLock(join(this.path, 'lock'), async () => {
        const register = readRegister(await readText(join(this.path, 'issued.json'), 'AUTHORITY_MISSING'));
        return change({ ...this.#authority, ...register });
      }),
    );
    this.#queue = run.catch(() => undefined);
    return run;
  }

  async #keep(authority: Authority): Promise<void> {
    await writeAtomically(join(this.path, 'issued.json'), registerText(authority), 0o600);
    this.#authority = authority;
  }

  #readCrl(name: IssuerName): Promise<string> {
    return readText(join(this.path, 'crl', `${name}.pem`), 'AUTHORITY_DAMAGED');
  }

  async #hasNewestCrls(): Promise<boolean> {
    const texts = await Promise.all(issuerNames.map((name) => this.#readCrl(name)));
    const newest = BigInt(this.#authority.crlNumber);
    return refusing('AUTHORITY_DAMAGED', () => texts.every((text) => crlNumberOf(text) === newest));
  }
}

async function writeNew(path: string, authority: Authority, crls: Crls, passphrase: string): Promise<void> {
  await mkdir(path, { mode: 0o700 });
  await mkdir(join(path, 'crl'), { mode: 0o700 });
  for (const name of issuerNames) {
    const { certificate, privateKey } = authority[name];
    await writeKeyFile(keyPath(path, name), await encryptKey(exportPkcs8(privateKey), passphrase));
    await writeAtomically(join(path, `${name}.pem`), certificate, 0o644);
  }
  await writeCrls(path, crls);
  await writeAtomically(join(path, 'issued.json'), registerText(authority), 0o600);
}

async function writeCrls(path: string, crls: Crls): Promise<void> {
  for (const name of issuerNames) await writeAtomically(join(path, 'crl', `${name}.pem`), crls[name], 0o644);
}

/** An empty folder may stand in the way; removing it and renaming both fail, without harm, on one that is not empty. */
async function moveInto(draft: string, target: string): Promise<void> {
  try {
    await rmdir(target).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'ENOENT') throw error;
    });
    await rename(draft, target);
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    const taken = ['ENOTEMPTY', 'EEXIST', 'ENOTDIR', 'EPERM'].includes(code);
    throw taken ? new CryptoConfigError('AUTHORITY_EXISTS') : error;
  }
  await syncFolder(dirname(target));
}

async function readCa(path: string, name: IssuerName, passphrase: string) {
  const certificate = await readText(join(path, `${name}.pem`), 'AUTHORITY_DAMAGED');
  const privateKey = readSigningKey(await decryptKey(await readKeyFile(keyPath(path, name)), passphrase));
  refusing('AUTHORITY_DAMAGED', () => ensureBelongs(certificate, privateKey));
  return { certificate, privateKey };
}

function ensureBelongs(certificate: string, key: KeyObject): void {
  const parsed = new X509Certificate(pemToDer(certificate, 'CERTIFICATE'));
  if (!parsed.publicKey.equals(createPublicKey(key))) throw new Error('another key');
}

async function readText(path: string, missing: 'AUTHORITY_MISSING' | 'AUTHORITY_DAMAGED'): Promise<string> {
  return readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw ['ENOENT', 'ENOTDIR'].includes(error.code ?? '') ? new CryptoConfigError(missing) : error;
  });
}

function keyPath(path: string, name: IssuerName): string {
  return join(path, 'keys', `${name}.key.pem`);
}

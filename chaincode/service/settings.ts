import { readFile, stat } from 'node:fs/promises';
import { createSecureContext } from 'node:tls';
import { AgencyCode } from '@tocsin/record';
import { ClientAuthority } from './client-authority.ts';
import { sourceDigest } from './digest.ts';

/** Texts are PEM, as read from the files. */
export interface TlsMaterial {
  readonly key: Buffer;
  /** The server's certificate, then its issuer's. */
  readonly certificate: Buffer;
  readonly clientAuthority: ClientAuthority;
}

export interface Settings {
  /** `label:sha256` of the installed package, as the peer calls it. */
  readonly packageId: string;
  readonly digest: string;
  readonly agency: AgencyCode;
  /** `host:port`. */
  readonly address: string;
  readonly tls: TlsMaterial;
}

/** Why the service does not start; the message is for the operator. */
export class SettingsError extends Error {
  constructor(message: string, cause?: unknown) {
    super(message, { cause });
    this.name = 'SettingsError';
  }
}

type Environment = Readonly<Record<string, string | undefined>>;

const packageId = /^tocsin_([0-9a-f]{16}):[0-9a-f]{64}$/;
// The schema is typed as its brand; at run time it is JSON Schema with a pattern.
const agencyCode = new RegExp((AgencyCode as unknown as { readonly pattern: string }).pattern);
const address = /^[^\s/]+:\d{1,5}$/;

/** What the environment says, or a refusal to start: there is no mode without mutual TLS. @throws SettingsError */
export async function readSettings(environment: Environment): Promise<Settings> {
  const agency = given(environment, 'TOCSIN_AGENCY', agencyCode);
  const id = given(environment, 'CHAINCODE_ID', packageId);
  const served = given(environment, 'CHAINCODE_SERVER_ADDRESS', address);
  const tls = await readTls(environment);
  return { packageId: id, digest: await ownDigest(id), agency, address: served, tls };
}

function given(environment: Environment, name: string, form: RegExp): string {
  const value = environment[name] ?? '';
  if (value === '') throw new SettingsError(`${name} is not set`);
  if (!form.test(value)) throw new SettingsError(`${name} must match ${form.source}`);
  return value;
}

/** Agencies approve the label; sources that they did not see must not answer under it. */
async function ownDigest(id: string): Promise<string> {
  const [, named] = packageId.exec(id) ?? [];
  const own = await sourceDigest().catch((error: unknown) => {
    throw new SettingsError('the sources of the chaincode cannot be read', error);
  });
  if (named !== own) throw new SettingsError(`CHAINCODE_ID names the sources ${named}, but these are ${own}`);
  return own;
}

async function readTls(environment: Environment): Promise<TlsMaterial> {
  const file = (name: string): Promise<Buffer> => readNamed(environment, name);
  const key = await file('CHAINCODE_TLS_KEY');
  await ensurePrivate(environment.CHAINCODE_TLS_KEY ?? '');
  const certificate = await file('CHAINCODE_TLS_CERT');
  const authority = await file('CHAINCODE_TLS_CLIENT_CA');
  usable('CHAINCODE_TLS_KEY and CHAINCODE_TLS_CERT do not belong together', () =>
    createSecureContext({ key, cert: certificate }),
  );
  const clientAuthority = usable(
    'CHAINCODE_TLS_CLIENT_CA must hold the authority of TLS certificates, then its issuers up to the root',
    () => new ClientAuthority(authority),
  );
  return { key, certificate, clientAuthority };
}

async function readNamed(environment: Environment, name: string): Promise<Buffer> {
  const path = given(environment, name, /./);
  return readFile(path).catch((error: unknown) => {
    throw new SettingsError(`${name} cannot be read`, error);
  });
}

/** Windows tells of no modes. */
async function ensurePrivate(path: string): Promise<void> {
  const { mode } = await stat(path);
  if (process.platform !== 'win32' && (mode & 0o077) !== 0)
    throw new SettingsError('CHAINCODE_TLS_KEY can be read by others, chmod 600 it');
}

function usable<T>(otherwise: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw new SettingsError(otherwise, error);
  }
}

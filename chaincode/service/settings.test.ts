import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { freshFolder, removeFolder } from '../../test/support/host.ts';
import { type ServiceFolder, serviceFolder } from '../fixture/service-folder.ts';
import { readSettings, SettingsError } from './settings.ts';

let folder: string;
let here: ServiceFolder;
beforeAll(async () => {
  folder = await freshFolder();
  here = await serviceFolder(folder);
});
afterAll(() => removeFolder(folder));

const file = (name: string): string => join(folder, name);

/** Why the service does not start; any other error is a bug. */
async function refusal(change: Record<string, string>): Promise<string> {
  const error = await readSettings({ ...here.environment, ...change }).catch((thrown: unknown) => thrown);
  if (error instanceof SettingsError) return error.message;
  throw error;
}

test('a complete environment is read', async () => {
  const { packageId, digest, agency, address, tls } = await readSettings(here.environment);
  expect([packageId, digest, agency, address]).toEqual([
    here.environment.CHAINCODE_ID,
    here.digest,
    'th-police',
    '127.0.0.1:0',
  ]);
  expect(tls).toMatchObject(here.side);
});

test.each([
  'CHAINCODE_ID',
  'CHAINCODE_SERVER_ADDRESS',
  'TOCSIN_AGENCY',
  'CHAINCODE_TLS_KEY',
  'CHAINCODE_TLS_CERT',
  'CHAINCODE_TLS_CLIENT_CA',
])('does not start without %s', async (name) => {
  const { [name]: _gone, ...rest } = here.environment;
  await expect(readSettings(rest)).rejects.toThrow(`${name} is not set`);
  expect(await refusal({ [name]: '' })).toBe(`${name} is not set`);
});

test.each([
  [
    'another digest',
    () => ({ CHAINCODE_ID: `tocsin_${'0'.repeat(16)}:${'a'.repeat(64)}` }),
    /names the sources 0{16}, but these are/,
  ],
  ['a label without one', () => ({ CHAINCODE_ID: `tocsin:${'a'.repeat(64)}` }), /^CHAINCODE_ID must match/],
  ['an agency that is none', () => ({ TOCSIN_AGENCY: 'Th-Police' }), /^TOCSIN_AGENCY must match/],
  ['no port', () => ({ CHAINCODE_SERVER_ADDRESS: '127.0.0.1' }), /^CHAINCODE_SERVER_ADDRESS must match/],
  ['a key that others can read', () => ({ CHAINCODE_TLS_KEY: file('exposed.pem') }), /^CHAINCODE_TLS_KEY can be read/],
  ['no key', () => ({ CHAINCODE_TLS_KEY: file('nowhere.pem') }), /^CHAINCODE_TLS_KEY cannot be read/],
  ["another's certificate", () => ({ CHAINCODE_TLS_CERT: file('other.pem') }), /do not belong together/],
  ['an authority without its root', () => ({ CHAINCODE_TLS_CLIENT_CA: file('no-root.pem') }), /up to the root/],
  ['no authority', () => ({ CHAINCODE_TLS_CLIENT_CA: file('key.pem') }), /up to the root/],
])('does not start with %s', async (_name, change, expected) => {
  const message = await refusal(change());
  expect(message).toMatch(expected);
  expect(message).not.toContain(folder);
});

import { expect, test } from 'vitest';
import { authorityBundle } from './authority.ts';
import { localMspFolder, mspFolder } from './msp.ts';
import { makeCrls } from './revoke.ts';
import { makeAuthority } from './test-agency.ts';

async function request() {
  const { authority, crls } = await makeCrls(await makeAuthority());
  return { authority, request: { bundle: authorityBundle(authority), crls } };
}

test('an MSP folder holds certificates and lists of the agency and no key', async () => {
  const made = await request();
  const files = mspFolder(made.request);
  expect(Object.keys(files).sort()).toEqual([
    'cacerts/root.pem',
    'config.yaml',
    'crls/issuing.pem',
    'crls/root.pem',
    'intermediatecerts/issuing.pem',
    'tlscacerts/tls.pem',
  ]);
  expect(files['cacerts/root.pem']).toBe(made.authority.root.certificate);
  expect(files['tlscacerts/tls.pem']).toBe(made.authority.tls.certificate);
  expect(files['crls/issuing.pem']).toContain('BEGIN X509 CRL');
  expect(Object.values(files).join('')).not.toContain('PRIVATE');
});

test('every role is told by an OU of the issuing authority', async () => {
  const config = mspFolder((await request()).request)['config.yaml'] ?? '';
  for (const role of ['client', 'peer', 'admin', 'orderer']) expect(config).toContain(`Identifier: ${role}\n`);
  expect(config.match(/intermediatecerts\/issuing\.pem/g)).toHaveLength(4);
});

test('a local MSP folder adds the identity that signs', async () => {
  const files = localMspFolder((await request()).request, { certificate: 'its certificate', key: 'its key' });
  expect(files['signcerts/certificate.pem']).toBe('its certificate');
  expect(files['keystore/key.pem']).toBe('its key');
});

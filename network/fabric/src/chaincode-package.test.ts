import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { chaincodePackage } from './chaincode-package.ts';

const folder = mkdtempSync(join(tmpdir(), 'tocsin-package-'));
afterAll(() => rmSync(folder, { recursive: true }));

const connection = {
  address: '127.0.0.1:17052',
  authority: 'authority',
  clientCertificate: 'certificate',
  clientKey: 'key',
};

function unpacked(bytes: Uint8Array, name: string): string {
  const file = join(folder, 'package.tar.gz');
  writeFileSync(file, bytes);
  execFileSync('tar', ['-xzf', file, '-C', folder]);
  return readFileSync(join(folder, name), 'utf8');
}

test('the package unpacks with any tar and names the label and the service, both sides with certificates', () => {
  const { bytes } = chaincodePackage('tocsin_0123456789abcdef', connection);
  expect(JSON.parse(unpacked(bytes, 'metadata.json'))).toEqual({ type: 'ccaas', label: 'tocsin_0123456789abcdef' });
  const inner = join(folder, 'code.tar.gz');
  execFileSync('tar', ['-xzf', inner, '-C', folder]);
  expect(JSON.parse(readFileSync(join(folder, 'connection.json'), 'utf8'))).toMatchObject({
    address: '127.0.0.1:17052',
    tls_required: true,
    client_auth_required: true,
    client_key: 'key',
  });
});

test('the same input gives the same package, so that its identifier can be told before it is installed', () => {
  const [one, other] = [chaincodePackage('tocsin_a', connection), chaincodePackage('tocsin_a', connection)];
  expect(one.id).toBe(other.id);
  expect(one.id).toBe(`tocsin_a:${createHash('sha256').update(one.bytes).digest('hex')}`);
  expect(chaincodePackage('tocsin_b', connection).id).not.toBe(one.id);
});

import { type createPrivateKey, generateKeyPairSync, verify } from 'node:crypto';
import { expect, test } from 'vitest';
import { agencyAuthority } from '../../../../test/support/agency.ts';
import { certifiedNode } from '../../../../test/support/node.ts';
import { lowS, signingKey } from './signer.ts';

const half = BigInt('0x7fffffff800000007fffffffffffffffde737d56d38bcf4279dce5617e3192a8');

/** The two numbers of a DER signature whose encoding is the only one they have. */
function numbersIn(der: Uint8Array): bigint[] {
  expect([der[0], der[1]]).toEqual([0x30, der.length - 2]);
  const numbers: bigint[] = [];
  for (let at = 2; at < der.length; ) {
    const length = der[at + 1] ?? 0;
    const digits = Buffer.from(der.subarray(at + 2, at + 2 + length));
    expect(der[at]).toBe(2);
    expect(digits[0]).toBeLessThan(0x80);
    if (digits[0] === 0) expect(digits[1]).toBeGreaterThan(0x7f);
    numbers.push(BigInt(`0x${digits.toString('hex')}`));
    at += 2 + length;
  }
  return numbers;
}

test('signatures are good, strict DER and never the higher of the two', () => {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
  for (let i = 0; i < 600; i++) {
    const message = Buffer.from(`message ${i}`);
    const signature = lowS(message, privateKey);
    expect(verify('sha256', message, publicKey, signature)).toBe(true);
    const [r, s, ...rest] = numbersIn(signature);
    expect(rest).toEqual([]);
    expect(r).toBeGreaterThan(0n);
    expect((s ?? 0n) <= half).toBe(true);
  }
});

test('a key must be of the right kind and belong to its certificate', async () => {
  const authority = await agencyAuthority('th-police', Date.now);
  const node = await certifiedNode(authority, 'client', new Date());
  const pem = (key: ReturnType<typeof createPrivateKey>) => key.export({ type: 'pkcs8', format: 'pem' }).toString();
  expect(signingKey(pem(node.key), node.certificate).type).toBe('private');
  const other = generateKeyPairSync('ec', { namedCurve: 'prime256v1' }).privateKey;
  const edwards = generateKeyPairSync('ed25519').privateKey;
  expect(() => signingKey(pem(other), node.certificate)).toThrow('does not belong');
  expect(() => signingKey(pem(edwards), node.certificate)).toThrow('P-256');
});

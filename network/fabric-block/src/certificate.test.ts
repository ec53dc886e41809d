import { X509Certificate } from 'node:crypto';
import { beforeAll, expect, test } from 'vitest';
import { agencyAuthority } from '../../../test/support/agency.ts';
import { certificateIn } from './certificate.ts';

let one: string;
let other: string;
beforeAll(async () => {
  const made = await Promise.all(['th-police', 'la-fiu'].map((code) => agencyAuthority(code, Date.now)));
  [one = '', other = ''] = made.map(({ root }) => root.certificate);
});

const print = (text: string): string | undefined => certificateIn(text)?.fingerprint256;
const real = (pem: string): string => new X509Certificate(pem).fingerprint256;
const labelled = (pem: string, label: string): string => pem.replaceAll('CERTIFICATE', label);
const der = (pem: string): Buffer => new X509Certificate(pem).raw;
const pemOf = (bytes: Uint8Array): string =>
  `-----BEGIN CERTIFICATE-----\n${Buffer.from(bytes).toString('base64')}\n-----END CERTIFICATE-----\n`;

test('the first block counts, whatever its label: so Fabric reads it, and OpenSSL does not', () => {
  expect(print(labelled(other, 'WHATEVER') + one)).toBe(real(other));
  expect(print(labelled(other, 'TRUSTED CERTIFICATE') + one)).toBe(real(other));
  expect(print(one + other)).toBe(real(one));
});

test.each<[string, () => string]>([
  ['as it is', () => one],
  ['without the last line break', () => one.trimEnd()],
  ['with the line breaks of Windows', () => one.replaceAll('\n', '\r\n')],
  ['behind words', () => `a certificate\n${one}`],
  ['behind a beginning that never ends', () => `-----BEGIN CERTIFICATE-----\nAAAA\n${one}`],
  ['behind a block that is broken', () => `-----BEGIN X-----\n!!!!\n-----END X-----\n${one}`],
  ['with a header', () => one.replace('-----\n', '-----\nName: value\n\n')],
  ['on one line', () => pemOf(der(one))],
])('read: %s', (_, text) => {
  expect(print(text())).toBe(real(one));
});

test.each<[string, () => string]>([
  ['nothing', () => ''],
  ['a beginning within a line', () => ` ${one}`],
  ['another label at the end', () => one.replace('END CERTIFICATE', 'END SOMETHING')],
  ['words after the end', () => `${one.trimEnd()} words`],
  ['what is no base64', () => one.replace('\nMI', '\nM*')],
  ['bytes after the certificate', () => pemOf(Buffer.concat([der(one), Buffer.of(0)]))],
  ['a label alone', () => '-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----\n'],
])('not read: %s', (_, text) => {
  expect(certificateIn(text())).toBe(null);
});

test('DER is read as DER', () => {
  expect(certificateIn(der(one))?.fingerprint256).toBe(real(one));
  expect(certificateIn(Buffer.concat([der(one), Buffer.of(0)]))).toBe(null);
});

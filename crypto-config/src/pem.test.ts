import { expect, test } from 'vitest';
import { derToPem, pemToDer } from './pem.ts';

const der = Uint8Array.from([0x30, 0x60, ...Array.from({ length: 0x60 }, (_, i) => i)]);
const pem = derToPem(der, 'CERTIFICATE');
const lines = pem.split('\n');

test('what is written is read back, with either line end', () => {
  expect(pemToDer(pem, 'CERTIFICATE')).toEqual(der);
  expect(pemToDer(pem.replaceAll('\n', '\r\n'), 'CERTIFICATE')).toEqual(der);
});

test.each([
  ['another label', derToPem(der, 'X509 CRL')],
  ['the label CRL that Fabric does not know', pem.replaceAll('CERTIFICATE', 'CRL')],
  ['no end', pem.slice(0, -20)],
  ['a missing last line', [...lines.slice(0, 2), ...lines.slice(3)].join('\n')],
  ['a missing first line', [...lines.slice(0, 1), ...lines.slice(2)].join('\n')],
  ['two blocks', pem + pem],
  ['text before it', `subject: x\n${pem}`],
  ['a header', pem.replace('\n', '\nProc-Type: 4,ENCRYPTED\n\n')],
  ['a stray character', pem.replace('\n', '\n*')],
  ['surplus bytes', derToPem(Uint8Array.from([...der, 0]), 'CERTIFICATE')],
  ['nothing inside', '-----BEGIN CERTIFICATE-----\n\n-----END CERTIFICATE-----\n'],
  ['nothing', ''],
])('refuses %s', (_, text) => {
  expect(() => pemToDer(text, 'CERTIFICATE')).toThrow(expect.objectContaining({ code: 'BAD_PEM' }));
});

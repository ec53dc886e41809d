import { X509Certificate } from 'node:crypto';
import { authorityBundle, createAuthority } from '@tocsin/crypto-config';
import { beforeAll, expect, test } from 'vitest';
import { summaryOf } from './channel-summary.ts';
import { signersIn } from './channel-update.ts';

let known: string;
let enemy: string;
beforeAll(async () => {
  const made = ['th-police', 'la-fiu'].map((agency) =>
    createAuthority({ agency, country: agency.slice(0, 2).toUpperCase(), name: 'Fictitious' }),
  );
  [known = '', enemy = ''] = (await Promise.all(made)).map((authority) => authorityBundle(authority).root);
});

const base64 = (text: string): string => Buffer.from(text).toString('base64');
const added = (to: unknown): string => summaryOf([{ path: 'x', kind: 'added', to }]).join('\n');
const print = (pem: string): string => new X509Certificate(pem).fingerprint256;

test('a certificate is told by its fingerprint when it stands alone', () => {
  expect(added(base64(known))).toContain(print(known));
});

test('no known fingerprint stands for another root that Fabric would take', () => {
  for (const hidden of [enemy.replaceAll('CERTIFICATE', 'NOTE') + known, enemy + known, `${known}${enemy}`]) {
    expect(added(base64(hidden))).not.toContain(print(known));
    expect(added(base64(hidden))).toMatch(/more or other than one certificate, sha256 [0-9a-f]{64}/);
  }
});

test('two values with the same beginning are told apart', () => {
  const [from, to] = ['a', 'b'].map((end) => 'x'.repeat(300) + end);
  const [line = ''] = summaryOf([{ path: 'x', kind: 'changed', from, to }]);
  const [before, after] = line.replace('x: ', '').split(' -> ');
  expect(before).not.toBe(after);
});

test('what is called version and holds something is told', () => {
  expect(added({ policies: { version: { policy: { type: 1, value: 'everybody' } } } })).toContain('everybody');
  expect(added({ version: '0', mod_policy: 'Admins' })).not.toContain('version');
});

test('a name in letters that look like others is not told as those', () => {
  const [line] = summaryOf([{ path: 'Application/th-\u0440olice', kind: 'added', to: 'x' }]);
  expect(line).toContain('th-\\u{440}olice');
});

test('whoever a file says has signed it cannot paint on the terminal', () => {
  const by = (mspid: string) => ({ signature_header: { creator: { mspid } } });
  expect(signersIn([by('th-police'), by('th-police'), by('\u001b[1A\u001b[2K')])).toEqual([
    'th-police',
    '\\u{1b}[1A\\u{1b}[2K',
  ]);
  expect(signersIn([{}])).toEqual(['']);
});

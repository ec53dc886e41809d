import { expect, test } from 'vitest';
import {
  ensureValidAgency,
  ensureValidHandle,
  ensureValidHost,
  ensureValidRoles,
  ensureValidTitle,
  ensureValidUnit,
} from './names.ts';

const bad = expect.objectContaining({ code: 'BAD_NAME' });

test.each([
  ['th-police', 'TH'],
  ['kh-immigration', 'KH'],
  ['la-fiu-2', 'LA'],
])('agency %s of %s', (code, country) => {
  expect(() => ensureValidAgency(code, country)).not.toThrow();
});

test.each([
  ['th-police', 'KH'],
  ['th-police', 'th'],
  ['TH-police', 'TH'],
  ['thpolice', 'TH'],
  ['th-', 'TH'],
  [`th-${'a'.repeat(30)}`, 'TH'],
  ['th-a b', 'TH'],
  ['th-police\n', 'TH'],
])('no agency %j of %s', (code, country) => {
  expect(() => ensureValidAgency(code, country)).toThrow(bad);
});

test.each(['th-4711', 'a', 'peer0.th-police', 'a'.repeat(64)])('handle %s', (handle) => {
  expect(() => ensureValidHandle(handle)).not.toThrow();
});

test.each(['', 'Somchai Example', 'A1', '-a', 'a-', 'a..b', 'a,OU=admin', 'a\\', 'สมชาย', 'a'.repeat(65), 'a\n'])(
  'no handle %j',
  (handle) => {
    expect(() => ensureValidHandle(handle)).toThrow(bad);
  },
);

test.each(['admin', 'peer', 'orderer', 'client', 'Admin', '', 'x'.repeat(33)])('no unit %j', (unit) => {
  expect(() => ensureValidUnit(unit)).toThrow(bad);
});

test.each([[[]], [['a', 'a']], [['a,b']], [Array.from({ length: 17 }, (_, i) => `r${i}`)]])('no roles %j', (roles) => {
  expect(() => ensureValidRoles(roles)).toThrow(bad);
});

test.each(['gateway.th-police.example', 'localhost', '127.0.0.1', '::1', '192.0.2.7'])('host %s', (host) => {
  expect(() => ensureValidHost(host)).not.toThrow();
});

test.each([
  '',
  '*.example',
  'a_b',
  'Example.org',
  '1.2.3',
  '999.1.1.1',
  'a..b',
  `${'a'.repeat(64)}.example`,
  'a.example\n',
])('no host %j', (host) => {
  expect(() => ensureValidHost(host)).toThrow(bad);
});

test.each(['Royal Thai Police', 'សន្តិសុខ\u200bកម្ពុជា', 'ສຳນັກງານ'])('title %s', (title) => {
  expect(() => ensureValidTitle(title)).not.toThrow();
});

test.each(['', '   ', 'a\nb', 'a\u202eb', 'x'.repeat(121)])('no title %j', (title) => {
  expect(() => ensureValidTitle(title)).toThrow(bad);
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { refusalOf, verdictOn } from '../fixture/refusal.ts';
import { sample } from '../fixture/sample.ts';
import { statementId } from './id.ts';
import { ensureStatement, type StatementType, statements } from './statement.ts';

const types = Object.keys(statements) as StatementType[];
const verdict = (payload: unknown) => verdictOn(() => ensureStatement(payload));
const parsed = (text: string): unknown => JSON.parse(text);

/** Paths to every value inside, as lists of keys. */
function* paths(value: unknown, here: string[] = []): Generator<string[]> {
  if (here.length > 0) yield here;
  if (value !== null && typeof value === 'object')
    for (const [key, member] of Object.entries(value)) yield* paths(member, [...here, key]);
}

const isObject = (value: unknown): value is object =>
  value !== null && typeof value === 'object' && !Array.isArray(value);

function changed(
  payload: object,
  path: readonly string[],
  change: (holder: Record<string, unknown>, key: string) => void,
) {
  const copy = structuredClone(payload) as Record<string, unknown>;
  const holder = path.slice(0, -1).reduce((inner, key) => inner[key] as Record<string, unknown>, copy);
  change(holder, path.at(-1) ?? '');
  return copy;
}

describe.each(types)('%s', (typ) => {
  const payload = sample(typ);

  test('one valid statement', () => expect(ensureStatement(payload)).toBe(payload));

  test('an unknown key, at the top or in any object inside', () => {
    expect(verdict({ ...payload, surplus: 1 })).toBe('MALFORMED_STATEMENT');
    const surplus = (inner: unknown): object => ({ ...(inner as object), surplus: 1 });
    for (const path of paths(payload)) {
      if (!isObject(path.reduce((inner, key) => (inner as Record<string, unknown>)[key], payload as unknown))) continue;
      const odd = changed(payload, path, (holder, key) => Object.assign(holder, { [key]: surplus(holder[key]) }));
      expect(verdict(odd), path.join('/')).toBe('MALFORMED_STATEMENT');
    }
  });

  test('any key missing', () => {
    const inObjects = [...paths(payload)].filter((path) => Number.isNaN(Number(path.at(-1))));
    for (const path of inObjects) {
      const without = changed(payload, path, (holder, key) => delete holder[key]);
      expect(verdict(without), path.join('/')).toBe(path[0] === 'typ' ? 'UNKNOWN_TYPE' : 'MALFORMED_STATEMENT');
    }
  });

  test('a value of another type, anywhere', () => {
    for (const path of paths(payload))
      for (const wrong of [undefined, Number.NaN, -1.5, [[]], { a: 1 }, '\u0000']) {
        const odd = changed(payload, path, (holder, key) => Object.assign(holder, { [key]: wrong }));
        expect(verdict(odd), path.join('/')).toBe(path[0] === 'typ' ? 'UNKNOWN_TYPE' : 'MALFORMED_STATEMENT');
      }
  });

  test('31 February, wherever an instant stands', () => {
    const instants = [...paths(payload)].filter((path) => {
      const value = path.reduce((inner, key) => (inner as Record<string, unknown>)[key], payload as unknown);
      return typeof value === 'string' && value.endsWith('Z') && value.startsWith('20');
    });
    expect(instants.length).toBeGreaterThan(0);
    for (const path of instants)
      for (const day of ['2026-02-31T08:00:00.000Z', '2026-02-29T08:00:00.000Z', '2026-04-31T08:00:00.000Z'])
        expect(verdict(changed(payload, path, (h, key) => Object.assign(h, { [key]: day }))), path.join('/')).toBe(
          'MALFORMED_STATEMENT',
        );
  });

  test('an identifier that is not its own', () => {
    expect(verdict({ ...payload, id: 'a'.repeat(26) })).toBe('BAD_ID');
    expect(verdict({ ...payload, agency: 'kh-immigration' })).toBe('BAD_ID');
    expect(verdict({ ...payload, nonce: 'AAAAAAAAAAAAAAAAAAAAAQ' })).toBe('BAD_ID');
    expect(verdict({ ...payload, nonce: 'AAAAAAAAAAAAAAAAAAAAAB' }), 'stray bits').toBe('BAD_ID');
  });

  test('keys of the prototype', () => {
    const text = JSON.stringify(payload);
    for (const key of ['__proto__', 'constructor', 'prototype', 'toString'])
      expect(verdict(parsed(text.replace('{', `{"${key}":{"typ":"x"},`))), key).toBe('MALFORMED_STATEMENT');
  });
});

test.each([null, undefined, 1, true, '', 'network.sign/1', [], {}, { typ: null }, { typ: ['network.sign/1'] }])(
  '%j has no type',
  (payload) => expect(verdict(payload)).toBe('UNKNOWN_TYPE'),
);

test.each(['', 'network.sign', 'network.sign/2', 'NETWORK.SIGN/1', 'network.sign/1 ', '__proto__', 'constructor'])(
  '%j is no type',
  (typ) => expect(verdict({ ...sample('network.sign/1'), typ })).toBe('UNKNOWN_TYPE'),
);

const identifier = (i: number): string => String.fromCharCode(97 + (i % 26), 97 + Math.floor(i / 26)).padEnd(26, 'a');
const one = { record: identifier(0), item: identifier(1) };
const trusteesOf = (n: number): object[] =>
  Array.from({ length: n }, (_, i) => ({ agency: `kh-unit${i}`, unit: 'desk', epoch: 1, digest: '0'.repeat(64) }));
const sealed = { hash: '0'.repeat(64), header: '0'.repeat(64), size: 1 };
const locked = { ...sealed, mode: 'witnessed', roster: 1, t: 2, n: 3, cm: '0'.repeat(64) };

const notAddresses = [
  '',
  'host',
  'host:',
  'host:0',
  'host:65536',
  'HOST:1',
  'host:1:1',
  'a b:1',
  'user@host:1',
  'http://host:1',
  '-:1',
];

const oddFields: readonly [StatementType, object][] = [
  ['record.post/1', { to: [] }],
  ['record.post/1', { to: ['kh-immigration', 'kh-immigration'] }],
  ['record.post/1', { to: Array.from({ length: 17 }, (_, i) => `kh-unit${i}`) }],
  ['record.post/1', { purposes: [] }],
  ['record.post/1', { purposes: ['victim-protection', 'victim-protection'] }],
  ['record.post/1', { purposes: ['curiosity'] }],
  ['record.post/1', { links: ['mzxw6ytboi4dknbvgm3dinzwha', 'mzxw6ytboi4dknbvgm3dinzwha'] }],
  ['record.post/1', { precedence: 'SOON' }],
  ['record.post/1', { sealed: null }],
  ['record.post/1', { sealed: { mode: 'direct', hash: '0'.repeat(64), header: '0'.repeat(64), size: 0 } }],
  ['record.post/1', { sealed: { mode: 'direct', hash: '0'.repeat(64), header: '0'.repeat(64), size: 8388609 } }],
  ['record.post/1', { sealed: { mode: 'witnessed', hash: '0'.repeat(64), header: '0'.repeat(64), size: 1 } }],
  ['record.follow-up/1', { to: ['th-police', 'th-police'] }],
  ['agreement.propose/1', { parties: ['th-police'] }],
  ['agreement.propose/1', { parties: ['th-police', 'th-police'] }],
  ['agreement.propose/1', { clauses: [] }],
  ['agreement.propose/1', { name: '__proto__' }],
  ['network.found/1', { members: [] }],
  ['network.propose/1', { change: {} }],
  ['network.propose/1', { change: { remove: 'th-police', admit: 'kh-police' } }],
  ['unit.set/1', { unit: '__proto__' }],
  ['unit.set/1', { unit: '../registry' }],
  ['unit.set/1', { names: {} }],
  ['unit.set/1', { names: { constructor: 'x' } }],
  ['unit.set/1', { names: parsed('{"__proto__":"x"}') as object }],
  ['unit.set/1', { names: { en: '' } }],
  ['unit.set/1', { names: { en: 'two\nlines' } }],
  ['unit.set/1', { names: { en: '\u001b[2J' } }],
  ['unit.set/1', { names: { en: 'right\u202eleft' } }],
  ['unit.set/1', { names: { en: 'x'.repeat(121) } }],
  ['officer.register/1', { roles: [] }],
  ['officer.register/1', { roles: ['author', 'author'] }],
  ['officer.register/1', { roles: ['admin'] }],
  ['officer.register/1', { certificate: 'A'.repeat(4097) }],
  ['key.publish/1', { epoch: 0 }],
  ['key.publish/1', { epoch: 1.5 }],
  ['key.publish/1', { epoch: 100001 }],
  ['key.publish/1', { use: 'sign' }],
  ['key.publish/1', { key: `${'k'.repeat(1621)}B` }],
  ['key.publish/1', { key: 'k'.repeat(1621) }],
  ['focal-point.set/1', { timeZone: '../../etc/localtime' }],
  ['network.propose/1', { change: { roster: { t: 1, trustees: trusteesOf(2) } } }],
  ['network.propose/1', { change: { roster: { t: 2, trustees: trusteesOf(1) } } }],
  ['network.propose/1', { change: { roster: { t: 9, trustees: trusteesOf(17) } } }],
  ['network.propose/1', { change: { roster: { t: 2, trustees: [...trusteesOf(1), ...trusteesOf(1)] } } }],
  ['network.propose/1', { change: { roster: { t: 2, trustees: trusteesOf(2) }, remove: 'th-police' } }],
  ...notAddresses.map((address): [StatementType, object] => ['gateway.set/1', { address }]),
  ['gateway.set/1', { cosigner: `${'c'.repeat(42)}B` }],
  ['gateway.set/1', { cosigner: 'c'.repeat(44) }],
  ['gateway.set/1', { tlsKeys: [] }],
  ['gateway.set/1', { tlsKeys: ['a'.repeat(63)] }],
  ['gateway.set/1', { tlsKeys: Array.from('abcde', (letter) => letter.repeat(64)) }],
  ['log.anchor/1', { size: 0 }],
  ['log.anchor/1', { size: 2 ** 53 }],
  ['record.rehead/1', { sealed: null }],
  ['record.post/1', { sealed: { ...locked, t: 1 } }],
  ['record.post/1', { sealed: { ...locked, n: 17 } }],
  ['record.post/1', { sealed: { ...locked, roster: 0 } }],
  ['record.post/1', { sealed: { ...locked, mode: 'direct' } }],
  ['record.post/1', { lease: 'a lease' }],
  ['record.acknowledge/1', { lease: 0 }],
  ['record.close/1', { lease: 'mzxw6ytboi4dknbvgm3dinzwha' }],
  ['purge.attest/1', { copies: 'kept' }],
  ['consent.reshare/1', { purposes: [] }],
  ['lease.take/1', { items: [] }],
  ['lease.take/1', { items: [one, one] }],
  ['lease.take/1', { items: Array.from({ length: 51 }, (_, i) => ({ ...one, item: identifier(i) })) }],
  ['lease.account/1', { opened: [{ item: identifier(1), at: '2026-11-23T08:00:00.000Z', outcome: 'lost' }] }],
  ['access.receipt/1', { released: ['th-police', 'th-police'] }],
  ['access.receipt/1', { faulty: Array.from({ length: 17 }, (_, i) => `kh-unit${i}`) }],
  ['access.receipt/1', { outcome: 'maybe' }],
  ['access.receipt/1', { reason: 'free text about somebody' }],
];
test.each(oddFields)('%s with %j', (typ, fields) =>
  expect(verdict({ ...sample(typ), ...fields })).toBe('MALFORMED_STATEMENT'),
);

test.each(['record.post/1', 'record.acknowledge/1', 'record.follow-up/1'] as const)(
  '%s may name a lease, or none',
  (typ) => {
    for (const lease of ['mzxw6ytboi4dknbvgm3dinzwha', null]) expect(verdict({ ...sample(typ), lease })).toBe('lawful');
  },
);

test.each(['host:1', 'gateway.th-police.example:65535', '10.0.0.1:7443', '[2001:db8::1]:443'])(
  '%s is an address of a gateway',
  (address) => expect(verdict({ ...sample('gateway.set/1'), address })).toBe('lawful'),
);

test('the refusal names the field and repeats nothing else of the sender', () => {
  const names = { en: 'x', 'line\nbreak TOCSIN OK': 4 };
  const refusal = refusalOf(() => ensureStatement({ ...sample('unit.set/1'), names }));
  expect(refusal?.detail).toMatch(/^\/names\/line\?break\?TOCSIN\?OK \w+$/);
  const long = refusalOf(() => ensureStatement({ ...sample('unit.set/1'), names: { ['n'.repeat(5000)]: 'x' } }));
  expect(long?.detail?.length).toBeLessThan(120);
  const wrong = refusalOf(() => ensureStatement({ ...sample('record.post/1'), kind: 'Somchai Example' }));
  expect(wrong?.detail).toBe('/kind pattern');
});

const agencyCode = fc.stringMatching(/^[a-z]{2}-[a-z0-9]{2,24}$/);
const nonce = fc.uint8Array({ minLength: 16, maxLength: 64 }).map((b) => Buffer.from(b).toString('base64url'));

test('no two pairs of agency and nonce share an identifier', () => {
  const pairs = fc.uniqueArray(fc.tuple(agencyCode, nonce), { selector: ([a, n]) => `${a} ${n}`, minLength: 2 });
  fc.assert(
    fc.property(pairs, (distinct) => {
      expect(new Set(distinct.map(([agency, n]) => statementId(agency, n))).size).toBe(distinct.length);
    }),
  );
});

test('an identifier is bound to its agency: no other agency can use it', () => {
  fc.assert(
    fc.property(agencyCode, agencyCode, nonce, (agency, thief, n) => {
      fc.pre(agency !== thief);
      const payload = { ...sample('record.acknowledge/1'), agency, nonce: n, id: statementId(agency, n) };
      expect(verdict(payload)).toBe('lawful');
      expect(verdict({ ...payload, agency: thief })).toBe('BAD_ID');
    }),
  );
});

test('whatever JSON is thrown at it, it refuses with a code or returns it', () => {
  fc.assert(
    fc.property(fc.constantFrom(...types), fc.jsonValue(), fc.string(), (typ, value, key) => {
      expect(verdict(value)).toBe('UNKNOWN_TYPE');
      expect(['lawful', 'MALFORMED_STATEMENT', 'BAD_ID', 'UNKNOWN_TYPE']).toContain(
        verdict({ ...sample(typ), [key]: value }),
      );
    }),
  );
});

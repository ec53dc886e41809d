import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { refusalOf } from '../fixture/refusal.ts';
import { witnessedScene } from '../fixture/witnessed.ts';
import { readAgeHeader, type Stanza, writeAgeHeader } from './age-header.ts';
import { concat, fromUtf8, utf8 } from './encoding.ts';
import { EnvelopeError } from './error.ts';
import { randomBytes } from './random.ts';
import { wrapHybrid } from './stanza.ts';
import { ensureWitness, readWitnessedHeader } from './witness-header.ts';

const runs = process.env.SLOW ? 5000 : 300;
const timeout = process.env.SLOW ? 600_000 : 20_000;
const s = await witnessedScene();
const { stanzas, bytes } = readAgeHeader(s.witnessed.file);
const [lock, first, second, third, ...readers] = stanzas as [Stanza, Stanza, Stanza, Stanza, Stanza, Stanza];
const trustees = [first, second, third];
const refused = (list: readonly Stanza[]) =>
  refusalOf(() => readWitnessedHeader(writeAgeHeader(list, new Uint8Array(16))));
const withArgs = (stanza: Stanza, ...args: string[]): Stanza => ({ args, body: stanza.body });
const withBody = (stanza: Stanza, body: Uint8Array): Stanza => ({ args: stanza.args, body });

test('the file and its header alone read the same', () => {
  expect(readWitnessedHeader(bytes)).toEqual(readWitnessedHeader(s.witnessed.file));
});

const hybrid = wrapHybrid(randomBytes(16), s.keys.reader.publicKey);
const x25519: Stanza = { args: ['X25519', 'A'.repeat(43)], body: new Uint8Array(32) };
const lists: [string, Stanza[]][] = [
  ['mixed with a direct stanza', [...stanzas, hybrid]],
  ['mixed with a direct stanza in a reader’s place', [lock, ...trustees, ...readers.slice(1), hybrid]],
  ['mixed with a direct stanza in front', [hybrid, ...stanzas]],
  ['direct stanzas only', [hybrid]],
  ['mixed with a classical stanza', [lock, ...trustees, ...readers.slice(1), x25519]],
  ['no witness stanza', stanzas.slice(1)],
  ['the witness stanza twice', [lock, ...stanzas]],
  ['the witness stanza last', [...stanzas.slice(1), lock]],
  ['a trustee missing', [lock, first, third, ...readers]],
  ['a trustee twice', [lock, first, first, third, ...readers]],
  ['two trustees exchanged', [lock, second, first, third, ...readers]],
  [
    'a trustee too many',
    [lock, ...trustees, withArgs(third, third.args[0] ?? '', '4', third.args[2] ?? ''), ...readers],
  ],
  ['no reader', [lock, ...trustees]],
  ['three readers', [...stanzas, readers[0] as Stanza]],
  ['a reader before the trustees', [lock, readers[0] as Stanza, ...trustees, readers[1] as Stanza]],
  ['nothing but the witness stanza', [lock]],
];
describe('every mutation of the list of stanzas is refused', () => {
  test.each(lists)('%s', async (_, list) => {
    expect(await refused(list)).toBe('MALFORMED_FILE');
  });
});

const type = 'tocsin/witness/1';
const share = first.args[2] ?? '';
const locks: [string, Stanza][] = [
  ['another version', withArgs(lock, 'tocsin/witness/2', '2', '3')],
  ['another letter case', withArgs(lock, 'Tocsin/witness/1', '2', '3')],
  ['no counts', withArgs(lock, type)],
  ['a surplus argument', withArgs(lock, type, '2', '3', '3')],
  ['a threshold of one', withArgs(lock, type, '1', '3')],
  ['a threshold above the count', withArgs(lock, type, '4', '3')],
  ['a leading zero', withArgs(lock, type, '02', '3')],
  ['a sign', withArgs(lock, type, '+2', '3')],
  ['a fraction', withArgs(lock, type, '2.0', '3')],
  ['more trustees than any', withArgs(lock, type, '2', '33')],
  ['a number of three digits', withArgs(lock, type, '2', '999')],
  ['a commitment missing', withBody(lock, lock.body.subarray(32))],
  ['a byte more', withBody(lock, concat(lock.body, Uint8Array.of(0)))],
  ['no body', withBody(lock, new Uint8Array(0))],
];
test.each(locks)('a witness stanza with %s', async (_, changed) => {
  expect(await refused([changed, ...trustees, ...readers])).toBe('MALFORMED_FILE');
});

const shares: [string, Stanza][] = [
  ['another index', withArgs(first, `${type}/trustee`, '2', share)],
  ['index zero', withArgs(first, `${type}/trustee`, '0', share)],
  ['no index', withArgs(first, `${type}/trustee`, share)],
  ['a surplus argument', withArgs(first, ...first.args, 'x')],
  ['no encapsulation', withArgs(first, `${type}/trustee`, '1')],
  ['a short encapsulation', withArgs(first, `${type}/trustee`, '1', 'AAAA')],
  ['an encapsulation with stray bits', withArgs(first, `${type}/trustee`, '1', `${share.slice(0, -1)}/`)],
  ['a padded encapsulation', withArgs(first, `${type}/trustee`, '1', `${share}=`)],
  ['a long body', withBody(first, concat(first.body, Uint8Array.of(0)))],
  ['a reader’s type', withArgs(first, `${type}/reader`, '1', share)],
];
test.each(shares)('a trustee stanza with %s', async (_, changed) => {
  expect(await refused([lock, changed, second, third, ...readers])).toBe('MALFORMED_FILE');
});

test('a reader stanza with an index, another type or another length', async () => {
  const [reader, other] = readers as [Stanza, Stanza];
  const enc = reader.args[1] ?? '';
  for (const changed of [
    withArgs(reader, `${type}/reader`, '1', enc),
    withArgs(reader, `${type}/trustee`, enc),
    withArgs(reader, `${type}/reader`),
    withBody(reader, reader.body.subarray(1)),
  ]) {
    expect(await refused([lock, ...trustees, changed, other])).toBe('MALFORMED_FILE');
  }
});

describe('the header against the ledger', () => {
  const header = readWitnessedHeader(bytes);
  const { witness } = s.witnessedHead;
  test('is the one that it names', async () => {
    expect(ensureWitness(header, s.witnessedHead)).toHaveLength(32);
    const other = { ...s.witnessedHead, headerHash: '00'.repeat(32) };
    expect(await refusalOf(() => ensureWitness(header, other))).toBe('HEADER_HASH_MISMATCH');
  });
  test.each([
    ['t', { ...witness, t: 3 }],
    ['n', { ...witness, n: 4 }],
    ['cm', { ...witness, cm: '00'.repeat(32) }],
    ['the letter case of cm', { ...witness, cm: witness.cm.toUpperCase() }],
  ])('has its %s', async (_, changed) => {
    const item = { ...s.witnessedHead, witness: changed };
    expect(await refusalOf(() => ensureWitness(header, item))).toBe('WITNESS_MISMATCH');
  });
});

/** Anything but one of our own errors is a fault of the reader. */
function ensureRefusedOrRead(file: Uint8Array): void {
  try {
    readWitnessedHeader(file);
  } catch (error) {
    expect(error).toBeInstanceOf(EnvelopeError);
  }
}

test('fuzz: bytes of any kind are read or refused, never anything else', { timeout }, () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 400 }), (noise) => ensureRefusedOrRead(noise)),
    { numRuns: runs },
  );
  const cut = fc.tuple(fc.nat(bytes.length), fc.nat(300), fc.uint8Array({ maxLength: 300 }));
  fc.assert(
    fc.property(cut, ([from, length, put]) => {
      ensureRefusedOrRead(concat(bytes.subarray(0, from), put, bytes.subarray(from + length)));
    }),
    { numRuns: runs },
  );
});

test('fuzz: headers made of lines of headers', { timeout }, () => {
  const lines = [...fromUtf8(bytes).trimEnd().split('\n'), '', '-> x', `-> ${type} 2 3`, '---', 'AAAA'];
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...lines), { maxLength: 40 }), (some) => {
      ensureRefusedOrRead(utf8(`age-encryption.org/v1\n${some.join('\n')}\n`));
    }),
    { numRuns: runs },
  );
});

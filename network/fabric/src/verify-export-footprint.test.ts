import type { EndorserTransaction } from '@tocsin/fabric-block';
import { expect, test } from 'vitest';
import { changedCollections, footprintOf } from './verify-export-footprint.ts';

/** One field of protobuf in wire form 2. */
function field(number: number, ...values: readonly Uint8Array[]): Uint8Array {
  const value = Buffer.concat(values);
  const length: number[] = [];
  let rest = value.length;
  for (; rest > 0x7f; rest = Math.floor(rest / 0x80)) length.push((rest % 0x80) | 0x80);
  return Buffer.concat([Buffer.of((number << 3) | 2, ...length, rest), value]);
}
const text = (value: string): Uint8Array => Buffer.from(value);
const repeated = (part: Uint8Array, times: number): Uint8Array => Buffer.alloc(part.length * times, part);

/** A transaction whose endorsers answered with these namespaces. */
const answering = (...namespaces: readonly Uint8Array[]): EndorserTransaction => {
  const response = field(2, field(1, ...namespaces.map((namespace) => field(2, namespace))));
  return { signed: { response } } as unknown as EndorserTransaction;
};
const named = (name: string, publicSet: Uint8Array, ...collections: readonly Uint8Array[]): Uint8Array =>
  Buffer.concat([field(1, text(name)), field(2, publicSet), ...collections.map((one) => field(3, one))]);

const many = 50_000;

test('many thousand reads are gone through, as often as asked, and none is kept', () => {
  const [only] = footprintOf(answering(named('_lifecycle', repeated(field(1), many))));
  for (let twice = 0; twice < 2; twice++) {
    let count = 0;
    for (const { version } of only?.reads ?? []) count += version === null ? 1 : 0;
    expect(count).toBe(many);
  }
  expect(Array.isArray(only?.reads)).toBe(false);
});

test('many thousand changes of one hashed key are the last of them', () => {
  const [purged, written] = [
    field(2, Buffer.concat([field(1, text('k')), Buffer.of(0x20, 1)])),
    field(2, field(1, text('k'))),
  ];
  const hashed = (last: Uint8Array) => field(2, repeated(purged, many - 1), last);
  const of = (last: Uint8Array) =>
    footprintOf(answering(named('n', new Uint8Array(), Buffer.concat([field(1, text('c')), hashed(last)]))));
  expect(of(written)[0]?.collections[0]?.writes).toMatchObject([{ key: '6b', purged: false }]);
  expect(of(purged)[0]?.collections[0]?.writes).toMatchObject([{ key: '6b', purged: true }]);
});

test('many thousand namespaces or collections are no footprint, and nobody’s approval', () => {
  const results = field(2, field(1, repeated(field(2), many)));
  const namespaces = { signed: { response: results } } as unknown as EndorserTransaction;
  const collections = answering(Buffer.concat([field(1, text('n')), repeated(field(3), many)]));
  const changing = field(3, Buffer.concat([field(1, text('c')), field(2, field(2))]));
  for (const transaction of [namespaces, collections])
    expect(() => footprintOf(transaction)).toThrow(expect.objectContaining({ code: 'MALFORMED_TRANSACTION' }));
  expect(changedCollections(answering(repeated(changing, 20_000)))).toBeNull();
  expect(changedCollections(answering(named('n', field(3))))).toBeNull();
  expect(changedCollections(answering(changing))).toEqual(['c']);
});

test('a read that cannot be read is found at once, not when somebody needs it', () => {
  expect(() => footprintOf(answering(named('n', field(1, Buffer.of(0x0a, 9)))))).toThrow('not protobuf');
});

import { expect, test } from 'vitest';
import { agencyKey, focalPointKey, Loaded, networkKey, publishedKeyKey, stateKindOf, unitKey } from './state.ts';

test.each([
  [networkKey, 'network', 'network/members'],
  [agencyKey('th-police'), 'agency', 'agency/th-police'],
  [unitKey('th-police', 'duty-desk'), 'unit', 'unit/th-police/duty-desk'],
  [focalPointKey('th-police', 'blo'), 'focal-point', 'focal-point/th-police/blo'],
  [publishedKeyKey('th-police', 'duty-desk', 'seal', 2), 'key', 'key/th-police/duty-desk/seal/2'],
])('%s is a key of %s', (key, kind, text) => {
  expect(key).toBe(text);
  expect(stateKindOf(key)).toBe(kind);
});

test.each(['', '/', 'network', 'networkx', 'itemz', '/item/x', 'constructor/x', '__proto__/x', 'Item/x', 'private/x'])(
  '%j is no key of public state',
  (key) => expect(stateKindOf(key)).toBeUndefined(),
);

test('what was loaded is there, what is absent is undefined, what was not declared is a bug', () => {
  const network = { name: 'n' };
  const loaded = new Loaded(
    new Map<string, unknown>([
      [networkKey, network],
      ['agency/th-police', undefined],
    ]),
  );
  expect(loaded.get(networkKey)).toBe(network);
  expect(loaded.get(agencyKey('th-police'))).toBeUndefined();
  expect(() => loaded.get(agencyKey('kh-police'))).toThrow('agency/kh-police');
});

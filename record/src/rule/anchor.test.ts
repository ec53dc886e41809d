import { expect, test } from 'vitest';
import { officer, thai } from '../../fixture/exchange.ts';
import { digestOf } from '../../fixture/ledger.ts';
import { verdictOn } from '../../fixture/refusal.ts';
import { entrusted, steward } from '../../fixture/witnessed.ts';
import { anchorKey } from '../state.ts';

const { ledger } = entrusted();
const root = digestOf;
const anchor = (size: number, name: string, previous: [number, string] | null, by = steward(thai)) =>
  verdictOn(() =>
    ledger.say('log.anchor/1', by, {
      size,
      root: root(name),
      previous: previous === null ? null : { size: previous[0], root: root(previous[1]) },
    }),
  );

test('an own log only grows, each anchor following the last', () => {
  expect(anchor(256, 'a', [1, 'x'])).toBe('ANCHOR_BROKEN');
  expect(anchor(256, 'a', null)).toBe('lawful');
  expect(ledger.held<'anchor'>(anchorKey(thai))).toEqual({ agency: thai, size: 256, root: root('a'), at: ledger.now });
  expect(anchor(512, 'b', null), 'begun anew').toBe('ANCHOR_BROKEN');
  expect(anchor(512, 'b', [256, 'x']), 'from another root').toBe('ANCHOR_BROKEN');
  expect(anchor(512, 'b', [255, 'a']), 'from another size').toBe('ANCHOR_BROKEN');
  expect(anchor(256, 'b', [256, 'a']), 'without growing').toBe('ANCHOR_BROKEN');
  expect(anchor(255, 'b', [256, 'a']), 'shrunk').toBe('ANCHOR_BROKEN');
  expect(anchor(257, 'b', [256, 'a'])).toBe('lawful');
});

test('each agency has its own, anchored by its gateway alone', () => {
  expect(anchor(1, 'k', null, steward('kh-immigration'))).toBe('lawful');
  expect(anchor(300, 'c', [257, 'b'], officer(thai))).toBe('ROLE_LACKING');
});

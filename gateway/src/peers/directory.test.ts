import { agencyKey, gatewayKey, networkKey } from '@tocsin/record';
import { expect, test, vi } from 'vitest';
import type { Store } from '../view/store.ts';
import { LedgerDirectory } from './directory.ts';

/** Network, agency and gateway as a ledger or a view has them; what is asked of it is counted. */
function world(address: string, status = 'active') {
  const held: Record<string, unknown> = {
    [networkKey]: { members: [{ code: 'la-fiu', status }] },
    [agencyKey('la-fiu')]: { root: 'root', issuing: 'issuing' },
    [gatewayKey('la-fiu')]: { address },
  };
  const states = (...keys: string[]) => keys.map((key) => held[key]);
  return { held, states, state: vi.fn((key: string) => held[key]) };
}

test('the peer is asked once, and again when blocks say something else', async () => {
  const [peer, view] = [world('a:1'), world('a:1')];
  const directory = new LedgerDirectory({ state: async (key) => peer.state(key) as never }, view as unknown as Store);
  const listed = { status: 'active', root: 'root', issuing: 'issuing', address: 'a:1', tlsKeys: null };
  for (let n = 0; n < 3; n++) expect(await directory.listed('la-fiu')).toEqual(listed);
  expect(peer.state).toHaveBeenCalledTimes(3);
  for (const { held } of [peer, view]) held[networkKey] = { members: [{ code: 'la-fiu', status: 'removed' }] };
  expect(await directory.listed('la-fiu')).toMatchObject({ status: 'removed' });
  expect(peer.state).toHaveBeenCalledTimes(6);
});

test('a minute later it is asked again', async () => {
  vi.useFakeTimers({ toFake: ['performance'] });
  const [peer, view] = [world('a:1'), world('a:1')];
  const directory = new LedgerDirectory({ state: async (key) => peer.state(key) as never }, view as unknown as Store);
  await directory.listed('la-fiu');
  vi.advanceTimersByTime(60_001);
  await directory.listed('la-fiu');
  vi.useRealTimers();
  expect(peer.state).toHaveBeenCalledTimes(6);
});

test('where the view was rewritten, the peer’s word counts, every time', async () => {
  const [peer, view] = [world('a:1'), world('evil:1')];
  const directory = new LedgerDirectory({ state: async (key) => peer.state(key) as never }, view as unknown as Store);
  for (let n = 0; n < 2; n++) expect(await directory.listed('la-fiu')).toMatchObject({ address: 'a:1' });
  expect(peer.state).toHaveBeenCalledTimes(6);
  expect(await directory.listed('vn-border')).toBeNull();
});

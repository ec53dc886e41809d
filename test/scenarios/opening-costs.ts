import { generateSealKey } from '@tocsin/envelope';
import { itemKey } from '@tocsin/record';
import { expect, test, vi } from 'vitest';
import { openHeld, requestAccess } from '../support/device.ts';
import type { ServedExchange } from '../support/served.ts';

/** Of so many openings the least is held against the promise: a busy machine makes gateways ask again. */
const OPENINGS = 6;

/** What opening a witnessed record costs is a promise of its speed: whoever adds a round trip is told here. */
export function openingCosts(open: () => Promise<ServedExchange>, calls: readonly string[]): void {
  test('an opening asks each peer once for what is decided together, and the others once to vouch', async () => {
    const exchange = await open();
    const { id } = await exchange.post();
    const { officer, ledger } = exchange.agency('kh-immigration');
    const item = await ledger.state(itemKey(id));
    if (item === undefined) throw new Error('not posted');
    const client = exchange.desk('kh-immigration');
    const peers = [...exchange.served.values()].flatMap(({ gateway }) => gateway.peers ?? []);
    const asked = peers.map((app) => vi.spyOn(app, 'routing'));
    const requests = (path: string) =>
      asked.flatMap(({ mock }) => mock.calls).filter(([{ url }]) => url === path).length;
    const questions = () => calls.filter((call) => call === '/gateway.Gateway/Evaluate').length;
    const costs: { questions: number; cosignatures: number }[] = [];
    for (let n = 0; n < OPENINGS; n++) {
      const device = generateSealKey();
      const cosignatures = requests('/peer/1/cosign');
      const access = await requestAccess({ officer, client, item: { id, record: id } }, device);
      const before = questions();
      const { released } = await openHeld({ exchange, officer, client }, item, access.id, device);
      expect(released.length).toBeGreaterThanOrEqual(2);
      costs.push({
        questions: questions() - before,
        cosignatures: requests('/peer/1/cosign') - cosignatures,
      });
    }
    for (const spy of asked) spy.mockRestore();
    const least = (name: keyof (typeof costs)[number]) => Math.min(...costs.map((cost) => cost[name]));
    // The device's key, the file and the own share at the addressee, and the shares of one other trustee or two.
    expect(least('questions')).toBeGreaterThanOrEqual(3);
    expect(least('questions')).toBeLessThanOrEqual(5);
    expect(least('cosignatures')).toBeLessThanOrEqual(2);
  });
}

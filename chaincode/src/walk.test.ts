import { agencyKey, networkKey, statements } from '@tocsin/record';
import { expect, test } from 'vitest';
import { type Scene, scene, walk } from '../fixture/walk.ts';

/** Keys read for one statement of each type: more is slower on every peer, so more must be meant. */
const mostKeys: Readonly<Record<string, number>> = {
  'network.found/1': 3,
  'network.sign/1': 3,
  // A roster of three, each with its gateway and its key.
  'network.propose/1': 9,
  'network.approve/1': 10,
  'unit.set/1': 3,
  'officer.register/1': 6,
  'officer.revoke/1': 4,
  'gateway.set/1': 4,
  'focal-point.set/1': 5,
  'key.publish/1': 6,
  'key.countersign/1': 4,
  'key.destroy/1': 5,
  'log.anchor/1': 4,
  'agreement.propose/1': 3,
  'agreement.sign/1': 4,
  'agreement.suspend/1': 4,
  'agreement.resume/1': 4,
  'agreement.withdraw/1': 4,
  'record.post/1': 4,
  'record.acknowledge/1': 5,
  'record.follow-up/1': 5,
  'record.withdraw/1': 4,
  'record.close/1': 4,
  'record.rehead/1': 6,
  'record.purge/1': 6,
  'purge.attest/1': 5,
  'consent.reshare/1': 6,
  'consent.withdraw/1': 5,
  'access.request/1': 7,
  'access.receipt/1': 4,
  'access.grant/1': 5,
  'lease.take/1': 7,
  'lease.account/1': 4,
  // Both agencies' roots tell one body from two.
  'listing.confirm/1': 8,
  'listing.contest/1': 5,
  'listing.reply/1': 5,
  'listing.review/1': 6,
  'listing.delist/1': 5,
  // Two licences.
  'licence.set/1': 5,
  // The key being made and the one before it.
  'blind.deal/1': 6,
  'blind.key/1': 5,
  'blind.complain/1': 4,
  'blind.table/1': 4,
  // The key, and the quotas of officer and agency.
  'check.batch/1': 6,
  'blind.demand/1': 4,
  'blind.opening/1': 4,
};
const twoRounds = [
  'network.approve/1',
  'record.follow-up/1',
  'record.purge/1',
  'consent.reshare/1',
  'consent.withdraw/1',
  'access.request/1',
  'access.grant/1',
  'lease.take/1',
  'listing.confirm/1',
  'listing.review/1',
];

const valueUnder = ({ peer }: Scene, key: string) => JSON.parse(peer.state.get(key) ?? 'null');

test('every type of statement is applied, within its measure of reads', async () => {
  const here = await scene();
  await walk(here);
  const { costs } = here.peer;
  expect(new Set(costs.map(({ typ }) => typ))).toEqual(new Set(Object.keys(statements)));
  expect(Object.keys(mostKeys)).toEqual(Object.keys(statements));
  for (const { typ, keys, rounds } of costs) {
    expect(keys.length, typ).toBeLessThanOrEqual(mostKeys[typ] ?? 0);
    expect(rounds, typ).toBeLessThanOrEqual(twoRounds.includes(typ) ? 2 : 1);
    expect(new Set(keys).size, `${typ} reads no key twice`).toBe(keys.length);
  }
  expect(valueUnder(here, networkKey).members.map((member: { status: string }) => member.status)).toEqual([
    'active',
    'active',
    'removed',
    'active',
  ]);
  expect(valueUnder(here, agencyKey('vn-labour')).since).toBe(here.exchange.now());
  await here.exchange.close();
});

test('judging asks neither the clock nor chance', async () => {
  const here = await scene();
  here.peer.around = withoutChance;
  await walk(here);
  expect(here.peer.costs.length).toBeGreaterThan(20);
  await here.exchange.close();
});

/** Whatever differs from peer to peer throws while `act` runs; other work of this test has to wait outside. */
async function withoutChance<T>(act: () => Promise<T>): Promise<T> {
  const forbidden = (): never => {
    throw new Error('two peers would differ here');
  };
  const { Date: RealDate } = globalThis;
  const random = Math.random;
  const { getRandomValues, randomUUID } = crypto;
  globalThis.Date = new Proxy(RealDate, {
    construct: (target, given) =>
      Reflect.construct(target, given.length > 0 ? given : isPlaceholder() ? [0] : forbidden()),
    apply: forbidden,
    get: (target, name) => (name === 'now' ? forbidden : Reflect.get(target, name)),
  });
  Math.random = forbidden;
  crypto.getRandomValues = forbidden;
  crypto.randomUUID = forbidden;
  try {
    return await act();
  } finally {
    globalThis.Date = RealDate;
    Math.random = random;
    crypto.getRandomValues = getRandomValues;
    crypto.randomUUID = randomUUID;
  }
}

/**
 * The X.509 library fills both ends of a validity with the present until it has parsed the real ones.
 * It gets a time at which no certificate of ours is valid: if that ever counted, nothing would be accepted here.
 */
function isPlaceholder(): boolean {
  return /@peculiar.asn1-x509.build.\w+.validity\.js/.test(new Error('where').stack?.split('\n')[3] ?? '');
}

test('the disturbance of the test before this one is felt', async () => {
  await expect(withoutChance(async () => new Date())).rejects.toThrow('differ');
  await expect(withoutChance(async () => Date.now())).rejects.toThrow('differ');
  await expect(withoutChance(async () => Math.random())).rejects.toThrow('differ');
  await expect(withoutChance(async () => crypto.getRandomValues(new Uint8Array(1)))).rejects.toThrow('differ');
  expect(await withoutChance(async () => new Date(0).getTime())).toBe(0);
});

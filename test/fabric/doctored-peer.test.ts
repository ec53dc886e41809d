import { generateSealKey } from '@tocsin/envelope';
import type { AgencyCode, StatementId } from '@tocsin/record';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { requestAccess } from '../support/device.ts';
import { DoctoredLedger, withVoid } from '../support/doctored-ledger.ts';
import { seenByAll } from '../support/seen.ts';
import { type ServedExchange, serveExchange } from '../support/served.ts';
import { agenciesOf, fabricHost } from './host.ts';

/** Three agencies are trustees, two of whom must release; the peers of each may be doctored. */
let exchange: ServedExchange;
const peers = new Map<AgencyCode, DoctoredLedger>();
beforeAll(async () => {
  const open = fabricHost('three-raft');
  exchange = await serveExchange({
    roster: true,
    agencies: agenciesOf('three-raft'),
    open: async (folder, clock) => {
      const host = await open(folder, clock);
      const connect = async (...identity: Parameters<typeof host.connect>) => {
        const doctored = new DoctoredLedger(await host.connect(...identity));
        peers.set(doctored.agency, doctored);
        return doctored;
      };
      return { ...host, connect };
    },
  });
});
afterAll(() => exchange?.close());

/** Makes an agency's peer lie about the next block alone, and waits until everybody has got over it. */
async function liesOnce(agency: AgencyCode): Promise<void> {
  let lied = false;
  peers.get(agency)?.lie((block) => {
    if (lied) return block;
    lied = true;
    return withVoid(block);
  });
  const { committed } = await exchange.post();
  await seenByAll(exchange.agencies, committed);
  expect(lied).toBe(true);
}

/** What each trustee says when kh-immigration's officer asks with an access that stands. */
async function answers(record: StatementId): Promise<Record<AgencyCode, string>> {
  const device = generateSealKey();
  const access = await requestAccess({ ...asKh(), item: { id: record, record } }, device);
  const told = new Map<AgencyCode, string>();
  // A gateway asks as many as suffice; whom it passed over is asked next.
  while (told.size < exchange.agencies.length) {
    const answers = await asKh().client.shares(access.id, device.publicKey, [...told.keys()]);
    expect(answers.length).toBeGreaterThan(0);
    for (const one of answers) told.set(one.agency, 'refused' in one ? one.refused : 'released');
  }
  return Object.fromEntries(told);
}

const asKh = () => ({
  officer: exchange.agency('kh-immigration').officer,
  client: exchange.desk('kh-immigration'),
});

const alarmsAt = (agency: AgencyCode) => exchange.served.get(agency)?.gateway.mirror?.alarms.list ?? [];

test('trustees whose peers tell the same release', async () => {
  const { id } = await exchange.post();
  expect(await answers(id)).toEqual({ 'th-police': 'released', 'kh-immigration': 'released', 'la-fiu': 'released' });
});

test('a trustee whose peer calls void what the others hold valid releases nothing, and all the others suffice', async () => {
  await liesOnce('la-fiu');
  const { id } = await exchange.post();
  expect(await answers(id)).toEqual({
    'th-police': 'released',
    'kh-immigration': 'released',
    'la-fiu': 'CHECKPOINT_INCONSISTENT',
  });
  expect(alarmsAt('la-fiu')).toContainEqual(expect.objectContaining({ code: 'CHECKPOINT_INCONSISTENT' }));
});

test('with a second one nobody is left to agree with, and nothing is read', async () => {
  await liesOnce('th-police');
  const { id } = await exchange.post();
  expect(Object.values(await answers(id))).not.toContain('released');
});

import { strict as assert } from 'node:assert';
import { join } from 'node:path';
import { buildGateway, type Gateway } from '@tocsin/gateway';
import { DESK, type TestAgency } from '../support/agency.ts';
import type { Exchange } from '../support/exchange.ts';

/** Milliseconds from the moment the first officer's device begins to seal. */
export interface Journey {
  /** The own peer has committed the post. */
  readonly posted: number;
  /** The other agency's view holds it: its officers are told. */
  readonly event: number;
  /** The other agency has signed, its post is committed, and the first agency's view shows it as acknowledged. */
  readonly acknowledged: number;
}

/** Alerts between two agencies' gateways, one after the other: nothing else is on its way. */
export async function journeys(exchange: Exchange, count: number): Promise<Journey[]> {
  const [th, kh] = [exchange.agency('th-police'), exchange.agency('kh-immigration')];
  const gateways = [await gatewayOf(exchange, th), await gatewayOf(exchange, kh)] as const;
  const made: Journey[] = [];
  try {
    // The first one waits for views that are still being built.
    for (let i = 0; i <= count; i++) made.push(await journey(exchange, kh, gateways));
  } finally {
    for (const gateway of gateways) await gateway.close();
  }
  return made.slice(1);
}

function gatewayOf({ folder }: Exchange, { code, ledger, sealKey }: TestAgency): Promise<Gateway> {
  const unitKeys = [{ unit: DESK, epoch: 1, secretKey: sealKey.secretKey }];
  return buildGateway({ agency: code, ledger, folder: join(folder, `gateway-${code}`), unitKeys });
}

async function journey(exchange: Exchange, kh: TestAgency, [home, away]: readonly [Gateway, Gateway]) {
  const start = performance.now();
  const { ledger } = exchange.agency('th-police');
  const { id, jws, file } = await exchange.draft();
  const told = shown(away, "SELECT 1 FROM event WHERE type = 'record' AND data LIKE '%' || ? || '%'", id);
  const event = told.then(() => performance.now() - start);
  assert.equal((await ledger.submit(jws, file)).already, false);
  const posted = performance.now() - start;
  const seen = await event;
  const statement = await kh.officer.sign('record.acknowledge/1', { record: id });
  await kh.ledger.submit(statement.jws, null);
  await shown(home, 'SELECT 1 FROM addressee WHERE record = ? AND acknowledged = 1', id);
  return { posted, event: seen, acknowledged: performance.now() - start };
}

/** Resolves when a gateway's view has such a row. */
async function shown({ view, follower }: Gateway, sql: string, record: string): Promise<void> {
  for (;;) {
    const changed = follower.changed();
    if (view.row(sql, record) !== undefined) return;
    await changed;
  }
}

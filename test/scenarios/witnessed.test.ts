import { afterAll, beforeAll, expect, test } from 'vitest';
import { fictitiousAlert } from '../support/alert.ts';
import { openItem } from '../support/device.ts';
import { type ServedExchange, serveExchange } from '../support/served.ts';

let exchange: ServedExchange;
beforeAll(async () => {
  exchange = await serveExchange({ roster: true });
});
afterAll(() => exchange?.close());

test('an addressee opens a witnessed alert with the shares of two of three trustees', async () => {
  const { id } = await exchange.post();
  const { officer } = exchange.agency('kh-immigration');
  const client = exchange.desk('kh-immigration');
  const inner = await openItem({ exchange, officer, client, item: { id, record: id } });
  expect(inner.content).toEqual(fictitiousAlert);
});

import { afterAll, beforeAll } from 'vitest';
import { type Exchange, openExchange } from '../support/exchange.ts';
import { conformance } from './ledger.ts';
import { refusesMalformed } from './malformed.ts';

conformance('embedded', () => openExchange());

let exchange: Exchange;
beforeAll(async () => {
  exchange = await openExchange();
});
afterAll(() => exchange?.close());

refusesMalformed('embedded', () => exchange);

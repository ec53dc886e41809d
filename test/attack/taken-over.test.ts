import { afterAll, describe } from 'vitest';
import { type ServedExchange, serveExchange } from '../support/served.ts';
import { takenOver } from './taken-over.ts';

describe('an agency taken over', () => {
  let exchange: ServedExchange | undefined;
  takenOver(async () => {
    exchange = await serveExchange({ roster: true });
    return exchange;
  });
  afterAll(() => exchange?.close());
});

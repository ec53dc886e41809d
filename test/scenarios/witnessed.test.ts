import { describe } from 'vitest';
import { serveExchange } from '../support/served.ts';
import { witnessedRecords } from './witnessed.ts';

describe('witnessed records', () => {
  const forward = { ms: 0 };
  const clock = () => Date.now() + forward.ms;
  witnessedRecords(() => serveExchange({ roster: true, clock }), forward);
});

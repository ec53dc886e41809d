import { describe } from 'vitest';
import { serveExchange } from '../support/served.ts';
import { witnessedRecords } from './witnessed.ts';

describe('witnessed records', () => {
  witnessedRecords(() => serveExchange({ roster: true }));
});

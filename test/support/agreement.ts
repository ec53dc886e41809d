import { type Clause, kindNamed, purposes } from '@tocsin/record';
import type { AgencyKeys } from './agency.ts';

/** Lets every class among the agencies send alerts and listings to every other, for any purpose, up to TLP:RED, kept for a year. */
export function alertClause(agencies: readonly AgencyKeys[]): Clause {
  const classes = [...new Set(agencies.map((agency) => agency.class))];
  const { acknowledge, answer } = kindNamed('alert').due;
  return {
    id: 'alerts',
    kinds: ['alert', 'listing'],
    from: classes,
    to: classes,
    purposes: [...purposes],
    ceiling: 'RED',
    due: { acknowledge, answer },
    retentionDays: 365,
  };
}

import type { Client } from '@tocsin/gateway/api';

/** What of the gateway's interface the screen may ask for: everything that reads. Statements go through `act`. */
export type Readable = Pick<
  Client,
  | 'records'
  | 'record'
  | 'accesses'
  | 'roster'
  | 'ownLog'
  | 'agencies'
  | 'units'
  | 'officers'
  | 'gateways'
  | 'focalPoints'
  | 'keys'
  | 'keyDates'
  | 'agreements'
  | 'proposals'
  | 'checkpoint'
  | 'listings'
  | 'listing'
  | 'licences'
  | 'lookUpLicences'
  | 'consents'
  | 'purge'
  | 'statistics'
  | 'me'
>;

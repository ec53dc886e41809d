import type { Access, Quota } from './access.ts';
import type { Agency, Anchor, FocalPoint, Gateway, Network, Officer, Proposal, PublishedKey, Unit } from './agency.ts';
import type { Agreement } from './agreement.ts';
import type { Batch, BlindDealt, BlindKey, BlindTableIssued } from './blind.ts';
import type { Instant, StatementId } from './id.ts';
import type { Lease } from './lease.ts';
import type { Licence } from './licence.ts';
import type { Listing } from './listing.ts';
import type { Attestation, Consent, Item, RecordHead } from './record.ts';
import type { Roster } from './roster.ts';

/** Proof that a statement was applied: a retry with the same bytes finds it. Ledger key `statement/<id>`. */
export interface Applied {
  readonly id: StatementId;
  readonly typ: string;
  readonly digest: string;
  readonly at: Instant;
  /** Ledger transaction that applied it: where a retry is led. */
  readonly transaction: string;
}

/** Everything in public state, by the first part of its key. */
export interface StateOf {
  readonly network: Network;
  readonly agency: Agency;
  readonly proposal: Proposal;
  readonly unit: Unit;
  readonly officer: Officer;
  readonly 'focal-point': FocalPoint;
  readonly key: PublishedKey;
  readonly agreement: Agreement;
  readonly record: RecordHead;
  readonly item: Item;
  readonly access: Access;
  readonly quota: Quota;
  readonly gateway: Gateway;
  readonly roster: Roster;
  readonly consent: Consent;
  readonly attest: Attestation;
  readonly anchor: Anchor;
  readonly lease: Lease;
  readonly listing: Listing;
  readonly licence: Licence;
  readonly 'blind-key': BlindKey;
  readonly 'blind-deal': BlindDealt;
  readonly 'blind-table': BlindTableIssued;
  readonly batch: Batch;
  readonly statement: Applied;
}
export type StateKind = keyof StateOf;

/** A key of public state that remembers what stands under it. */
declare const held: unique symbol;
export type StateKey<K extends StateKind = StateKind> = string & { readonly [held]?: K };

const under =
  <K extends StateKind>(kind: K) =>
  (...parts: (string | number)[]): StateKey<K> =>
    `${kind}/${parts.join('/')}`;

/** The one key of the network's member list. */
export const networkKey: StateKey<'network'> = 'network/members';
export const agencyKey = under('agency');
export const proposalKey = under('proposal');
export const unitKey = under('unit');
export const officerKey = under('officer');
export const focalPointKey = under('focal-point');
/** `publishedKeyKey(agency, unit, use, epoch)`. */
export const publishedKeyKey = under('key');
export const agreementKey = under('agreement');
export const recordKey = under('record');
export const itemKey = under('item');
export const accessKey = under('access');
export const quotaKey = under('quota');
export const gatewayKey = under('gateway');
export const rosterKey = under('roster');
export const consentKey = under('consent');
/** `attestationKey(record, agency)`. */
export const attestationKey = under('attest');
export const anchorKey = under('anchor');
export const leaseKey = under('lease');
export const listingKey = under('listing');
/** `licenceKey(agency, authority, number)`, the number as `licenceNumber` has it. */
export const licenceKey = under('licence');
export const blindKeyKey = under('blind-key');
/** `blindDealKey(epoch, agency)`. */
export const blindDealKey = under('blind-deal');
export const blindTableKey = under('blind-table');
export const batchKey = under('batch');
export const statementKey = under('statement');

/** The kind of state that a key names, or undefined for a key that no rule writes. */
export function stateKindOf(key: string): StateKind | undefined {
  const kind = key.split('/', 2).length === 2 ? key.slice(0, key.indexOf('/')) : '';
  return kinds.has(kind) ? (kind as StateKind) : undefined;
}

const kinds: ReadonlySet<string> = new Set<StateKind>([
  'network',
  'agency',
  'proposal',
  'unit',
  'officer',
  'focal-point',
  'key',
  'agreement',
  'record',
  'item',
  'access',
  'quota',
  'gateway',
  'roster',
  'consent',
  'attest',
  'anchor',
  'lease',
  'listing',
  'licence',
  'blind-key',
  'blind-deal',
  'blind-table',
  'batch',
  'statement',
]);

/** One change of public state. */
export interface Write<K extends StateKind = StateKind> {
  readonly key: StateKey<K>;
  readonly value: StateOf[K];
}
export const write = <K extends StateKind>(key: StateKey<K>, value: StateOf[K]): Write => ({ key, value });

/** State that was loaded before judging; asking for a key that was not loaded is our bug. */
export class Loaded {
  readonly #values: ReadonlyMap<string, unknown>;
  constructor(values: ReadonlyMap<string, unknown>) {
    this.#values = values;
  }
  get<K extends StateKind>(key: StateKey<K>): StateOf[K] | undefined {
    if (!this.#values.has(key)) throw new Error(`the rule did not declare that it reads ${key}`);
    return this.#values.get(key) as StateOf[K] | undefined;
  }
}

import type { Statistics } from '@tocsin/audit';
import { fromBase64, fromBase64url, toBase64, toBase64url } from '@tocsin/envelope/verify';
import type {
  Access,
  AgencyCode,
  Batch,
  Committed,
  Consent,
  FocalPoint,
  Gateway,
  Lease,
  Officer,
  Roster,
  Sealed,
  StatementId,
  Unit,
  UnitCode,
} from '@tocsin/record';
import { ApiError } from './api-error.ts';
import type { BlindAnswer, EvaluationsAnswered, EvaluationsAsked, OwnNumbers, OwnNumbersAsked } from './blind.ts';
import type {
  LicenceFilter,
  LicenceLookup,
  LicencePage,
  ListedLicence,
  ListedListing,
  ListingFilter,
  ListingPage,
} from './brokers.ts';
import type { ChecksAnswered, ChecksAsked, CopyAsked, CopyGiven, DecisionAsked, OfflineCheck } from './checks.ts';
import type { KeyDates, ListedAgency, ListedAgreement, ListedKey, OpenProposal } from './directory.ts';
import { eventOf, framesOf, type GatewayEvent, LONGEST_BLOCK, linesOf } from './event-stream.ts';
import type { CosignedCheckpointAnswer, EntryProof, Me, NetworkState, OwnLogPage } from './operation.ts';
import type { AccessFilter, BatchFilter, OwnLogFilter, RecordFilter } from './query.ts';
import type { KeyRelease, RecordDetail, RecordPage, StandingStatement, TrusteeAnswer } from './records.ts';
import { bytesOf, type Call, type ClientOptions, chunksOf, jsonOf, send } from './transport.ts';
import type { KeyName, OldLocks, OpenedPage, PurgeAnswer, ReheadedAnswer } from './upkeep.ts';

/** An officer's line to the own gateway: every route by name. All methods throw ApiError. */
export interface Client {
  /** Proposes the founding of the exchange, before any register knows the officer. */
  found(statement: string): Promise<Committed>;
  submit(statement: string, file?: Uint8Array | null, more?: Submitting): Promise<Committed>;
  statement(id: StatementId): Promise<StandingStatement>;
  records(filter?: RecordFilter): Promise<RecordPage>;
  record(id: StatementId): Promise<RecordDetail>;
  /** The sealed file of an item: ciphertext. */
  file(item: StatementId): Promise<Uint8Array>;
  accesses(filter?: AccessFilter): Promise<Access[]>;
  /** The file key, HPKE-wrapped for the one-time X-Wing key `epk` (1216 bytes); `openRewrapped` opens it. */
  accessKey(access: StatementId, epk: Uint8Array): Promise<{ enc: Uint8Array; ct: Uint8Array }>;
  /** The trustees' signed releases of a witnessed file; `except`: those whose releases were found bad. */
  shares(access: StatementId, epk: Uint8Array, except?: readonly AgencyCode[]): Promise<TrusteeAnswer[]>;
  /** Break glass: the file key from the author's gateway, wrapped like `accessKey`'s. */
  grantedKey(access: StatementId, epk: Uint8Array): Promise<{ enc: Uint8Array; ct: Uint8Array }>;
  /** The trustees of the day; null while there are none. */
  roster(): Promise<Roster | null>;
  /** What the own gateway released and refused; for the agency's auditors. */
  ownLog(filter?: OwnLogFilter): Promise<OwnLogPage>;
  /** The statements by which the own gateway's log was anchored, compact JWS, oldest first. */
  ownLogAnchors(): Promise<string[]>;
  agencies(agency?: string): Promise<ListedAgency[]>;
  units(agency?: string): Promise<Unit[]>;
  officers(agency?: string): Promise<Officer[]>;
  gateways(agency?: string): Promise<Gateway[]>;
  focalPoints(agency?: string): Promise<FocalPoint[]>;
  /** Which keys are published and until when: to look at, a hundredth of what `keys` sends. */
  keyDates(agency?: string): Promise<KeyDates[]>;
  keys(of?: { agency?: string; unit?: string }): Promise<ListedKey[]>;
  agreements(): Promise<ListedAgreement[]>;
  /** The signing request that a new device has left, by the code that its officer reads out; for registrars. */
  enrolment(code: string): Promise<{ readonly handle: string; readonly csr: string }>;
  /** What waits for the own agency's signature. */
  proposals(): Promise<OpenProposal[]>;
  /** The ledger's tree as it is now, cosigned by enough agencies. */
  checkpoint(): Promise<CosignedCheckpointAnswer>;
  /** The proof of a transaction, by its identifier, as text that verifies offline. */
  proof(transaction: string): Promise<EntryProof>;
  /** Raw blocks from a number on, as the ledger stores them. */
  blocks(from?: bigint, signal?: AbortSignal): AsyncGenerator<string>;
  /** Events as they happen, resumed after every interruption, until the signal ends it or the gateway refuses. */
  events(options?: EventOptions): AsyncGenerator<GatewayEvent>;
  /** An own file under a new header for these published keys, one of the author's unit among them. */
  newHeader(item: StatementId, recipients: readonly KeyName[]): Promise<NewFile>;
  /** Live files that one of the gateway's unit keys opens; `after` goes on where `next` says. */
  openedBy(unit: UnitCode, epoch: number, after?: StatementId): Promise<OpenedPage>;
  /** Own live files that an earlier roster locks. */
  oldLocks(): Promise<OldLocks>;
  /** What became of a purged record with each of its holders. */
  purge(record: StatementId): Promise<PurgeAnswer>;
  consents(record?: StatementId): Promise<Consent[]>;
  lease(id: StatementId): Promise<Lease>;
  /** `accessKey` and `shares` for an item of a lease. */
  leaseKey(lease: StatementId, item: StatementId, epk: Uint8Array): Promise<{ enc: Uint8Array; ct: Uint8Array }>;
  leaseShares(lease: StatementId, asked: LeaseShares): Promise<TrusteeAnswer[]>;
  /** Listings that the own agency proposed or received. */
  listings(filter?: ListingFilter): Promise<ListingPage>;
  listing(record: StatementId): Promise<ListedListing>;
  licences(filter?: LicenceFilter): Promise<LicencePage>;
  /** Licences of up to 1000 numbers, however they are written, in every register or in one. */
  lookUpLicences(asked: LicenceLookup): Promise<ListedLicence[]>;
  /** Who and what is on papers, up to 500 at once, held against listings and registers; accounted for in the own log. */
  check(asked: ChecksAsked): Promise<ChecksAnswered>;
  /** Remembers for the own agency that who was checked is not whom a listing is about; false where nothing changed. */
  decide(asked: DecisionAsked): Promise<boolean>;
  /** The list for a post without a line, sealed to a key of the device. */
  offlineCopy(asked: CopyAsked): Promise<Omit<CopyGiven, 'file'> & { readonly file: Uint8Array }>;
  /** Tells of checks that were made without a line. */
  accountChecks(checks: readonly OfflineCheck[]): Promise<number>;
  /** Keys for blind checks by epoch, and the tables issued under them. */
  blind(): Promise<BlindAnswer>;
  /** A committed batch of blind checks. @throws ApiError UNKNOWN_BATCH */
  batch(id: StatementId): Promise<Batch>;
  /** Numbers of whom the own agency has listed, noted in the own log. */
  ownNumbers(asked: OwnNumbersAsked): Promise<OwnNumbers>;
  /** Committed batches, the latest first. */
  batches(filter?: BatchFilter): Promise<readonly Batch[]>;
  /** Trustees' evaluations of a batch of blind checks that the officer has committed to. */
  evaluations(batch: StatementId, elements: EvaluationsAsked['elements']): Promise<EvaluationsAnswered>;
  /** How far peer and view are, who vouches for the ledger, and what contradictions were found. */
  network(): Promise<NetworkState>;
  /** Counts and answer times by half-year; small counts are withheld. */
  statistics(of?: { readonly current?: true }): Promise<Statistics>;
  me(): Promise<Me>;
}

/** Which releases a device asks for under a lease. */
export interface LeaseShares {
  readonly item: StatementId;
  readonly epk: Uint8Array;
  readonly except?: readonly AgencyCode[];
}

export interface NewFile {
  readonly file: Uint8Array;
  readonly sealed: Sealed;
  readonly deposit: { readonly enc: Uint8Array; readonly ct: Uint8Array } | null;
}

/** What else may go with a statement. */
export interface Submitting {
  /** The key of a witnessed file, sealed to the author's unit. */
  readonly deposit?: { readonly enc: Uint8Array; readonly ct: Uint8Array } | null | undefined;
  readonly signal?: AbortSignal | undefined;
}

export interface EventOptions {
  /** Identifier of the last event that was seen; without it events begin now. */
  readonly after?: string;
  readonly signal?: AbortSignal;
  /** Pause before the stream is opened again, ms; 1000 where not given. */
  readonly pauseMs?: number;
  /** A stream that is silent for so long is dead, ms; 60,000 where not given, which is four signs of life. */
  readonly silentMs?: number;
}

/** A client for one officer. It runs in Node and in a browser; the officer's key stays where `sign` has it. */
export function createClient(options: ClientOptions): Client {
  const get = async <T>(path: string, query: object = {}): Promise<T> =>
    (await jsonOf(await send(options, { path, query }))) as T;
  const list = async <K extends string, T>(path: string, name: K, query: object = {}): Promise<T[]> =>
    (await get<Record<K, T[]>>(path, query))[name];
  const post = async <T>(path: string, body: object, signal?: AbortSignal): Promise<T> =>
    (await jsonOf(await send(options, { method: 'POST', path, body, signal }))) as T;

  return {
    found: (statement) => post('/v1/founding', { statement }),
    submit: (statement, file = null, { deposit = null, signal } = {}) => {
      const sealed = file === null ? {} : { file: toBase64(file) };
      const left = deposit === null ? {} : { deposit: { enc: toBase64url(deposit.enc), ct: toBase64url(deposit.ct) } };
      return post('/v1/statements', { statement, ...sealed, ...left }, signal);
    },
    statement: (id) => get(`/v1/statements/${id}`),
    records: (filter) => get('/v1/records', filter),
    record: (id) => get(`/v1/records/${id}`),
    file: async (item) => bytesOf(await send(options, { path: `/v1/items/${item}/file` })),
    accesses: (filter) => list('/v1/accesses', 'accesses', filter),
    accessKey: async (access, epk) => released(await post(`/v1/accesses/${access}/key`, { epk: toBase64url(epk) })),
    shares: async (access, epk, except = []) => {
      const { answers } = await post<{ answers: TrusteeAnswer[] }>(`/v1/accesses/${access}/shares`, {
        epk: toBase64url(epk),
        except: [...except],
      });
      return answers;
    },
    grantedKey: async (access, epk) =>
      released(await post(`/v1/accesses/${access}/granted-key`, { epk: toBase64url(epk) })),
    roster: async () => (await get<{ roster: Roster | null }>('/v1/roster')).roster,
    ownLog: (filter) => get('/v1/own-log', filter),
    ownLogAnchors: async () => (await get<{ anchors: string[] }>('/v1/own-log/anchors')).anchors,
    agencies: (agency) => list('/v1/directory/agencies', 'agencies', { agency }),
    units: (agency) => list('/v1/directory/units', 'units', { agency }),
    officers: (agency) => list('/v1/directory/officers', 'officers', { agency }),
    gateways: (agency) => list('/v1/directory/gateways', 'gateways', { agency }),
    focalPoints: (agency) => list('/v1/directory/focal-points', 'focalPoints', { agency }),
    keyDates: (agency) => list('/v1/directory/keys', 'keys', { agency }),
    keys: (of) => list('/v1/keys', 'keys', of),
    agreements: () => list('/v1/agreements', 'agreements'),
    enrolment: (code) => get(`/v1/enrolments/${code}`),
    proposals: () => list('/v1/proposals', 'proposals'),
    checkpoint: () => get('/v1/checkpoint'),
    proof: (transaction) => get(`/v1/proofs/${transaction}`),
    blocks: (from = 0n, signal = undefined) => blocks(options, from, signal),
    events: (events = {}) => followEvents(options, events),
    newHeader: async (item, recipients) => {
      const names = recipients.map(({ agency, unit, epoch, digest }) => ({ agency, unit, epoch, digest }));
      const { file, sealed, deposit } = await post<ReheadedAnswer>(`/v1/items/${item}/header`, { recipients: names });
      return { file: fromBase64(file), sealed, deposit: deposit === null ? null : released(deposit) };
    },
    openedBy: (unit, epoch, after) => get(`/v1/unit-keys/${unit}/${epoch}/items`, { after }),
    oldLocks: () => get('/v1/roster/old-locks'),
    purge: (record) => get(`/v1/records/${record}/purge`),
    consents: (record) => list('/v1/consents', 'consents', { record }),
    lease: (id) => get(`/v1/leases/${id}`),
    leaseKey: async (lease, item, epk) =>
      released(await post(`/v1/leases/${lease}/key`, { item, epk: toBase64url(epk) })),
    leaseShares: async (lease, { item, epk, except = [] }) => {
      const body = { item, epk: toBase64url(epk), except: [...except] };
      return (await post<{ answers: TrusteeAnswer[] }>(`/v1/leases/${lease}/shares`, body)).answers;
    },
    listings: (filter) => get('/v1/listings', filter),
    listing: (record) => get(`/v1/listings/${record}`),
    licences: (filter) => get('/v1/licences', filter),
    lookUpLicences: async (asked) => (await post<{ licences: ListedLicence[] }>('/v1/licences/lookup', asked)).licences,
    check: (asked) => post('/v1/checks', asked),
    decide: async (asked) => (await post<{ changed: boolean }>('/v1/checks/decisions', asked)).changed,
    offlineCopy: async (asked) => {
      const given = await post<CopyGiven>('/v1/checks/offline-copies', asked);
      return { ...given, file: fromBase64(given.file) };
    },
    accountChecks: async (checks) =>
      (await post<{ accounted: number }>('/v1/checks/accounts', { checks: [...checks] })).accounted,
    blind: () => get('/v1/blind'),
    ownNumbers: (asked) => post('/v1/listings/numbers', asked),
    batch: (id) => get(`/v1/batches/${id}`),
    batches: (filter) => list('/v1/batches', 'batches', filter),
    evaluations: (batch, elements) => post(`/v1/batches/${batch}/evaluations`, { elements }),
    network: () => get('/v1/network'),
    statistics: (of) => get('/v1/statistics', of),
    me: () => get('/v1/me'),
  };
}

const released = ({ enc, ct }: KeyRelease) => ({ enc: fromBase64url(enc), ct: fromBase64url(ct) });

async function* blocks(options: ClientOptions, from: bigint, signal?: AbortSignal): AsyncGenerator<string> {
  const answer = await send(options, { path: '/v1/ledger/blocks', query: { from }, signal });
  yield* linesOf(chunksOf(answer), LONGEST_BLOCK);
}

async function* followEvents(options: ClientOptions, events: EventOptions): AsyncGenerator<GatewayEvent> {
  const { signal, pauseMs = 1000, silentMs = 60_000 } = events;
  let after = events.after;
  while (!signal?.aborted) {
    try {
      for await (const event of openEvents(options, { after, signal, silentMs })) {
        after = event.id;
        yield event;
      }
    } catch (fault) {
      if (signal?.aborted) return;
      if (fault instanceof ApiError && isRefusal(fault)) throw fault;
      if (fault instanceof ApiError && fault.status !== 0) await pause(BUSY_PAUSES * pauseMs, signal);
    }
    await pause(pauseMs, signal);
  }
}

/** What passes by itself: too many streams at a time, a clock that is put right. Whoever gave up would hear of nothing more. */
const passing: ReadonlySet<string> = new Set(['TOO_MANY_REQUESTS', 'CLOCK_SKEW']);
const isRefusal = ({ status, code }: ApiError): boolean => status >= 400 && status < 500 && !passing.has(code);
/** Pauses more where the gateway answers, but not with events. */
const BUSY_PAUSES = 9;

interface Opening {
  readonly after: string | undefined;
  readonly signal: AbortSignal | undefined;
  readonly silentMs: number;
}

/** One stream, until it ends or nothing comes: a network that lost it says so to neither side. */
async function* openEvents(options: ClientOptions, { after, signal, silentMs }: Opening): AsyncGenerator<GatewayEvent> {
  const headers = { accept: 'text/event-stream', ...(after === undefined ? {} : { 'last-event-id': after }) };
  const dead = new AbortController();
  const either = signal === undefined ? dead.signal : AbortSignal.any([signal, dead.signal]);
  const call: Call = { path: '/v1/events', headers, signal: either };
  let timer = setTimeout(() => dead.abort(), silentMs);
  const alive = (): void => {
    clearTimeout(timer);
    timer = setTimeout(() => dead.abort(), silentMs);
  };
  try {
    for await (const frame of framesOf(heard(chunksOf(await send(options, call)), alive))) {
      const event = eventOf(frame);
      if (event !== null) yield event;
    }
  } finally {
    clearTimeout(timer);
  }
}

async function* heard(chunks: AsyncIterable<Uint8Array>, alive: () => void): AsyncGenerator<Uint8Array> {
  for await (const chunk of chunks) {
    alive();
    yield chunk;
  }
}

function pause(ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    const end = (): void => {
      clearTimeout(timer);
      resolve();
    };
    signal?.addEventListener('abort', end, { once: true });
  });
}

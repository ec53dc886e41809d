import { join } from 'node:path';
import type { HpkeSealed } from '@tocsin/envelope';
import type {
  AgencyCode,
  Committed,
  Handling,
  Instant,
  Precedence,
  Purpose,
  Roster,
  StatementId,
} from '@tocsin/record';
import { kindNamed, readingTerms, statementId } from '@tocsin/record';
import { type AgencyOrder, agencyKeys, type TestAgency, usualAgencies } from './agency.ts';
import { fictitiousAlert, sealedFor } from './alert.ts';
import { agree, foundNetwork, furnish } from './founding.ts';
import { embeddedHost, freshFolder, type LedgerHost, removeFolder } from './host.ts';
import { fictitiousListing } from './listing.ts';
import { type Body, freshNonce, type Odd, type Officer, type Signed } from './officer.ts';
import { seenByAll } from './seen.ts';
import { adoptRoster, enterGateway, type RosterOrder } from './witness.ts';

export interface ExchangeOptions {
  /** Default: a police, an immigration and a financial intelligence agency of three countries. */
  readonly agencies?: readonly AgencyOrder[];
  /** Milliseconds since 1970, for the ledger and every statement; default the system's. */
  readonly clock?: () => number;
  /** Makes the agencies' gateways trustees, and witnessed what the kind wants witnessed. */
  readonly roster?: RosterOrder | true;
  /** Default: an embedded ledger in a fresh folder. */
  readonly open?: (folder: string, clock: () => number) => Promise<LedgerHost>;
}

/** What a post may vary; everything has a default. */
export interface PostOrder {
  readonly from?: AgencyCode;
  /** Default: an alert. */
  readonly kind?: 'alert' | 'listing';
  /** Who signs and seals; default the agency's desk officer. */
  readonly author?: Officer;
  readonly to?: readonly AgencyCode[];
  readonly precedence?: Precedence;
  readonly handling?: Handling;
  readonly purposes?: readonly Purpose[];
  readonly content?: unknown;
  /** Default: what the kind says, witnessed where the exchange has a roster. */
  readonly mode?: 'direct' | 'witnessed';
  /** Members of the payload to set or replace, lawful or not. */
  readonly odd?: Odd;
}

/** A post that is signed and sealed but not submitted. */
export interface Post extends Signed {
  readonly file: Uint8Array;
  /** The file's key for the author's own gateway; null for a direct file. */
  readonly deposit: HpkeSealed | null;
}

/** A founded network with an agreement in force, ready for records. */
export interface Exchange {
  /** Everything of this exchange lies here, the ledger in `ledger`; removed by `close`. */
  readonly folder: string;
  readonly agencies: readonly TestAgency[];
  readonly network: StatementId;
  readonly agreement: StatementId;
  /** The trustees in force; null without `roster`. */
  readonly roster: Roster | null;
  readonly clock: () => number;
  now(): Instant;
  /** The agency of that code; throws for a code that does not take part. */
  agency(code: AgencyCode): TestAgency;
  /** An alert from th-police to kh-immigration unless told otherwise. */
  draft(order?: PostOrder): Promise<Post>;
  /** Resolves when every agency's ledger holds it. */
  post(order?: PostOrder): Promise<Post & { readonly committed: Committed }>;
  close(): Promise<void>;
}

/** Founds a network in a fresh folder: agencies, officers, desks, seal keys and an agreement in force. */
export async function openExchange(options: ExchangeOptions = {}): Promise<Exchange> {
  const { clock = Date.now, agencies: orders = usualAgencies, open = embeddedHost } = options;
  const folder = await freshFolder();
  const host = await open(join(folder, 'ledger'), clock);
  const agencies = await Promise.all(orders.map((order) => connected(order, host, clock)));
  const network = await foundNetwork(agencies);
  await Promise.all(agencies.map((agency) => furnish(agency, clock())));
  const agreement = await agree(agencies, clock());
  const roster = await trusteesOf(agencies, options.roster, clock());
  return exchangeOf({ folder, host, agencies, network, agreement, roster, clock });
}

async function trusteesOf(agencies: readonly TestAgency[], order: ExchangeOptions['roster'], now: number) {
  if (order === undefined) return null;
  await Promise.all(agencies.map((agency) => enterGateway(agency, now)));
  return adoptRoster(agencies, order === true ? {} : order);
}

async function connected(order: AgencyOrder, host: LedgerHost, clock: () => number): Promise<TestAgency> {
  const keys = await agencyKeys(order, clock, host.authority?.(order.code));
  return { ...keys, ledger: await host.connect(keys.gateway, keys.gatewayKeys) };
}

type Founded = Pick<Exchange, 'folder' | 'agencies' | 'network' | 'agreement' | 'roster' | 'clock'> & {
  readonly host: LedgerHost;
};

function exchangeOf({ host, ...founded }: Founded): Exchange {
  const exchange: Exchange = {
    ...founded,
    now: () => new Date(founded.clock()).toISOString(),
    agency: (code) => agencyAmong(founded.agencies, code),
    draft: (order = {}) => draft(exchange, order),
    async post(order = {}) {
      const post = await draft(exchange, order);
      const { ledger } = exchange.agency(order.from ?? 'th-police');
      const committed = await ledger.submit(post.jws, post.file);
      await seenByAll(founded.agencies, committed);
      return { ...post, committed };
    },
    async close() {
      await host.close();
      await removeFolder(founded.folder);
    },
  };
  return exchange;
}

function agencyAmong(agencies: readonly TestAgency[], code: AgencyCode): TestAgency {
  const agency = agencies.find((one) => one.code === code);
  if (agency === undefined) throw new Error(`${code} does not take part`);
  return agency;
}

async function draft(exchange: Exchange, order: PostOrder): Promise<Post> {
  const home = exchange.agency(order.from ?? 'th-police');
  const from = { ...home, officer: order.author ?? home.officer };
  const to = (order.to ?? ['kh-immigration']).map((code) => exchange.agency(code));
  const { agreement } = exchange;
  const { handling = { tlp: 'AMBER', codes: ['H1'] }, kind = 'alert', precedence = 'PRIORITY' } = order;
  const { content = kind === 'alert' ? fictitiousAlert : fictitiousListing } = order;
  const nonce = freshNonce();
  const id = statementId(from.code, nonce);
  const created = exchange.now();
  const codes = to.map(({ code }) => code);
  const purposes = [...(order.purposes ?? ['trafficking-investigation' as const])];
  const retain = new Date(exchange.clock() + 180 * 86_400_000).toISOString();
  const terms = readingTerms({ record: id, kind, to: codes, agreement, purposes, handling, retain });
  const { roster } = exchange;
  const { mode = roster === null || !kindNamed(kind).witnessed.post ? 'direct' : 'witnessed' } = order;
  const witness = mode === 'direct' || roster === null ? undefined : { roster, terms };
  const about = { id, from, to, agreement, handling, created, content, witness };
  const { file, sealed, deposit } = await sealedFor(about);
  const body: Body<'record.post/1'> = {
    kind,
    agreement,
    to: codes,
    purposes,
    handling,
    precedence,
    due: dueFor(precedence, exchange.clock()),
    retain,
    sealed,
    links: [],
  };
  return { ...(await from.officer.sign('record.post/1', body, { nonce, ...order.odd })), file, deposit };
}

function dueFor(precedence: Precedence, now: number): { acknowledge: Instant; answer: Instant } {
  const { acknowledge, answer } = kindNamed('alert').due;
  const after = (hours: number): Instant => new Date(now + hours * 3_600_000).toISOString();
  return { acknowledge: after(acknowledge[precedence]), answer: after(answer[precedence]) };
}

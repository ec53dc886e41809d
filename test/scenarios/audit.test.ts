import { accessReport, Trail } from '@tocsin/audit';
import { generateSealKey } from '@tocsin/envelope';
import { ApiError, type Client, type GatewayEvent } from '@tocsin/gateway/api';
import { toldBlock } from '@tocsin/network-embedded/block';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DESK, usualAgencies } from '../support/agency.ts';
import { openItem } from '../support/device.ts';
import { registrationOf } from '../support/founding.ts';
import { certifiedOfficer } from '../support/officer.ts';
import { type ServedExchange, serveExchange } from '../support/served.ts';

let exchange: ServedExchange;
let record: string;
let court: Client;
const heard: Extract<GatewayEvent, { type: 'access' }>[] = [];
beforeAll(async () => {
  exchange = await serveExchange({ agencies: [...usualAgencies, { code: 'th-court', class: 'auditor' }] });
  court = exchange.desk('th-court');
});
afterAll(() => exchange.close());

const accessEvents = async (events: AsyncGenerator<GatewayEvent>, count: number): Promise<void> => {
  for await (const event of events) {
    if (event.type === 'access') heard.push(event);
    if (heard.length >= count) return;
  }
};

describe('the author of a record', () => {
  test('hears of each opening as it happens: who, for what, under which agreement', async () => {
    const post = await exchange.post({ to: ['kh-immigration', 'la-fiu'] });
    record = post.id;
    const listening = new AbortController();
    const bell = accessEvents(exchange.desk('th-police').events({ signal: listening.signal }), 2);
    const { officer } = exchange.agency('kh-immigration');
    const client = exchange.desk('kh-immigration');
    await client.me();
    await openItem({ exchange, officer, client, item: { id: record, record } });
    await bell;
    listening.abort();
    const who = { by: 'kh-immigration', officer: officer.handle, purpose: 'trafficking-investigation', record };
    expect(heard).toMatchObject([
      { change: 'asked', ...who, agreement: exchange.agreement, released: [] },
      { change: 'opened', ...who },
    ]);
  });

  test('finds them in the record, and nobody else hears them', async () => {
    const { accesses, leases } = await exchange.desk('th-police').record(record);
    expect(accesses.map(({ agency, receipt }) => [agency, receipt?.outcome])).toEqual([['kh-immigration', 'opened']]);
    expect(leases).toEqual([]);
    const stop = new AbortController();
    const seen: string[] = [];
    for await (const event of exchange.desk('la-fiu').events({ after: '0.0', signal: stop.signal })) {
      seen.push(event.type);
      if (event.type === 'block' && BigInt(event.number) >= (await exchange.agency('la-fiu').ledger.height()) - 1n)
        break;
    }
    stop.abort();
    expect(seen).not.toContain('access');
  });
});

describe('an auditor agency, through its own gateway', () => {
  const lines = async (client: Client): Promise<string[]> => {
    const all: string[] = [];
    for await (const line of client.blocks()) if (line !== '') all.push(line);
    return all;
  };
  const report = async (client: Client): Promise<string> =>
    JSON.stringify(accessReport(await Trail.of((await lines(client)).map(toldBlock))));

  test('reports who opened what, byte for byte as every other agency does', async () => {
    const own = await report(court);
    expect(own).toContain('kh-immigration');
    expect(await report(exchange.desk('la-fiu'))).toBe(own);
    expect(await report(exchange.desk('th-police'))).toBe(own);
  });

  const codeOf = (asked: Promise<unknown>): Promise<string> =>
    asked.then(
      () => 'answered',
      (error: unknown) => (error instanceof ApiError ? error.code : String(error)),
    );

  test('may ask for everything that says who, when and why', async () => {
    const access = (await court.accesses({ record }))[0]?.id ?? '';
    const transaction = (await court.statement(record)).transaction;
    for (const asked of [
      court.me(),
      court.records(),
      court.record(record),
      court.statement(access),
      court.accesses(),
      court.agencies(),
      court.officers(),
      court.keys(),
      court.agreements(),
      court.ownLog(),
      lines(court),
    ])
      expect(await codeOf(asked)).toBe('answered');
    expect(transaction).toMatch(/^[0-9a-f]{64}$/);
  });

  test('gets no file, no key, no share, and signs nothing about records', async () => {
    const access = (await court.accesses({ record }))[0]?.id ?? '';
    const { officer } = exchange.agency('th-court');
    const epk = generateSealKey().publicKey;
    const digest = 'ab'.repeat(32);
    const handling = { tlp: 'AMBER', codes: ['H1'] } as const;
    const signs = async (statement: Promise<{ jws: string }>) => court.submit((await statement).jws);
    const request = {
      record,
      item: record,
      purpose: 'trafficking-investigation',
      basis: digest,
      case: null,
      epk: digest,
    } as const;
    const followUp = {
      record,
      outcome: 'information',
      to: ['th-police'],
      handling: { ...handling, codes: ['H1' as const] },
      sealed: null,
    };
    const refused: [string, () => Promise<unknown>, RegExp][] = [
      ['the sealed file', () => court.file(record), /^(ROLE_LACKING|NOT_ADDRESSED)$/],
      ["another's key", () => court.accessKey(access, epk), /^(NOT_YOUR_ACCESS|NOT_WITNESSING)$/],
      ['shares', () => court.shares(access, epk), /^(NOT_YOUR_ACCESS|NOT_WITNESSING)$/],
      ['an access of its own', () => signs(officer.sign('access.request/1', request)), /^ROLE_LACKING$/],
      ['an acknowledgement', () => signs(officer.sign('record.acknowledge/1', { record })), /^ROLE_LACKING$/],
      ['a follow-up', () => signs(officer.sign('record.follow-up/1', followUp)), /^ROLE_LACKING$/],
      ['an end of it', () => signs(officer.sign('record.close/1', { record, reason: 'resolved' })), /^ROLE_LACKING$/],
      [
        'a purge',
        () => signs(officer.sign('record.purge/1', { record, reason: 'no-longer-needed' })),
        /^ROLE_LACKING$/,
      ],
    ];
    for (const [what, asked, code] of refused) expect(await codeOf(asked()), what).toMatch(code);
  });

  test('an agency’s own auditor gets no ciphertext either, where its readers do', async () => {
    const home = exchange.agency('kh-immigration');
    const { authority, registrar } = home;
    const auditor = await certifiedOfficer({ authority, clock: exchange.clock, unit: DESK, roles: ['auditor'] });
    const client = exchange.desk('kh-immigration');
    await client.submit((await registrar.sign('officer.register/1', registrationOf(auditor, exchange.clock()))).jws);
    expect(await codeOf(client.file(record))).toBe('answered');
    const own = exchange.served.get('kh-immigration')?.client(auditor);
    expect(await codeOf(own?.file(record) ?? Promise.resolve())).toBe('ROLE_LACKING');
  });

  test('is watched: each look stands in its gateway’s own log, with the officer and the route', async () => {
    const { handle } = exchange.agency('th-court').officer;
    const before = (await court.ownLog()).size;
    await court.accesses({ record });
    await court.record(record);
    const { entries } = await court.ownLog({ kind: 'look', from: before });
    const looks = entries.flatMap(({ entry }) => (entry === null ? [] : [JSON.parse(entry.body)]));
    expect(looks.map(({ code, item, officer }) => [code, item, officer])).toEqual([
      ['/v1/accesses', null, handle],
      ['/v1/records/:id', record, handle],
      ['/v1/own-log', null, handle],
    ]);
  });

  test('officers at work are not watched so: their acts are on the ledger already, and the log is not theirs', async () => {
    const { client } = exchange.served.get('la-fiu') ?? {};
    const { officer, registrar } = exchange.agency('la-fiu');
    await client?.(officer).accesses();
    for (const one of [officer, registrar])
      expect(await codeOf(client?.(one).ownLog() ?? Promise.resolve())).toBe('ROLE_LACKING');
  });
});

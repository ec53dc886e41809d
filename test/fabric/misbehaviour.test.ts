import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { connect as connectTls, type TLSSocket } from 'node:tls';
import { type Authority, issueTls } from '@tocsin/crypto-config';
import { signStatement } from '@tocsin/envelope';
import type { FabricProfile } from '@tocsin/gateway/fabric';
import { ownSources, portOf, type Site } from '@tocsin/network-fabric';
import { recordKey, statementKey } from '@tocsin/record';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { outcomeOf } from '../conformance/outcome.ts';
import { blocksBetween, tellings } from '../conformance/told-blocks.ts';
import { agencyAuthority } from '../support/agency.ts';
import { type Exchange, openExchange } from '../support/exchange.ts';
import { keyPair, spkiOf } from '../support/officer.ts';
import { agenciesOf, type FabricHost, fabricHost } from './host.ts';
import { profileOf } from './nemesis/arena.ts';
import { withGarbledEndorser } from './nemesis/garbled.ts';
import { eventually } from './nemesis/nodes.ts';
import { answerTo, type RawClient, rawClient } from './nemesis/raw-client.ts';
import { change, changedSources, type Edit } from './nemesis/sources.ts';

let exchange: Exchange;
let host: FabricHost;
const profiles = new Map<string, FabricProfile>();
const clients = new Map<string, RawClient>();
const profile = (code: string): FabricProfile => profiles.get(code) as FabricProfile;
const client = (code: string): RawClient => clients.get(code) as RawClient;

beforeAll(async () => {
  exchange = await openExchange({
    agencies: agenciesOf('three-raft'),
    open: async (folder, clock) => {
      host = await fabricHost('three-raft')(folder, clock);
      return host;
    },
  });
  for (const { code } of exchange.agencies) {
    profiles.set(code, await profileOf(host, exchange, code));
    clients.set(code, rawClient(profile(code)));
  }
});
afterAll(async () => {
  for (const one of clients.values()) one.close();
  await exchange?.close();
});

const agencies = () => exchange.agencies.map(({ code }) => code);
const newProposal = (from: RawClient, jws: string, file: Uint8Array, endorsers: string[]) =>
  from.contract.newProposal('submit', {
    arguments: [jws],
    transientData: { 0: file },
    endorsingOrganizations: endorsers,
  });

test("a transaction that smuggles another agency's statement among its own is refused whole", async () => {
  const own = await exchange.draft();
  const foreign = await exchange.draft({ from: 'kh-immigration', to: ['th-police'] });
  const order = { arguments: [own.jws, foreign.jws], transientData: { 0: own.file, 1: foreign.file } };
  const answer = await answerTo(client('th-police').contract.newProposal('submit', order).endorse());
  expect(answer).toContain('TOCSIN SUBMIT_APART 1');
  const { ledger } = exchange.agency('th-police');
  for (const { id } of [own, foreign]) expect(await ledger.state(recordKey(id))).toBeUndefined();
  const alone = { arguments: [foreign.jws], transientData: { 0: foreign.file } };
  expect(await answerTo(client('th-police').contract.newProposal('submit', alone).endorse())).toContain('WRONG_AGENCY');
});

test('a valid transaction with an endorser that is no identity stops no gateway', async () => {
  const { id, jws, file } = await exchange.draft();
  const { gateway } = client('th-police');
  const endorsed = await newProposal(client('th-police'), jws, file, agencies()).endorse();
  const sent = await gateway.newTransaction(withGarbledEndorser(endorsed.getBytes())).submit();
  const { blockNumber } = await sent.getStatus();
  const after = await exchange.post();
  for (const { ledger } of exchange.agencies) {
    const told = await blocksBetween(ledger, blockNumber, BigInt(after.committed.block));
    expect(tellings(told, jws)).toMatchObject([{ code: 'VALID' }]);
    expect(await ledger.state(statementKey(id))).toMatchObject({ id });
  }
});

describe('endorsement', () => {
  test.each(['th-police', 'kh-immigration', 'la-fiu'])('by %s alone changes nothing', async (endorser) => {
    const { id, jws, file } = await exchange.draft();
    const { ledger } = exchange.agency('th-police');
    const before = await ledger.height();
    // The gateway service asks exactly those whom its client names.
    const endorsed = await newProposal(client('th-police'), jws, file, [endorser]).endorse();
    const status = await (await endorsed.submit()).getStatus();
    expect(status).toMatchObject({ successful: false, code: 10 });
    const told = tellings(await blocksBetween(ledger, before, status.blockNumber), jws);
    expect(told).toMatchObject([{ code: 'ENDORSEMENT_POLICY_FAILURE', writes: [] }]);
    for (const agency of exchange.agencies) {
      expect(await agency.ledger.state(recordKey(id))).toBeUndefined();
      expect(await agency.ledger.sealed(id)).toBeUndefined();
    }
  });
});

describe('ledger time', () => {
  const [minute, hour, year] = [60_000, 3_600_000, 365 * 86_400_000];
  const offsets = [-10 * year, -hour, -14 * minute, -75_000, 75_000, 14 * minute, hour, 10 * year];

  test('is taken when it is the time', async () => {
    expect(await endorsedAt(0)).toBe('answered');
  });

  test.each(offsets)('that is off by %d ms is refused by every peer', async (offset) => {
    expect(await endorsedAt(offset)).toMatch(/CLOCK_SKEW|timestamp|time window/i);
  });

  async function endorsedAt(offset: number): Promise<string> {
    const { jws, file } = await exchange.draft();
    // The client library asks the clock when it makes the proposal.
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + offset });
    const proposal = newProposal(client('th-police'), jws, file, agencies());
    vi.useRealTimers();
    return answerTo(proposal.endorse());
  }
});

describe("another agency's client", () => {
  const pairs = ['th-police', 'kh-immigration', 'la-fiu'].flatMap((own, i, all) =>
    all.filter((_, k) => k !== i).map((foreign) => [own, foreign] as const),
  );
  const questions = [
    ['state', () => 'network/members'],
    ['states', () => 'network/members'],
    ['sealed', () => posted],
  ] as const;
  let posted = '';
  beforeAll(async () => {
    posted = (await exchange.post({ to: ['kh-immigration', 'la-fiu'] })).id;
  });

  test.each(pairs)('the peer of %s tells %s neither state nor sealed files', async (own, foreign) => {
    const visitor = visitorAt(own, foreign);
    for (const [fn, argument] of questions) {
      const options = { arguments: [argument()], endorsingOrganizations: [own] };
      expect(await answerTo(visitor.contract.evaluate(fn, options)), fn).toMatch(/TOCSIN WRONG_AGENCY/);
    }
    visitor.close();
  });

  test.each(pairs)('through the peer of %s, %s can submit nothing in its name', async (own, foreign) => {
    const { jws, file } = await exchange.draft({ from: own, to: [foreign] });
    const visitor = visitorAt(own, foreign);
    const asked = newProposal(visitor, jws, file, agencies()).endorse();
    expect(await answerTo(asked)).toMatch(/TOCSIN WRONG_AGENCY/);
    visitor.close();
  });

  test.each(pairs)('the peer of %s shows %s the blocks that all members have, and no more', async (own, foreign) => {
    const visitor = visitorAt(own, foreign);
    const qscc = visitor.contractOf('qscc');
    const ask = (fn: string, ...args: string[]) =>
      qscc.evaluate(fn, { arguments: [profile(own).channel, ...args], endorsingOrganizations: [own] });
    expect(await answerTo(ask('GetBlockByNumber', '1'))).toBe('answered');
    expect(
      await answerTo(visitor.contractOf('cscc').evaluate('GetChannels', { endorsingOrganizations: [own] })),
    ).not.toBe('answered');
    visitor.close();
  });

  function visitorAt(own: string, foreign: string): RawClient {
    const { address, serverName, roots } = profile(own).peer;
    const peer = { ...profile(foreign).peer, address, ...(serverName === undefined ? {} : { serverName }), roots };
    return rawClient({ ...profile(foreign), peer });
  }
});

describe('connections', () => {
  const names = ['orderer', 'peer', 'chaincode', 'ordererAdmin', 'ordererOperations', 'peerOperations'] as const;
  const ports = agenciesOf('three-raft').flatMap(({ code }) => names.map((name) => [name, code] as const));

  test.each(ports)(
    '%s of %s: no certificate, a stranger, old TLS: no connection; its own agency: one',
    async (name, code) => {
      const site = host.network.site(code);
      const own = host.network.admin(code).tls;
      const certificate = { cert: await readFile(own.certificate), key: await readFile(own.key) };
      expect(await greeted(site, name, certificate)).toBe('TLSv1.3');
      expect(await greeted(site, name, {})).toBe('refused');
      expect(await greeted(site, name, await stranger())).toBe('refused');
      for (const old of ['TLSv1', 'TLSv1.1'] as const)
        expect(
          await greeted(site, name, {
            ...certificate,
            minVersion: old,
            maxVersion: old,
            ciphers: 'DEFAULT@SECLEVEL=0',
          }),
        ).toBe('refused');
    },
  );

  /** Certified by an authority that looks like a member's and is none's: a peer, orderer or gateway from outside. */
  async function stranger(): Promise<{ cert: string; key: string }> {
    const authority: Authority = await agencyAuthority('th-police', Date.now);
    const keys = await keyPair();
    const { chain } = await issueTls(authority, { hosts: ['127.0.0.1'], publicKey: await spkiOf(keys) });
    const der = Buffer.from(await crypto.subtle.exportKey('pkcs8', keys.privateKey)).toString('base64');
    return { cert: chain, key: `-----BEGIN PRIVATE KEY-----\n${der}\n-----END PRIVATE KEY-----\n` };
  }
});

/** The version of TLS that was agreed on, once the server has taken our certificate and not hung up. */
function greeted(site: Site, name: Parameters<typeof portOf>[1], options: object): Promise<string> {
  return new Promise((resolve) => {
    const socket: TLSSocket = connectTls({
      host: site.host,
      port: portOf(site, name),
      rejectUnauthorized: false,
      ALPNProtocols: ['h2'],
      ...options,
    });
    const end = (outcome: string): void => {
      socket.destroy();
      resolve(outcome);
    };
    // With TLS 1.3 the client is done before the server has looked at its certificate: only an answer counts.
    socket.once('secureConnect', () => socket.write('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\x04\0\0\0\0\0'));
    socket.once('data', () => end(socket.getProtocol() ?? ''));
    for (const event of ['error', 'close', 'end']) socket.once(event, () => end('refused'));
    socket.setTimeout(4_000, () => end(socket.authorized ? 'silent' : 'refused'));
  });
}

describe('a chaincode service with rules of its own', () => {
  const agency = 'th-police';
  /** It believes any signature, and notes another digest than the statement has. */
  const edits: readonly Edit[] = [
    ['chaincode/src/submitted.ts', 'await verifyStatement(jws, key);', 'void verifyStatement; void key; void jws;'],
    [
      'chaincode/src/judge.ts',
      'const applied: Applied = { id, typ, digest, at, transaction };',
      "const applied: Applied = { id, typ, digest: '0'.repeat(64), at, transaction };",
    ],
  ];
  let folder: string;
  let entry: string;
  beforeAll(async () => {
    folder = join(exchange.folder, 'doctored');
    const sources = await changedSources(folder, edits);
    ({ entry } = sources);
    expect(sources.digest).not.toBe((await ownSources()).digest);
  });

  test('does not even start under the digest that the agencies approved', async () => {
    await runs(entry);
    const said = async () => /names the sources [0-9a-f]{16}, but these are/.test(await log());
    await eventually(15_000, 'the service refuses', said);
    // The others go on without it.
    expect(
      (await exchange.agency('kh-immigration').ledger.submit(...(await statement('kh-immigration')))).already,
    ).toBe(false);
  });

  test('that lies about its digest endorses alone, and nothing that it says gets on the ledger', async () => {
    const digest = `return '${(await ownSources()).digest}';\n`;
    await change(folder, ['chaincode/service/digest.ts', "return digest.digest('hex').slice(0, 16);", digest]);
    await runs(entry);
    const { officer, ledger } = exchange.agency(agency);
    // What nobody signed: its own peer says yes, every other says no.
    const draft = await exchange.draft({ from: agency });
    const forged = await signStatement(draft.payload, {
      ...officer.signer,
      sign: async () => new Uint8Array(64).fill(1),
    });
    await eventually(30_000, 'the doctored service endorses', async () => {
      const alone = newProposal(client(agency), forged, draft.file, [agency]).endorse();
      return (await answerTo(alone)) === 'answered';
    });
    expect(await outcomeOf(ledger.submit(forged, draft.file))).toBe('BAD_STATEMENT_SIGNATURE');
    // What an officer did sign: the endorsements differ, so none of them serves.
    const [jws, file] = await statement(agency);
    expect(await outcomeOf(ledger.submit(jws, file))).toBe('LEDGER_UNAVAILABLE');
    // Others are asked first and agree without it.
    for (const other of ['kh-immigration', 'la-fiu']) {
      const { id, jws: lawful, file: sealed } = await exchange.draft({ from: other, to: ['th-police'] });
      const { transaction } = await exchange.agency(other).ledger.submit(lawful, sealed);
      expect(await exchange.agency(other).ledger.state(statementKey(id))).toMatchObject({ id, transaction });
    }
    const height = await exchange.agency('kh-immigration').ledger.height();
    const blocks = await blocksBetween(exchange.agency('kh-immigration').ledger, 0n, height - 1n);
    expect(tellings(blocks, forged)).toEqual([]);
    const writes = blocks.flatMap(({ transactions }) => transactions.flatMap((one) => one.writes));
    expect(writes.filter(({ value }) => value.includes('0'.repeat(64)))).toEqual([]);
  });

  const log = () => host.network.processes.log(`chaincode.${agency}`, 4_000);
  const statement = async (from: string): Promise<[string, Uint8Array]> => {
    const { jws, file } = await exchange.draft({
      from,
      to: agencies()
        .filter((code) => code !== from)
        .slice(0, 1),
    });
    return [jws, file];
  };

  /** Lets the agency's supervisor run another program as its service. */
  async function runs(program: string): Promise<void> {
    const { processes, folder: root } = host.network;
    const name = `chaincode.${agency}`;
    await processes.set(name, false);
    const specs = JSON.parse(await readFile(join(root, 'run', 'processes.json'), 'utf8')) as Parameters<
      typeof processes.want
    >[0];
    await processes.want(specs.map((spec) => (spec.name === name ? { ...spec, args: [program], wanted: true } : spec)));
  }
});

import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { signStatement } from '@tocsin/envelope';
import { networkKey } from '@tocsin/record';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import {
  type AgencyKeys,
  agencyKeys,
  membershipOf,
  type TestAgency,
  usualAgencies,
} from '../../../test/support/agency.ts';
import { embeddedHost, freshFolder, type LedgerHost, removeFolder } from '../../../test/support/host.ts';
import { type Officer, takesPart } from '../../../test/support/officer.ts';
import { injectFetch, ORIGIN } from '../../fixture/gateway.ts';
import { type Client, createClient } from '../api/client.ts';
import { provenFounding, type TrustedRoots } from '../api/founding.ts';
import { buildGateway, type Gateway } from '../app.ts';

let folder: string;
let host: LedgerHost;
let agencies: TestAgency[];
const gateways = new Map<string, Gateway>();

const rootsOf = (known: readonly AgencyKeys[]): TrustedRoots => ({
  rootOf: (code) => known.find((agency) => agency.code === code)?.root,
  crls: () => [],
});

async function serve(agency: TestAgency, roots: TrustedRoots | undefined, name = agency.code): Promise<Gateway> {
  const own = join(folder, name);
  await mkdir(own, { mode: 0o700 });
  const gateway = await buildGateway({ agency: agency.code, ledger: agency.ledger, folder: own, unitKeys: [], roots });
  gateways.set(name, gateway);
  return gateway;
}

const client = (gateway: string, { handle, signer }: Officer): Client =>
  createClient({
    origin: ORIGIN,
    officer: { handle, sign: (data) => signer.sign(data) },
    fetch: injectFetch(gateways.get(gateway) as Gateway),
  });

/** The code something is refused with. */
const refusal = (attempt: Promise<unknown>): Promise<string> =>
  attempt.then(
    () => 'answered',
    (error: { code: string }) => error.code,
  );

const at = (i: number): TestAgency => agencies[i] as TestAgency;
const founding = async (members = agencies.map(membershipOf), by: Officer = at(0).registrar) =>
  (await by.sign('network.found/1', { name: 'new-exchange', members })).jws;

beforeAll(async () => {
  folder = await freshFolder();
  host = await embeddedHost(join(folder, 'ledger'), Date.now);
  const keys = await Promise.all(usualAgencies.map((order) => agencyKeys(order, Date.now)));
  agencies = await Promise.all(
    keys.map(async (each) => ({ ...each, ledger: await host.connect(each.gateway, each.gatewayKeys) })),
  );
  for (const agency of agencies) await serve(agency, rootsOf(agencies));
  await serve(at(0), undefined, 'without-roots');
});
afterAll(async () => {
  for (const gateway of gateways.values()) await gateway.close();
  await host?.close();
  if (folder !== undefined) await removeFolder(folder);
});

describe('before there is a register', () => {
  const found = async (jws: string, gateway = 'th-police') => refusal(client(gateway, at(0).registrar).found(jws));

  test('nothing opens to anybody, whoever signs the request', async () => {
    const registrar = client('th-police', at(0).registrar);
    for (const attempt of [() => registrar.me(), () => registrar.proposals(), () => registrar.records()])
      expect(await refusal(attempt())).toBe('UNKNOWN_OFFICER');
  });

  test('a founding by nobody of this agency, or by none of its registrars, is refused', async () => {
    expect(await found(await founding(), 'kh-immigration')).toBe('WRONG_AGENCY');
    const { payload } = await at(0).registrar.sign('network.found/1', {
      name: 'n',
      members: agencies.map(membershipOf),
    });
    expect(await found(await signStatement(payload, at(0).officer.signer))).toBe('UNKNOWN_OFFICER');
    const { handle } = at(0).registrar;
    expect(await found(await signStatement(payload, { ...at(0).officer.signer, handle }))).toBe('BAD_SIGNATURE');
    const officer = { ...at(0), registrar: at(0).officer };
    const byOfficer = await founding([officer, at(1)].map(membershipOf), at(0).officer);
    expect(await found(byOfficer)).toBe('ROLE_LACKING');
  });

  test('a founding over a root that nobody compared is refused, whoever brings it', async () => {
    const impostor = await agencyKeys({ code: 'la-fiu', class: 'fiu' }, Date.now);
    const stranger = await agencyKeys({ code: 'vn-labour', class: 'labour' }, Date.now);
    for (const odd of [impostor, stranger])
      expect(await found(await founding([at(0), at(1), odd].map(membershipOf)))).toBe('ROOT_NOT_TRUSTED');
    const mixed = { ...membershipOf(at(2)), registrar: membershipOf(impostor).registrar };
    expect(await found(await founding([membershipOf(at(0)), mixed]))).toBe('BAD_CERTIFICATE');
  });

  test('no other statement passes by this door, and none by a gateway whose configuration has no roots', async () => {
    const unit = { unit: 'desk', level: 'post', names: { en: 'Desk' }, desk: true, closed: false } as const;
    const { jws } = await at(0).registrar.sign('unit.set/1', unit);
    expect(await found(jws)).toBe('FOUNDING_CLOSED');
    expect(await found('e30.e30.e30')).toBe('MALFORMED_JWS');
    expect(await found(await founding(), 'without-roots')).toBe('FOUNDING_CLOSED');
    expect(await at(0).ledger.state(networkKey)).toBeUndefined();
  });
});

test('a stranger’s hundreds of foundings cost the peer no question, and beyond a few are not even read', async () => {
  const { ledger } = at(0);
  const height = vi.spyOn(ledger, 'height');
  const submit = vi.spyOn(ledger, 'submit');
  const { payload } = await at(0).registrar.sign('network.found/1', {
    name: 'n',
    members: agencies.map(membershipOf),
  });
  const { handle } = at(0).registrar;
  const forged = await signStatement(payload, { ...at(0).officer.signer, handle });
  const sign = await at(0).registrar.sign('network.sign/1', { digest: '0'.repeat(64) });
  const codes = await Promise.all(
    Array.from({ length: 200 }, (_, i) =>
      refusal(client('th-police', at(0).registrar).found(i % 2 ? forged : sign.jws)),
    ),
  );
  expect(new Set(codes)).toEqual(new Set(['BAD_SIGNATURE', 'FOUNDING_CLOSED', 'TOO_MANY_REQUESTS']));
  expect(height).not.toHaveBeenCalled();
  expect(submit).not.toHaveBeenCalled();
  vi.restoreAllMocks();
});

describe('then it is founded', () => {
  test("somebody else's founding with a registrar of their own for us opens nothing at our gateway", async () => {
    const fake = await agencyKeys({ code: 'kh-immigration', class: 'immigration' }, Date.now);
    const jws = await founding([at(0), fake].map(membershipOf));
    const { block } = await at(0).ledger.submit(jws, null);
    const gateway = gateways.get('kh-immigration') as Gateway;
    await gateway.follower.reached(BigInt(block), AbortSignal.timeout(5000));
    takesPart(fake.authority, (await at(0).ledger.state(networkKey))?.id ?? '');
    const line = client('kh-immigration', fake.registrar);
    expect(await refusal(line.me())).toBe('ROOT_NOT_TRUSTED');
    const { jws: signature } = await fake.registrar.sign('network.sign/1', { digest: '0'.repeat(64) });
    expect(await refusal(line.submit(signature))).toBe('ROOT_NOT_TRUSTED');
  });

  test('each registrar founds or signs through the own gateway; until the last has, nothing else is served', async () => {
    const jws = await founding();
    const proposed = await client('th-police', at(0).registrar).found(jws);
    expect(proposed.already).toBe(false);
    const id = (await at(0).ledger.state(networkKey))?.id ?? '';
    for (const { authority } of agencies) takesPart(authority, id);
    expect(await client('th-police', at(0).registrar).proposals()).toEqual([]);
    expect(await refusal(client('th-police', at(0).registrar).records())).toBe('FOUNDING_CLOSED');
    for (const agency of agencies.slice(1)) {
      const { follower } = gateways.get(agency.code) as Gateway;
      await follower.reached(BigInt(proposed.block), AbortSignal.timeout(5000));
      const line = client(agency.code, agency.registrar);
      const [waiting] = await line.proposals();
      expect(waiting).toMatchObject({ kind: 'founding', id, statement: jws });
      const { digest, members } = await provenFounding(waiting?.statement ?? '', rootsOf(agencies), new Date());
      expect(members.map(({ code }) => code)).toEqual(agencies.map(({ code }) => code));
      expect(await refusal(line.records())).toBe('FOUNDING_CLOSED');
      expect(
        await refusal(line.submit((await agency.registrar.sign('record.acknowledge/1', { record: id })).jws)),
      ).toBe('FOUNDING_CLOSED');
      await line.submit((await agency.registrar.sign('network.sign/1', { digest })).jws);
      expect(await line.proposals()).toEqual([]);
    }
    expect(await at(0).ledger.state(networkKey)).toMatchObject({ status: 'active' });
    expect((await client('la-fiu', at(2).registrar).records()).records).toEqual([]);
  });

  test('and never again', async () => {
    expect(await refusal(client('la-fiu', at(2).registrar).found(await founding(undefined, at(2).registrar)))).toBe(
      'ALREADY_FOUNDED',
    );
  });
});

test('changes of membership and agreements wait too, for those who may still sign', async () => {
  const newcomer = await agencyKeys({ code: 'vn-labour', class: 'labour' }, Date.now);
  const admit = await at(0).registrar.sign('network.propose/1', { change: { admit: membershipOf(newcomer) } });
  const remove = await at(0).registrar.sign('network.propose/1', { change: { remove: 'la-fiu' } });
  await at(0).ledger.submit(admit.jws, null);
  const { block } = await at(0).ledger.submit(remove.jws, null);
  const waiting = async (agency: TestAgency) => {
    const { follower } = gateways.get(agency.code) as Gateway;
    await follower.reached(BigInt(block), AbortSignal.timeout(5000));
    return (await client(agency.code, agency.registrar).proposals()).map(({ kind, id }) => `${kind} ${id}`).sort();
  };
  expect(await waiting(at(0))).toEqual([]);
  expect(await waiting(at(1))).toEqual([`membership ${admit.id}`, `membership ${remove.id}`].sort());
  expect(await waiting(at(2)), 'no vote on its own removal').toEqual([`membership ${admit.id}`]);
});

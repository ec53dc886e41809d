import { digest, generateSealKey, openFile, openRewrapped, type SealKey } from '@tocsin/envelope';
import type { Item } from '@tocsin/record';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { fictitiousAlert } from '../../../test/support/alert.ts';
import { registrationOf } from '../../../test/support/founding.ts';
import { certifiedOfficer, type Officer } from '../../../test/support/officer.ts';
import { type Exchange, openExchange, openGateway, TestClock, type TestGateway } from '../../fixture/gateway.ts';

const clock = new TestClock();
let exchange: Exchange;
let thai: TestGateway;
let khmer: TestGateway;
let colleague: Officer;
let record: string;
let device: SealKey;

beforeAll(async () => {
  exchange = await openExchange({ clock: clock.now });
  thai = await openGateway(exchange, 'th-police');
  khmer = await openGateway(exchange, 'kh-immigration');
  const { authority, registrar } = exchange.agency('kh-immigration');
  colleague = await certifiedOfficer({ authority, unit: 'duty-desk', roles: ['reader'], clock: clock.now });
  const registration = await registrar.sign('officer.register/1', registrationOf(colleague, clock.now()));
  await khmer.client(registrar).submit(registration.jws);
});
beforeEach(async () => {
  const post = await exchange.draft();
  await thai.client().submit(post.jws, post.file);
  record = post.id;
  device = generateSealKey();
});
afterAll(async () => {
  await Promise.all([thai?.gateway.close(), khmer?.gateway.close()]);
  await exchange?.close();
});

/** Commits an access statement for the device's key; returns its identifier. */
async function granted(officer = exchange.agency('kh-immigration').officer): Promise<string> {
  const body = {
    record,
    item: record,
    purpose: 'trafficking-investigation' as const,
    basis: digest('a salted basis'),
    case: null,
    epk: digest(device.publicKey),
  };
  const access = await officer.sign('access.request/1', body);
  await khmer.client(officer).submit(access.jws);
  return access.id;
}

describe('POST /v1/accesses/:id/key', () => {
  test('the officer opens the file with the released key, and the content is the one sealed', async () => {
    const access = await granted();
    const client = khmer.client();
    const [{ items }, file] = await Promise.all([client.record(record), client.file(record)]);
    const item = items[0] as Item & { sealed: NonNullable<Item['sealed']> };
    const released = await client.accessKey(access, device.publicKey);
    const fileKey = openRewrapped(device.secretKey, released, { access, file: record, fileHash: item.sealed.hash });
    const author = exchange.agency('th-police');
    const inner = await openFile({
      file,
      fileKey,
      me: 'kh-immigration',
      head: {
        id: item.id,
        author: item.author,
        handle: item.officer,
        to: [...item.to],
        agreement: item.agreement,
        handling: item.handling,
        fileHash: item.sealed.hash,
        headerHash: item.sealed.header,
      },
      trust: { rootOf: () => author.root, crls: () => [], at: new Date(item.posted) },
    });
    expect(inner).toMatchObject({ author: { agency: 'th-police' }, content: fictitiousAlert });
  });

  test('twice for the same access is one access: the key may be fetched again', async () => {
    const access = await granted();
    await khmer.client().accessKey(access, device.publicKey);
    expect((await khmer.client().accessKey(access, device.publicKey)).enc).toHaveLength(1120);
  });

  test('no access statement: 404', async () => {
    const asked = khmer.client().accessKey('a'.repeat(26), device.publicKey);
    await expect(asked).rejects.toMatchObject({ status: 404, code: 'UNKNOWN_ACCESS' });
  });

  test('another officer, even of the same desk', async () => {
    const access = await granted();
    const asked = khmer.client(colleague).accessKey(access, device.publicKey);
    await expect(asked).rejects.toMatchObject({ status: 403, code: 'NOT_YOUR_ACCESS' });
  });

  test('another one-time key than the committed one', async () => {
    const asked = khmer.client().accessKey(await granted(), generateSealKey().publicKey);
    await expect(asked).rejects.toMatchObject({ status: 403, code: 'NOT_YOUR_ACCESS' });
  });

  test('a key of another length', async () => {
    const asked = khmer.client().accessKey(await granted(), new Uint8Array(32));
    await expect(asked).rejects.toMatchObject({ status: 400, code: 'MALFORMED_REQUEST' });
  });

  test("another agency's gateway", async () => {
    const access = await granted();
    const asked = thai.client().accessKey(access, device.publicKey);
    await expect(asked).rejects.toMatchObject({ status: 403, code: 'NOT_YOUR_ACCESS' });
  });

  test('15 minutes are the last moment', async () => {
    const access = await granted();
    clock.forward(14 * 60_000);
    await khmer.client().accessKey(access, device.publicKey);
    clock.forward(61_000);
    const asked = khmer.client().accessKey(access, device.publicKey);
    await expect(asked).rejects.toMatchObject({ status: 403, code: 'ACCESS_TOO_OLD' });
  });

  test('the author withdrew it meanwhile: the peer is asked, not the view', async () => {
    const access = await granted();
    await khmer.gateway.follower.stop();
    const { ledger, officer } = exchange.agency('th-police');
    await ledger.submit((await officer.sign('record.withdraw/1', { record, reason: 'mistaken' })).jws, null);
    const asked = khmer.client().accessKey(access, device.publicKey);
    await expect(asked).rejects.toMatchObject({ status: 410, code: 'RECORD_WITHDRAWN' });
    khmer.gateway.follower.start();
  });

  test('a gateway that does not hold the key', async () => {
    const other = generateSealKey();
    const keyless = await openGateway(exchange, 'kh-immigration', {
      unitKeys: [{ unit: 'duty-desk', epoch: 2, secretKey: other.secretKey }],
    });
    const asked = keyless.client().accessKey(await granted(), device.publicKey);
    await expect(asked).rejects.toMatchObject({ status: 404, code: 'KEY_NOT_HELD' });
    await keyless.gateway.close();
  });

  test('an officer revoked after the access was granted', async () => {
    const access = await granted(colleague);
    await khmer.gateway.follower.stop();
    const { ledger, registrar } = exchange.agency('kh-immigration');
    const revoke = await registrar.sign('officer.revoke/1', { officer: colleague.handle, reason: 'left-post' });
    await ledger.submit(revoke.jws, null);
    const asked = khmer.client(colleague).accessKey(access, device.publicKey);
    await expect(asked).rejects.toMatchObject({ status: 403, code: 'OFFICER_REVOKED' });
    khmer.gateway.follower.start();
  });
});

describe('GET /v1/accesses', () => {
  test('by record, officer, agency, owner and time; nothing else comes along', async () => {
    const access = await granted();
    const { officer } = exchange.agency('kh-immigration');
    const client = khmer.client();
    const one = async (filter: object): Promise<string[]> => (await client.accesses(filter)).map(({ id }) => id);
    expect(await one({ record })).toEqual([access]);
    expect(await one({ officer: officer.handle })).toContain(access);
    expect(await one({ agency: 'kh-immigration', owner: 'th-police', record })).toEqual([access]);
    expect(await one({ agency: 'la-fiu' })).toEqual([]);
    expect(await one({ owner: 'kh-immigration' })).toEqual([]);
    expect(await one({ record, until: '2020-01-01T00:00:00.000Z' })).toEqual([]);
    expect(await one({ record, since: '2020-01-01T00:00:00.000Z' })).toEqual([access]);
  });

  test('31 February is no day to ask about', async () => {
    const asked = khmer.client().accesses({ since: '2026-13-01T00:00:00.000Z' });
    await expect(asked).rejects.toMatchObject({ code: 'MALFORMED_REQUEST' });
  });
});

describe('GET /v1/items/:id/file', () => {
  test('gives addressee and author the very bytes of the ledger', async () => {
    const file = await exchange.agency('th-police').ledger.sealed(record);
    expect(await thai.client().file(record)).toEqual(new Uint8Array(file!));
    expect(await khmer.client().file(record)).toEqual(new Uint8Array(file!));
  });

  test('an agency that is neither: 403', async () => {
    const lao = await openGateway(exchange, 'la-fiu');
    await expect(lao.client().file(record)).rejects.toMatchObject({ status: 403, code: 'NOT_ADDRESSED' });
    await lao.gateway.close();
  });

  test('no such item: 404', async () => {
    await expect(thai.client().file('a'.repeat(26))).rejects.toMatchObject({ status: 404, code: 'UNKNOWN_RECORD' });
  });
});

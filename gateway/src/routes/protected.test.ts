import { generateSealKey } from '@tocsin/envelope';
import type { AlertContent, ListingContent, StatementId } from '@tocsin/record';
import pino from 'pino';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fictitiousAlert } from '../../../test/support/alert.ts';
import { registrationOf } from '../../../test/support/founding.ts';
import { fictitiousListing } from '../../../test/support/listing.ts';
import { certifiedOfficer } from '../../../test/support/officer.ts';
import { type Exchange, openExchange, openGateway, TestClock, type TestGateway } from '../../fixture/gateway.ts';
import { writtenLog } from '../../fixture/written-log.ts';

/** People who do not exist, as an alert of the Khmer agency to the Thai one speaks of them. */
type Person = AlertContent['people'][number];
const passport = (number: string, country = 'LA') => ({ type: 'passport' as const, number, country });
const victim: Person = {
  role: 'victim',
  names: [{ asWritten: 'ນາງ ບຸນມີ ສີສະຫວາດ', script: 'Laoo' }],
  born: '2001-03-04',
  documents: [passport('PA 000-0001')],
  phones: ['+15550100177'],
};
const forced: Person = {
  role: 'recruiter',
  nonPunishment: true,
  names: [{ asWritten: 'ကျော်ဇင်ထွန်း', script: 'Mymr' }],
  documents: [passport('MC000002', 'MM')],
};
const suspect: Person = {
  ...victim,
  role: 'suspect',
  names: forced.names,
  documents: [passport('SU000003')],
  phones: [],
};

const clock = new TestClock();
let exchange: Exchange;
let thai: TestGateway;
const { sink, logged } = writtenLog();

const seen = (block: string) => thai.gateway.screening.reached(BigInt(block), AbortSignal.timeout(20_000));
async function warn(people: Person[]): Promise<StatementId> {
  const content = { ...fictitiousAlert, people };
  const { id, committed } = await exchange.post({ from: 'kh-immigration', to: ['th-police'], content });
  await seen(committed.block);
  return id;
}
async function end(
  typ: 'record.close/1' | 'record.withdraw/1' | 'record.purge/1',
  record: StatementId,
  reason: string,
) {
  const { ledger, officer } = exchange.agency('kh-immigration');
  await seen((await ledger.submit((await officer.sign(typ, { record, reason })).jws, null)).block);
}

type Subject = ListingContent['subject'];
const named = (name: string, change: object = {}): Subject =>
  ({ type: 'person', names: [{ asWritten: name, script: 'Latn' }], ...change }) as Subject;
const drafted = (subject: Subject) =>
  exchange.draft({ kind: 'listing', content: { ...fictitiousListing, subject }, purposes: ['border-control'] });

/** An officer of the Thai agency of its own: the refusals of one stop no other. */
async function another(roles: ('author' | 'auditor')[] = ['author']) {
  const { authority, registrar } = exchange.agency('th-police');
  const officer = await certifiedOfficer({ authority, unit: 'duty-desk', roles, clock: clock.now });
  const { jws } = await registrar.sign('officer.register/1', registrationOf(officer, clock.now()));
  await seen((await thai.client(registrar).submit(jws)).block);
  return officer;
}
async function propose(subject: Subject) {
  const { jws, file, id } = await drafted(subject);
  const told = await thai
    .client(await another())
    .submit(jws, file)
    .then(
      () => null,
      (error: { code: string; detail?: string }) => error,
    );
  return { id, told };
}

beforeAll(async () => {
  exchange = await openExchange({ clock: clock.now });
  thai = await openGateway(exchange, 'th-police', { logger: pino({ level: 'trace' }, sink) });
  await warn([victim, forced, suspect]);
}, 30_000);
afterAll(async () => {
  await thai?.gateway.close();
  await exchange?.close();
});

describe('a listing of somebody whom an alert protects is refused, with a bare code', () => {
  test.each<[string, Subject]>([
    ['the passport, under whatever name', named('Somebody Else', { documents: [passport('pa-0000001')] })],
    [
      'the passport and the name, as of another country',
      named('Bounmy Sisavath', { documents: [passport('PA0000001', 'VN')] }),
    ],
    ['name and day of birth, in another script', named('Bounmy Sisavath', { born: '2001-03-04' })],
    ['name and telephone', named('Bounmy Sisavath', { phones: ['+15550100177'] })],
    ['who was forced to recruit', named('Kyaw Zin Tun', { documents: [passport('MC000002', 'MM')] })],
    [
      'the director of a company',
      {
        ...named('Tuayang Recruitment Co., Ltd.', { type: 'company' }),
        people: [{ relation: 'director', names: victim.names, born: '2001-03-04' }],
      } as Subject,
    ],
  ])('%s', async (_, subject) => {
    const { told } = await propose(subject);
    expect(told).toMatchObject({ name: 'ApiError', status: 422, code: 'PROTECTED_SUBJECT' });
    expect(told?.detail).toBeUndefined();
  });

  test.each<[string, Subject]>([
    ['a name alone', named('Bounmy Sisavath')],
    ['the same name, born on another day', named('Bounmy Sisavath', { born: '1971-03-04' })],
    ['the same number of another country', named('Somebody Else', { documents: [passport('PA0000001', 'VN')] })],
    ['the telephone under another name', named('Thongchai Nobodyson', { phones: ['+15550100177'] })],
    ['whom the alert suspects', named('Somebody Else', { documents: [passport('SU000003')] })],
  ])('not for %s', async (_, subject) => expect((await propose(subject)).told).toBeNull());

  test('the own log has the officer, the code and the listing; nobody is named in it, in logs or in the answer', async () => {
    const { id, told } = await propose(named('Canary Mineshaft', { documents: [passport('PA0000001')] }));
    const { entries } = await thai.client(await another(['auditor'])).ownLog({ kind: 'refusal', limit: 500 });
    const bodies = entries.map(({ entry }) => entry?.body ?? '');
    expect(bodies.map((body) => JSON.parse(body))).toContainEqual(
      expect.objectContaining({ kind: 'refusal', code: 'PROTECTED_SUBJECT', item: id, agency: 'th-police' }),
    );
    const everything = [JSON.stringify(told), String(told), ...bodies, ...logged].join('\n').toLowerCase();
    for (const word of ['canary', 'bounmy', 'ບຸນມີ', '0000001']) expect(everything).not.toContain(word);
  });
});

test('nor does an officer stand for one that another agency proposed', async () => {
  const content = { ...fictitiousListing, subject: named('Somebody Else', { documents: [passport('PA0000001')] }) };
  const order = { from: 'kh-immigration', to: ['th-police'], kind: 'listing' as const, content };
  const { id, committed } = await exchange.post({ ...order, purposes: ['border-control'] });
  await seen(committed.block);
  const reviewAt = new Date(clock.now() + 86_400_000).toISOString();
  const officer = await another();
  const { jws } = await officer.sign('listing.confirm/1', { record: id, reviewAt });
  await expect(thai.client(officer).submit(jws)).rejects.toMatchObject({ code: 'PROTECTED_SUBJECT' });
});

describe('a child, whatever the device of the author let pass', () => {
  const year = new Date(clock.now()).getUTCFullYear();
  const child = named('Somebody Else', { born: `${year - 16}-05-01` });
  const director = { relation: 'director' as const, names: victim.names, born: `${year - 18}` };

  test.each<[string, Subject]>([
    ['who is listed', child],
    [
      'who may be one, behind a company',
      { ...named('Tuayang Recruitment Co., Ltd.', { type: 'company' }), people: [director] } as Subject,
    ],
  ])('is not listed: %s', async (_, subject) => {
    expect((await propose(subject)).told).toMatchObject({ status: 422, code: 'PROTECTED_SUBJECT' });
  });

  test('nor stood for', async () => {
    const content = { ...fictitiousListing, subject: child };
    const order = { from: 'kh-immigration', to: ['th-police'], kind: 'listing' as const, content };
    const { id, committed } = await exchange.post({ ...order, purposes: ['border-control'] });
    await seen(committed.block);
    const reviewAt = new Date(clock.now() + 86_400_000).toISOString();
    const officer = await another();
    const { jws } = await officer.sign('listing.confirm/1', { record: id, reviewAt });
    await expect(thai.client(officer).submit(jws)).rejects.toMatchObject({ code: 'PROTECTED_SUBJECT' });
  });
});

describe('whoever is protected', () => {
  const listedBy = (number: string) => propose(named('Somebody Else', { documents: [passport(number)] }));
  const alertOf = (number: string) => warn([{ ...victim, documents: [passport(number)] }]);

  test('stays so when the alert is closed, and not when it was taken back or destroyed', async () => {
    const [closed, mistaken, purged] = [await alertOf('CL01'), await alertOf('WD02'), await alertOf('PU03')];
    for (const number of ['CL01', 'WD02', 'PU03'])
      expect((await listedBy(number)).told?.code).toBe('PROTECTED_SUBJECT');
    await end('record.close/1', closed, 'resolved');
    await end('record.withdraw/1', mistaken, 'mistaken');
    await end('record.purge/1', purged, 'data-subject-request');
    const told = [];
    for (const number of ['CL01', 'WD02', 'PU03']) told.push((await listedBy(number)).told?.code ?? null);
    expect(told).toEqual(['PROTECTED_SUBJECT', null, null]);
  });
});

describe('trying names out', () => {
  test('after ten refusals, here or by the ledger, no listing by this officer is looked at', async () => {
    const officer = await another();
    const client = thai.client(officer);
    const codes: string[] = [];
    for (let i = 0; i < 11; i++) {
      const odd = i % 2 === 0 ? { documents: [passport('PA0000001')] } : {};
      const content = { ...fictitiousListing, subject: named('Somebody Else', odd) };
      const { jws, file } = await exchange.draft({
        kind: 'listing',
        content,
        odd: { retain: '2020-01-01T00:00:00.000Z' },
      });
      codes.push(await client.submit(jws, file).then(String, (error) => error.code));
    }
    expect(new Set(codes.slice(0, 10))).toEqual(new Set(['PROTECTED_SUBJECT', 'RETENTION_NOT_COVERED']));
    expect(codes[10]).toBe('LISTINGS_REFUSED');
    const { jws, file } = await drafted(named('Somebody Else'));
    await expect(client.submit(jws, file)).rejects.toMatchObject({ status: 429, code: 'LISTINGS_REFUSED' });
    clock.forward(86_400_000);
    const later = await drafted(named('Somebody Else'));
    expect((await client.submit(later.jws, later.file)).already).toBe(false);
  });

  test('nor when they are handed in all at once', async () => {
    const officer = await another();
    const client = thai.client(officer);
    const content = { ...fictitiousListing, subject: named('Somebody Else') };
    const late = { kind: 'listing' as const, content, odd: { retain: '2020-01-01T00:00:00.000Z' } };
    const drafts = await Promise.all(Array.from({ length: 15 }, () => exchange.draft(late)));
    const tried = drafts.map(({ jws, file }) => client.submit(jws, file).then(String, (error) => String(error.code)));
    const codes = await Promise.all(tried);
    expect(codes.filter((code) => code === 'RETENTION_NOT_COVERED')).toHaveLength(10);
    expect(codes.filter((code) => code === 'LISTINGS_REFUSED')).toHaveLength(5);
  });

  test('what this agency cannot read itself is not listed in its name', async () => {
    const unitKeys = [{ unit: 'duty-desk', epoch: 1, secretKey: generateSealKey().secretKey }];
    const blind = await openGateway(exchange, 'th-police', { unitKeys });
    const { jws, file } = await drafted(named('Somebody Else'));
    await expect(blind.client().submit(jws, file)).rejects.toMatchObject({ code: 'KEY_NOT_HELD' });
    await blind.gateway.close();
  });
});

import type { KeyDates, ListedAgency, ListedAgreement } from '@tocsin/gateway/api';
import { type Agreement, daysAfter, type FocalPoint, type Gateway, type Unit } from '@tocsin/record';
import { describe, expect, test } from 'vitest';
import { agreementFindings, type Finding, keyFindings, memberFindings } from './index.ts';

const now = '2026-11-01T00:00:00.000Z';
const own = 'th-police';
const agency = (code: string, more: Partial<ListedAgency> = {}) =>
  ({ code, class: 'police', status: 'active', ...more }) as ListedAgency;
const unit = (code: string, more: Partial<Unit> = {}): Unit =>
  ({ agency: own, code, level: 'national', names: {}, desk: true, closed: false, ...more }) as Unit;
/** A key that begins and ends so many days from now. */
const key = (epoch: number, from: number, until: number, more: Partial<KeyDates> = {}): KeyDates => ({
  ...{ agency: own, unit: 'desk', use: 'seal', epoch, digest: '0'.repeat(64), destroyed: null },
  ...{ from: daysAfter(now, from), until: daysAfter(now, until) },
  ...more,
});
const told = (findings: readonly Finding[]) =>
  findings.map(({ code, weight, agency: whose, what }) => `${weight} ${code} ${whose} ${what}`);

describe('keys', () => {
  const keys = (given: readonly KeyDates[], units: readonly Unit[] = [unit('desk')], agencies = [agency(own)]) =>
    told(keyFindings({ now, own, agencies, units, keys: given }));

  test.each([
    ['none', [], ['wrong desk-without-key th-police desk']],
    ['one that is over', [key(1, -100, -1)], ['wrong desk-without-key th-police desk']],
    ['one that has not begun', [key(1, 1, 90)], ['wrong desk-without-key th-police desk']],
    ["a trustee's alone", [key(1, -1, 90, { use: 'trustee' })], ['wrong desk-without-key th-police desk']],
    ['one with time left', [key(1, -10, 90)], []],
    ['one that ends with no other announced', [key(1, -80, 5)], ['soon key-ends th-police desk']],
    ['one that ends, the next announced', [key(1, -80, 5), key(2, 1, 90)], []],
    ['a replaced one that is still kept', [key(1, -100, -3), key(2, -5, 90)], ['soon key-left-over th-police desk']],
    ['a replaced one that was destroyed', [key(1, -100, -3, { destroyed: now }), key(2, -5, 90)], []],
  ])('%s', (_, given, found) => expect(keys(given as KeyDates[])).toEqual(found));

  test('no word of units that are closed, of auditors, and of members that have left', () => {
    expect(keys([], [unit('desk', { closed: true }), unit('back-office', { desk: false })])).toEqual([]);
    expect(keys([], [unit('desk')], [agency(own, { class: 'auditor' })])).toEqual([]);
    expect(keys([], [unit('desk')], [agency(own, { status: 'removed' })])).toEqual([]);
  });

  test('what others still keep of replaced keys is not known here', () => {
    const theirs = { agency: 'la-fiu' };
    const given = [key(1, -100, -3, theirs), key(2, -5, 90, theirs)];
    expect(keys(given, [unit('desk', theirs)], [agency('la-fiu')])).toEqual([]);
  });

  test('the command names unit and epoch, as the own agency types it', () => {
    const [left] = keyFindings({
      ...{ now, own, agencies: [agency(own)], units: [unit('desk')] },
      keys: [key(4, -100, -3), key(5, -5, 90)],
    });
    expect(left?.command).toBe('tocsin key destroy --unit desk --epoch 4 --seal FOLDER --dry-run');
  });
});

describe('members', () => {
  const point = (post: string, until: number, more: Partial<FocalPoint> = {}) =>
    ({ agency: own, post, unit: 'desk', until: daysAfter(now, until), closed: false, ...more }) as FocalPoint;
  const members = (focalPoints: readonly FocalPoint[], gateways: readonly Gateway[] = []) =>
    told(memberFindings({ now, agencies: [agency(own), agency('la-fiu')], gateways, focalPoints }));

  test('focal points that are over, that end within a fortnight, that are closed', () => {
    const points = [point('a', 0), point('b', 14), point('c', 15), point('d', -9, { closed: true })];
    expect(members(points)).toEqual(['wrong post-over th-police a', 'soon post-ends th-police b']);
  });

  test('a member without a gateway, once there is any', () => {
    expect(members([])).toEqual([]);
    expect(members([], [{ agency: own } as Gateway])).toEqual(['wrong agency-without-gateway la-fiu ']);
  });
});

describe('agreements', () => {
  const listed = (name: string, standing: ListedAgreement['standing'], more: Partial<Agreement> = {}) => ({
    ...{ standing, proposal: '' },
    agreement: {
      ...{ id: `${name}-id`, name, by: own, parties: [own, 'la-fiu'], clauses: [], digest: '' },
      ...{ from: daysAfter(now, -9), until: daysAfter(now, 400), signed: [own, 'la-fiu'], suspendedBy: null },
      ...{ withdrawn: [], ...more },
    },
  });
  const agreed = (given: readonly ListedAgreement[], ours = agency(own)) =>
    agreementFindings({ now, own, agencies: [ours], agreements: given });
  const good = listed('good', 'in-force');

  test.each([
    ['one in force', [good], []],
    ['none', [], ['wrong no-agreement th-police ']],
    [
      'one that ends',
      [listed('old', 'in-force', { until: daysAfter(now, 60) })],
      ['soon agreement-ends th-police old'],
    ],
    ['one that is over', [listed('old', 'expired')], ['wrong no-agreement th-police ']],
    [
      'a suspended one',
      [good, listed('a', 'suspended', { suspendedBy: 'la-fiu' })],
      ['wrong agreement-suspended la-fiu a'],
    ],
    [
      'one that others are to sign',
      [good, listed('a', 'proposed', { signed: [own] })],
      ['soon agreement-unsigned la-fiu a'],
    ],
    ['a proposal that came to nothing', [good, listed('a', 'proposed', { signed: [own], until: now })], []],
    ['one of others', [good, listed('a', 'suspended', { parties: ['la-fiu', 'kh-immigration'] })], []],
    ['one that we have left', [good, listed('a', 'suspended', { withdrawn: [own] })], []],
  ])('%s', (_, given, found) => expect(told(agreed(given))).toEqual(found));

  test('an auditor needs none; a signatory is told what to type', () => {
    expect(agreed([], agency(own, { class: 'auditor' }))).toEqual([]);
    expect(agreed([good, listed('a', 'proposed', { signed: ['la-fiu'] })])[0]?.command).toBe(
      'tocsin agreement sign a-id',
    );
  });
});

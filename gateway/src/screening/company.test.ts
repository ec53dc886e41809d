import type { Licence } from '@tocsin/record';
import { describe, expect, test } from 'vitest';
import { fictitiousLicence } from '../../../test/support/listing.ts';
import { copyOf } from '../../fixture/copy.ts';
import type { CheckQuery, GivenAnswer } from '../api/checks.ts';
import { answerOrRefusal } from './asking.ts';
import { sourcesIn } from './copy.ts';

/** Businesses that do not exist, as their registers write them, and as a paper shown at a counter does. */
const businesses = [
  ['บริษัท สยามทองการค้า จำกัด', 'Thai', 'Siam Thong Kankha Co., Ltd.'],
  ['ក្រុមហ៊ុន សុខ សុវណ្ណារី ឯ.ក', 'Khmr', 'Sok Sovannary Co., Ltd.'],
  ['ບໍລິສັດ ບຸນມີ ສີສະຫວາດ ຈຳກັດ', 'Laoo', 'Bounmy Sisavath Company Limited'],
  ['ကျော်ဇင်ထွန်း ကုမ္ပဏီ လီမိတက်', 'Mymr', 'Kyaw Zin Tun Co. Ltd.'],
  ['Công ty TNHH Phướcdụ Quốc tế', 'Latn', 'PHUOCDU INTERNATIONAL CO., LTD'],
  ['陈伟强国际有限公司', 'Hans', 'Chen Weiqiang International Limited'],
] as const;

const licence = (number: string, text: string, change: Partial<Licence> = {}): Licence => ({
  ...fictitiousLicence(number, {
    holder: {
      kind: 'company',
      names: [{ text, script: 'Latn' }],
      registration: '0105500000000',
      phones: [],
      address: null,
    },
  }),
  ...{
    agency: 'th-labour',
    authority: 'th-doe',
    history: [],
    statement: 'a'.repeat(26),
    at: '2026-01-01T00:00:00.000Z',
  },
  ...change,
});

const asked = (query: CheckQuery, more: Licence[] = []) => {
  const licences = [...businesses.map(([text], i) => licence(`L-${i}`, text)), ...more];
  return { sources: sourcesIn(copyOf({ licences }))('2026-11-27T00:00:00.000Z'), query };
};
const check = (written: CheckQuery, more: Licence[] = []): GivenAnswer => {
  const { sources, query } = asked(written, more);
  const given = answerOrRefusal(sources, query);
  if (given.answer === 'refused') throw new Error(`${given.code} ${given.field}`);
  return given;
};
const byName = [{ code: 'found-by-name' }];

describe('a business by its name alone', () => {
  test.each(businesses)('%s (%s) is licensed, in its own script and as %s', (own, _, shown) => {
    const number = `L${businesses.findIndex(([text]) => text === own)}`;
    for (const name of [own, shown]) {
      const given = check({ companies: [name] });
      expect(given).toMatchObject({ answer: 'licensed', notes: byName });
      expect(given.licences).toMatchObject([{ number, foundBy: 'name', holderAgrees: true }]);
    }
  });

  const own = 'Siam Thong Kankha Co., Ltd.';
  const another = (status: 'revoked' | 'expired' | 'valid', change: Partial<Licence> = {}) =>
    licence('L-9', businesses[0][0], { status, ...change });

  test.each<[string, Licence, GivenAnswer['answer']]>([
    ['one that ran out says nothing against the one in force', another('expired'), 'licensed'],
    ['one that was revoked does', another('revoked'), 'revoked'],
  ])('of several licences %s', (_, more, answer) => {
    const given = check({ companies: [own] }, [more]);
    expect(given.answer).toBe(answer);
    expect(given.licences).toHaveLength(2);
  });

  test.each<[string, CheckQuery]>([
    ['another name', { companies: ['Quiet Harbour Placement Ltd'] }],
    ['the name of a person', { names: ['Siam Thong'] }],
    ['the same name with another registration', { companies: [own], registration: '0105500009999' }],
    ['a register that does not have it', { companies: [own], authority: 'kh-molvt' }],
  ])('%s finds none', (_, query) => expect(check(query)).toMatchObject({ answer: 'unknown', licences: [], notes: [] }));

  test('a number that is shown is looked up by the number: a name makes no other licence good', () => {
    const given = check({ companies: [own], licence: 'L-77' });
    expect(given).toMatchObject({ answer: 'unknown', licences: [], notes: [{ code: 'licence-in-no-register' }] });
    expect(check({ companies: [own], licence: 'L-0' }).licences).toMatchObject([{ foundBy: 'number' }]);
  });

  test('a person who holds a licence has no name to be found by', () => {
    expect(check({ companies: ['Person'] }, [licence('L-9', 'x', { holder: { kind: 'person' } })]).licences).toEqual(
      [],
    );
  });

  test('is not called licensed before every register was read: the one that revoked it may be left', () => {
    const { sources, query } = asked({ companies: [own] });
    const reading = {
      ...sources,
      *licencesOf() {
        return { ...(yield* sources.licencesOf([{ text: own, kind: 'company' }])), complete: false };
      },
    };
    expect(answerOrRefusal(reading, query)).toMatchObject({
      answer: 'unknown',
      licences: [{ foundBy: 'name' }],
      notes: [...byName, { code: 'registers-being-read' }],
    });
  });

  const shown = (registration: string) => ({ companies: [own], registration });
  const registered = (number: string, registration: string, status: 'revoked' | 'valid'): Licence => {
    const { holder, ...rest } = licence(number, own, { status });
    return { ...rest, holder: { ...holder, registration } as Licence['holder'] };
  };
  test.each(['0105500000001', '010550000000', '01055000000000', '0105500000000', '0150500000000'])(
    'a revoked one is not lost by a slip in the registration number (%s)',
    (number) => {
      const given = check(shown(number), [registered('R-1', '0105500000000', 'revoked')]);
      expect(given.answer).toBe('revoked');
      expect(given.licences[0]).toMatchObject({ number: 'R1', holderAgrees: number === '0105500000000' ? true : null });
      const notes = given.notes.map(({ code }) => code);
      expect(notes.includes('registration-near')).toBe(number !== '0105500000000');
    },
  );

  test('who has the very number is told of, and not a neighbour in the register', () => {
    const both = [registered('R-1', '0105500009991', 'valid'), registered('R-2', '0105500009992', 'revoked')];
    expect(check(shown('0105500009991'), both)).toMatchObject({
      answer: 'licensed',
      licences: [{ number: 'R1' }],
      notes: byName,
    });
  });

  test('nobody is licensed by a name and a number that is nearly theirs; with the licence itself it asks for a look', () => {
    const valid = [registered('R-1', '0105500009991', 'valid')];
    const near = { code: 'registration-near' };
    expect(check(shown('0105500009999'), valid)).toMatchObject({ answer: 'unknown', notes: [...byName, near] });
    const paper = { ...shown('0105500009999'), licence: 'R-1' };
    expect(check(paper, valid)).toMatchObject({ answer: 'licensed', notes: [near] });
    const another = { ...paper, companies: ['Quiet Harbour Placement Ltd'] };
    expect(check(another, valid)).toMatchObject({ answer: 'other-holder', notes: [] });
  });

  test('the revoked one is found behind many that are written nearly alike', () => {
    const endings = ['', ' (1)', ' (2)', ' (3)', ' (4)', ' (5)', ' (6)', ' (7)', ' (8)', ' (9)', ' (10)', ' (11)'];
    const alike = endings.map((ending, i) => licence(`M-${i}`, `Siam Thong Kankha${ending} Co., Ltd.`));
    const last = licence('M-99', 'Siam Thong Kangkha Co., Ltd.', { status: 'revoked' });
    expect(check({ companies: [own] }, [...alike, last]).answer).toBe('revoked');
  });

  test('at most five are told, the gravest first', () => {
    const same = Array.from({ length: 8 }, (_, i) => licence(`M-${i}`, businesses[0][0]));
    const { answer, licences } = check({ companies: [own] }, [...same, another('revoked')]);
    expect(answer).toBe('revoked');
    expect(licences.map(({ standing }) => standing)).toEqual(['revoked', 'valid', 'valid', 'valid', 'valid']);
  });

  test('of registers that number alike the one whose holder shows the licence counts, and no other', () => {
    const elsewhere = { agency: 'kh-labour', authority: 'kh-molvt' };
    const theirs = licence('L-0', 'Quiet Harbour Placement Ltd', { ...elsewhere, status: 'suspended' });
    const person = licence('L-0', 'x', { ...elsewhere, holder: { kind: 'person' }, status: 'banned' });
    for (const more of [theirs, person]) {
      const given = check({ companies: [own], licence: 'L-0' }, [more]);
      expect(given.answer).toBe('licensed');
      expect(given.licences).toHaveLength(2);
    }
    expect(check({ companies: ['Golden Reef Manning Corp'], licence: 'L-0' }, [theirs]).answer).toBe('other-holder');
    expect(check({ licence: 'L-0' }, [theirs]).answer).toBe('suspended');
  });
});

test('a licence in a copy ends with the day of its register, as it does at the gateway', () => {
  const [number, until] = ['L-77', '2026-11-27'];
  const copy = copyOf({
    licences: [licence(number, 'Siam Thong Kankha Co., Ltd.', { until })],
    countries: { 'th-labour': 'TH' },
  });
  const at = (now: string) => answerOrRefusal(sourcesIn(copy)(now), { licence: number }).answer;
  expect([at('2026-11-27T16:59:59.999Z'), at('2026-11-27T17:00:00.000Z')]).toEqual(['licensed', 'expired']);
});

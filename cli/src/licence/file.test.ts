import { readFile } from 'node:fs/promises';
import { licenceFaults } from '@tocsin/record';
import { describe, expect, test } from 'vitest';
import { csvRows } from './csv-file.ts';
import { readRegister } from './importing.ts';

const heading = 'number,holder,category,from,until,status';
const read = (text: string | Uint8Array, options: object = {}) =>
  readRegister({
    format: 'csv',
    bytes: typeof text === 'string' ? new TextEncoder().encode(text) : text,
    order: undefined,
    defaults: {},
    ...options,
  });
const faultOf = (line: string, names = heading) => {
  const { rows, refused } = read(`${names}\n${line}\n`);
  expect(rows).toEqual([]);
  expect(refused).toHaveLength(1);
  const [{ row, column, code, reason } = { row: 0, column: '', code: '', reason: '' }] = refused;
  expect(row).toBe(2);
  return { column, code, reason };
};

describe('a register as CSV', () => {
  test('in every script, with a heading in any order and case, as spreadsheets write it', () => {
    const text = [
      '\ufeffHOLDER;Number;Category;From;Until;Status;Countries;Principals;Branches;Phones',
      '"บริษัท ตัวอย่าง จำกัด|Tuayang Co., Ltd.";ท. ๑๒๓/๒๕๖๖;work;01/01/2568;31/12/2569;ใช้;MY|kr;Example Bhd (my);Nong Khai (TH) +1 555 0100 124;+1 (555) 0100-123',
      '示例劳务有限公司;劳外许 2024-001;work;2024-01-01;;撤销;;;;',
      'ក្រុមហ៊ុន ឧទាហរណ៍;កម-7;marriage;2024-01-01;2027-01-01;Good standing;;;;',
    ].join('\r\n');
    const { rows, refused } = read(text.replace('ใช้;', 'มีผลใช้ได้;').replace('撤销', '已撤销'));
    expect(refused).toEqual([]);
    expect(rows.map(({ entry }) => entry)).toMatchObject([
      {
        number: 'ท. ๑๒๓/๒๕๖๖',
        holder: {
          names: [
            { text: 'บริษัท ตัวอย่าง จำกัด', script: 'Thai' },
            { text: 'Tuayang Co., Ltd.', script: 'Latn' },
          ],
          phones: ['+15550100123'],
        },
        scope: { countries: ['MY', 'KR'] },
        principals: [{ name: 'Example Bhd', country: 'MY' }],
        branches: [{ place: 'Nong Khai', country: 'TH', phone: '+15550100124' }],
        from: '2025-01-01',
        until: '2026-12-31',
        status: 'valid',
        statusAsWritten: 'มีผลใช้ได้',
      },
      { number: '劳外许 2024-001', status: 'revoked', statusAsWritten: '已撤销', until: null },
      { holder: { names: [{ script: 'Khmr' }] }, status: 'valid', statusAsWritten: 'Good standing' },
    ]);
    expect(rows.map(({ notes }) => notes.length)).toEqual([2, 0, 0]);
  });

  test.each([
    ['without a number', ',A,work,2026-01-01,,valid', 'number', 'MALFORMED_STATEMENT'],
    ['with a number of no digits', 'ABC,A,work,2026-01-01,,valid', 'number', 'LICENCE_NUMBER'],
    ['with an emoji for a number', '🙂1,A,work,2026-01-01,,valid', 'number', 'LICENCE_NUMBER'],
    ['without a holder', 'A-1,,work,2026-01-01,,valid', 'holder', 'MALFORMED_STATEMENT'],
    [
      'with a holder of ten thousand signs',
      `A-1,${'ก'.repeat(10_000)},work,2026-01-01,,valid`,
      'holder',
      'MALFORMED_STATEMENT',
    ],
    ['with a change of direction', 'A-1,A\u202eB,work,2026-01-01,,valid', 'holder', 'MALFORMED_STATEMENT'],
    ['of an unknown category', 'A-1,A,fishing,2026-01-01,,valid', 'category', 'MALFORMED_STATEMENT'],
    ['of an unknown status', 'A-1,A,work,2026-01-01,,fine', 'status', 'MALFORMED_STATEMENT'],
    ['without a beginning', 'A-1,A,work,,,valid', 'from', 'LICENCE_DATES'],
    ['with a day that does not exist', 'A-1,A,work,2026-02-30,,valid', 'from', 'LICENCE_DATES'],
    ['that ends before it begins', 'A-1,A,work,2026-06-02,2026-06-01,valid', 'until', 'LICENCE_DATES'],
    ['with a day that can be read both ways', 'A-1,A,work,03/04/2026,,valid', 'from', 'LICENCE_DATES'],
    ['with too few cells', 'A-1,A,work', '', 'IMPORT_MALFORMED'],
    ['with too many cells', 'A-1,A,work,2026-01-01,,valid,more', '', 'IMPORT_MALFORMED'],
  ])('a row %s is refused by its place and its column', (_, line, column, code) => {
    const fault = faultOf(line);
    expect(fault).toMatchObject({ column, code });
    expect(fault.reason).not.toContain('กกก');
  });

  test("a register's own word is taken, kept as written, and one that is not known is refused with those that are", () => {
    const { rows, refused } = read(
      `${heading}\nท. ๑/๒๕๖๖,บริษัท,จัดหางาน,2026-01-01,,พักใช้\nB-2,A,work,2026-01-01,,พักชั่วคราว\n`,
    );
    expect(rows[0]?.entry).toMatchObject({ category: 'work', status: 'suspended', statusAsWritten: 'พักใช้' });
    expect(refused).toMatchObject([
      { row: 3, column: 'status', reason: expect.stringContaining('suspended (ถูกพักใช้, พักใช้') },
    ]);
  });

  test('the examples of FollowTheMoney and of one licence are taken', async () => {
    const at = (name: string) => readFile(new URL(`../../../examples/licences/${name}`, import.meta.url));
    const ftm = read(await at('register.ftm.jsonl'), { format: 'ftm', defaults: { category: 'work' } });
    expect(ftm.refused).toEqual([]);
    expect(ftm.rows[0]?.entry).toMatchObject({ status: 'suspended', statusAsWritten: 'พักใช้' });
    expect(licenceFaults(JSON.parse((await at('licence.json')).toString('utf8')))).toEqual([]);
  });

  test('everything that is wrong with a row is told, and how it is put right', () => {
    const { refused } = read(`${heading},sectors,phones\nABC,,fishing,03/04/2026,soon,fine,Z,0812345678\n`);
    const [{ also, ...first } = { also: [] }] = refused;
    expect([first, ...also]).toMatchObject([
      { column: 'number', code: 'LICENCE_NUMBER', reason: expect.stringContaining('at least one digit') },
      { column: 'holder', reason: expect.stringContaining('at least one name') },
      { column: 'phones', reason: expect.stringContaining('begin with +') },
      { column: 'category', reason: expect.stringContaining('work (employment') },
      { column: 'sectors', reason: expect.stringContaining('ISIC') },
      { column: 'from', code: 'LICENCE_DATES', reason: expect.stringContaining('--dates') },
      { column: 'until', code: 'LICENCE_DATES', reason: expect.stringContaining('2026-12-31') },
      { column: 'status', reason: expect.stringContaining('suspended (suspension') },
    ]);
  });

  test('a phone number without its country', () => {
    expect(faultOf('A-1,A,work,2026-01-01,,valid,0812345678', `${heading},phones`).column).toBe('phones');
  });

  test('a person holds a licence without being named', () => {
    const { rows } = read(`${heading},holder_kind\nA-1,นางสาวสมมติ,work,2026-01-01,,valid,Person\n`);
    expect(rows[0]?.entry.holder).toEqual({ kind: 'person' });
  });

  test('broken UTF-8 costs its row alone', () => {
    const good = (number: string) => Buffer.from(`${number},บริษัท,work,2026-01-01,,valid\n`);
    const bytes = Buffer.concat([
      Buffer.from(`${heading}\n`),
      good('A-1'),
      Buffer.from([0xe0, 0xb8]),
      good('A-2'),
      good('A-3'),
    ]);
    const { rows, refused } = read(bytes);
    expect(rows.map(({ entry }) => entry.number)).toEqual(['A-1', 'A-3']);
    expect(refused).toEqual([{ row: 3, column: '', code: 'IMPORT_MALFORMED', reason: 'is not UTF-8', also: [] }]);
  });

  test('the same number again, however written, is refused with the row that has it', () => {
    const rows = ['ท. ๑๒๓/๒๕๖๖', 'B-2', 'ท.123-2566', 'b 2'].map((number) => `${number},A,work,2026-01-01,,valid`);
    const { refused, rows: kept } = read([heading, ...rows].join('\n'));
    expect(kept).toHaveLength(2);
    expect(refused.map(({ row, code, reason }) => [row, code, reason])).toEqual([
      [4, 'LICENCE_TWICE', 'stands in row 2 already: take one of them out'],
      [5, 'LICENCE_TWICE', 'stands in row 3 already: take one of them out'],
    ]);
  });

  test.each([
    ['without columns that it needs', 'number,holder,category,status\n', /no column from, until/],
    ['with a column nobody knows', `${heading},colour\n`, /nobody knows column 7$/],
    ['with a column twice', `${heading},Number\n`, /column number stands twice/],
    ['with nothing in it', '', /the file is empty/],
    ['with quotes that do not close', `${heading}\n"A-1,A,work\n`, /line \d+: a cell in quotation marks does not end/],
  ])('a file %s is no register', (_, text, told) => {
    expect(() => read(text)).toThrow(
      expect.objectContaining({ code: 'IMPORT_MALFORMED', message: expect.stringMatching(told) }),
    );
  });

  test('what a spreadsheet was kept from running is itself again', () => {
    const [row] = csvRows(new TextEncoder().encode(`${heading}\nA-1,'=SUM(A1),work,2026-01-01,,'+x\n`));
    expect(row?.cells).toMatchObject({ holder: '=SUM(A1)', status: '+x' });
  });
});

describe('a register as FollowTheMoney entities', () => {
  const lines = (...entities: object[]) =>
    new TextEncoder().encode(entities.map((each) => JSON.stringify(each)).join('\n'));
  const licence = (id: string, properties: object) => ({
    id,
    schema: 'License',
    properties: { name: ['Recruitment licence'], procedureNumber: [`TH-${id}`], country: ['th'], ...properties },
  });
  const owns = (owner: string, asset: string, properties: object = {}) => ({
    id: `${owner}-${asset}`,
    schema: 'Ownership',
    properties: { owner: [owner], asset: [asset], startDate: ['2025-01-01'], endDate: ['2027-12-31'], ...properties },
  });
  const ftm = (bytes: Uint8Array, defaults = { category: 'work', status: 'valid' }) =>
    readRegister({ format: 'ftm', bytes, order: undefined, defaults });

  test('licences of companies and persons, by ownership or by number', () => {
    const company = { name: ['Tuayang Co., Ltd.'], alias: ['บริษัท ตัวอย่าง จำกัด'], registrationNumber: ['0105500000000'] };
    const { rows, refused } = ftm(
      lines(
        { id: 'c1', schema: 'Company', properties: company },
        { id: 'p1', schema: 'Person', properties: { name: ['Somying'], licenseNumber: ['TH-2'] } },
        licence('1', { status: ['suspended'] }),
        licence('2', { contractDate: ['2026-05-01'] }),
        licence('3', {}),
        owns('c1', '1'),
        { id: 'x', schema: 'Vessel', properties: { name: ['Example'] } },
      ),
    );
    expect(
      rows.map(({ row, entry }) => [row, entry.number, entry.holder, entry.from, entry.until, entry.status]),
    ).toEqual([
      [
        3,
        'TH-1',
        {
          kind: 'company',
          names: [
            { text: 'Tuayang Co., Ltd.', script: 'Latn' },
            { text: 'บริษัท ตัวอย่าง จำกัด', script: 'Thai' },
          ],
          registration: '0105500000000',
          phones: [],
          address: null,
        },
        '2025-01-01',
        '2027-12-31',
        'suspended',
      ],
      [4, 'TH-2', { kind: 'person' }, '2026-05-01', null, 'valid'],
    ]);
    expect(refused).toMatchObject([{ row: 5, column: 'holder', also: [{ column: 'from' }] }]);
  });

  test('all that owned a licence count: one after the other as its terms, at the same time as its holders', () => {
    const business = (id: string, name: string) => ({
      id,
      schema: 'Company',
      properties: { name: [name], registrationNumber: [`0105500${id}`], phone: ['+15550100123'] },
    });
    const term = (owner: string, startDate: string, endDate: string, n = '') => ({
      ...owns(owner, '1', { startDate: [startDate], endDate: [endDate] }),
      id: `${owner}-${startDate}${n}`,
    });
    const of = (...terms: object[]) => {
      const people = [{ id: 'p1', schema: 'Person', properties: { name: ['Somying'] } }];
      const { rows, refused } = ftm(
        lines(business('c1', 'Tuayang Ltd'), business('c2', 'Golden Reef Ltd'), ...people, licence('1', {}), ...terms),
      );
      return refused[0]?.column ?? rows[0]?.entry;
    };
    const names = (...texts: string[]) => ({ names: texts.map((text) => ({ text })) });
    const [old, renewed] = [term('c1', '2024-01-01', '2025-12-31'), term('c1', '2026-01-01', '2027-12-31')];
    for (const terms of [
      [old, renewed],
      [renewed, old],
    ])
      expect(of(...terms)).toMatchObject({
        from: '2024-01-01',
        until: '2027-12-31',
        holder: { ...names('Tuayang Ltd'), registration: '0105500c1' },
      });
    const passedOn = of(renewed, term('c2', '2024-01-01', '2025-12-31'));
    expect(passedOn).toMatchObject({
      from: '2024-01-01',
      holder: { ...names('Tuayang Ltd'), registration: '0105500c1' },
    });
    const together = { ...names('Tuayang Ltd', 'Golden Reef Ltd'), registration: null };
    expect(of(renewed, term('c2', '2026-02-01', '2026-12-31'))).toMatchObject({
      until: '2026-12-31',
      holder: together,
    });
    expect(of(renewed, term('p1', '2026-01-01', '2027-12-31'))).toMatchObject({ holder: names('Tuayang Ltd') });
    expect(of(renewed, term('c9', '2026-01-01', '2027-12-31'))).toBe('holder');
  });

  test('a holder who may be a person is refused: a name that was published stays for ever', () => {
    const { rows, refused } = ftm(
      lines({ id: 'l1', schema: 'LegalEntity', properties: { name: ['Somying'] } }, licence('1', {}), owns('l1', '1')),
    );
    expect(rows).toEqual([]);
    expect(refused).toMatchObject([{ row: 2, column: 'holder_kind', code: 'MALFORMED_STATEMENT' }]);
  });

  test('what says no category is refused unless one is told', () => {
    expect(ftm(lines(licence('1', {}), owns('c', '1')), { category: '', status: 'valid' }).refused).toMatchObject([
      { row: 1, column: 'holder' },
    ]);
  });

  test.each([
    ['no JSON', 'x', /line 1/],
    ['no entity', '{"id":"a"}', /line 1/],
    ['values that are no lists', '{"id":"a","schema":"License","properties":{"name":"x"}}', /line 1/],
    ['no licence', '{"id":"a","schema":"Company","properties":{}}', /no entity License/],
  ])('%s is no register', (_, text, told) => {
    expect(() => ftm(new TextEncoder().encode(text))).toThrow(
      expect.objectContaining({ code: 'IMPORT_MALFORMED', message: expect.stringMatching(told) }),
    );
  });
});

describe('one number in several rows', () => {
  const row = (number: string, status = 'valid') => `${number},A,work,2026-01-01,,${status}`;
  const judged = (...rows: string[]) => {
    const { rows: kept, refused } = read([heading, ...rows].join('\n'));
    return [kept.map((one) => one.row), refused.map((one) => [one.row, one.code, one.also.map(({ code }) => code)])];
  };
  const twice = (line: number) => [line, 'LICENCE_TWICE', []];

  test('that say the same: the first stays', () => expect(judged(row('A-1'), row('a 1'))).toEqual([[2], [twice(3)]]));

  test('that say different things: none stays, and each is told with the others', () => {
    const rows = [row('A-1'), row('B-2'), row('a 1', 'revoked'), row('A.1')];
    expect(judged(...rows)).toEqual([[3], [twice(2), twice(4), twice(5)]]);
    expect(read([heading, ...rows].join('\n')).refused[1]?.reason).toContain('stands in row 2, 5 too');
  });

  test('of which one is refused: the other is not taken in its place, whichever comes first', () => {
    const faulty = row('A-1', 'fine');
    const both = ['MALFORMED_STATEMENT', ['LICENCE_TWICE']];
    expect(judged(faulty, row('A-1'))).toEqual([[], [[2, ...both], twice(3)]]);
    expect(judged(row('A-1'), faulty)).toEqual([[], [twice(2), [3, ...both]]]);
  });

  test('that cannot be read are no one number', () =>
    expect(judged(row('ABC'), row('ABC'), row('A-1'))).toMatchObject([
      [4],
      [
        [2, 'LICENCE_NUMBER', []],
        [3, 'LICENCE_NUMBER', []],
      ],
    ]));
});

test('the example is a register', async () => {
  const bytes = await readFile(new URL('../../../examples/licences/register.csv', import.meta.url));
  const { rows, refused } = readRegister({ format: 'csv', bytes, order: undefined, defaults: {} });
  expect(refused).toEqual([]);
  expect(rows.map(({ entry }) => entry.until)).toEqual(['2026-12-31', '2028-02-29', null]);
});

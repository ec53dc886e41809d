import { readFile } from 'node:fs/promises';
import { licenceFaults } from '@tocsin/record';
import { describe, expect, test } from 'vitest';
import { csvRows } from './csv-file.ts';
import { readRegister } from './importing.ts';
import { apart } from './register.ts';
import type { ReadRow } from './row.ts';

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

test('of equal numbers the first stays', () => {
  const row = (number: number): ReadRow => ({ row: number, entry: { number: 'A-1' } as never, notes: [] });
  expect(apart([row(2), row(3)]).rows.map((one) => one.row)).toEqual([2]);
});

test('the example is a register', async () => {
  const bytes = await readFile(new URL('../../../examples/licences/register.csv', import.meta.url));
  const { rows, refused } = readRegister({ format: 'csv', bytes, order: undefined, defaults: {} });
  expect(refused).toEqual([]);
  expect(rows.map(({ entry }) => entry.until)).toEqual(['2026-12-31', '2028-02-29', null]);
});

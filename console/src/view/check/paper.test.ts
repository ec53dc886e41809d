import type { PaperColumn } from '@tocsin/device/paper';
import { expect, test } from 'vitest';
import { partsIn } from './paper.ts';
import { fileOf, readTable } from './table.ts';

const words = new Map<string, PaperColumn>([
  ['passport', 'passport'],
  ['หนังสือเดินทาง', 'passport'],
]);

test('a long line is read at once, whatever it is made of', () => {
  // Read from every letter anew, this took minutes.
  const text = `${'a'.repeat(5000)}${' '.repeat(5000)}1`;
  expect(partsIn(text, words)).toEqual([{ column: 'document', text }]);
});

test.each<[PaperColumn, string]>([
  ['passport', 'TH0000001'],
  ['passport', 'th ๐๐๐ ๐๐๐๑'],
  ['born', '2523'],
  ['born', '၁/၅/၁၉၈၀'],
  ['born', '1980-05-01'],
  ['born', '15 MAR 1981'],
  ['born', '๕ มีนาคม ๒๕๒๔'],
  ['born', '1990年12月31日'],
  ['phone', '+1 555 010 0123'],
  ['phone', '០១២ ៣៤៥ ៦៧៨'],
  ['national-id', '1-2345-67890-12-3'],
  ['country', 'KH'],
  ['country', 'KHM'],
  ['name', 'KIM'],
  ['licence', 'ท. ๑๒๓/๒๕๖๖'],
  ['company', 'บริษัท ตัวอย่างจัดหางาน จำกัด'],
  ['company', 'Quiet Harbour Placement Ltd'],
  ['name', 'นายสมมติ ตัวอย่าง'],
  ['name', 'ဦးဥပမာ'],
  ['name', 'Nguyễn Văn Ví Dụ'],
  ['social', '@example'],
  ['wallet', `0x${'a'.repeat(40)}`],
  ['address', 'House 12, Sample Road, Poipet'],
  ['document', '#8842'],
])('as a %s: %s', (column, text) => {
  expect(partsIn(text, words)).toEqual([{ column, text }]);
});

test('what the officer says it is goes before what it looks like, in every language', () => {
  expect(partsIn('passport: 1980\n หนังสือเดินทาง： KH', words).map(({ column }) => column)).toEqual([
    'passport',
    'passport',
  ]);
});

test('a table is read by its heading; a row of another length costs none of the others', () => {
  const table = readTable('\uFEFFSeat;Passport;Born\r\n1A;TH0000001;2523\r\n1B;ZZ1\r\n1C;"Z;Z";1980\r\n');
  expect(table?.ignored).toEqual(['Seat']);
  expect(table?.papers.map(({ row, parts }) => [row, parts?.map(({ text }) => text) ?? null])).toEqual([
    [2, ['TH0000001', '2523']],
    [3, null],
    [4, ['Z;Z', '1980']],
  ]);
});

test.each([
  ['no column that is known', 'a;b\n1;2\n'],
  ['a number in two columns', 'passport,passport\nA1,A2\n'],
  ['quotes that do not close', 'passport\n"A1\n'],
  ['nothing', ''],
])('%s is no table', (_, text) => {
  expect(readTable(text)).toBeNull();
});

test.each([',', ';', '\t'])(
  'a file with %j between its cells is written as it came, and none of its cells is run',
  (between) => {
    const rows = [
      ['Name', 'Passport'],
      ['x;=1+1', 'a,@SUM(1)\t=2'],
      ['=HYPERLINK("x")', '+1'],
    ];
    const table = readTable(fileOf(rows, between));
    expect(table?.delimiter).toBe(between);
    expect([table?.heading, ...(table?.papers.map(({ cells }) => cells) ?? [])]).toEqual([
      ...rows.slice(0, 2),
      ['\'=HYPERLINK("x")', "'+1"],
    ]);
  },
);

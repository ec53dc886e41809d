import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openTestExchange, type Run, type TestExchange } from './exchange.test-support.ts';

let exchange: TestExchange;
beforeAll(async () => {
  exchange = await openTestExchange();
});
afterAll(() => exchange?.close());

const thai = (...args: string[]) => exchange.as('th-police-officer', ['licence', ...args]);
const khmer = (...args: string[]) => exchange.as('kh-immigration-officer', ['licence', ...args]);
const refused = ({ exit, err }: Run, code: string, expected: number) => {
  expect(err).toContain(`[${code}]`);
  expect(exit).toBe(expected);
};
const heading = 'number,holder,category,countries,from,until,status,phones';
const row = (i: number, status = 'valid') =>
  `ท. ${i}/๒๕๖๖,บริษัท ตัวอย่าง ${i} จำกัด|Tuayang ${i} Co.,work,MY|KR,01/01/2568,31/12/2571,${status},+15550100123`;
const file = async (name: string, rows: readonly string[]): Promise<string> => {
  await writeFile(join(exchange.folder, name), [heading, ...rows].join('\n'));
  return name;
};
const journals = () => readdir(join(exchange.place.folder, 'profiles', 'th-police-officer', 'imports'));
const all = Array.from({ length: 230 }, (_, i) => row(i));

describe('importing a register', () => {
  test('the dry run shows what would change, with every date that it counts anew, and writes nothing', async () => {
    const { exit, out } = await thai('import', await file('first.csv', all), '--authority', 'th-doe', '--dry-run');
    expect(exit).toBe(0);
    expect(out).toContain('230 new, 0 changed, 0 the same, 0 refused\n');
    expect(out).toContain('row 2: 01/01/2568 is read as 2025-01-01 (Buddhist calendar)\n');
    expect(out).toContain('and 440 more like these\n');
    expect((await khmer('list')).out).toBe('none\n');
  });

  test('a register goes by its short name: a whole one is refused, with what a short one looks like', async () => {
    const { exit, err } = await thai('import', 'absent.csv', '--authority', 'Department of Employment', '--dry-run');
    expect([exit, err]).toEqual([1, expect.stringContaining('such as th-doe [USAGE]')]);
  });

  test('the dry run of a file with wrong rows leaves as the run would, and says what to run', async () => {
    const odd = await file('odd one.csv', [row(1), row(2, 'fine')]);
    const { exit, out, err } = await thai('import', odd, '--authority', 'th-odd', '--dry-run');
    expect([exit, err]).toEqual([5, expect.stringContaining('[IMPORT_REFUSED]')]);
    expect(out).toContain('row 3: refused: status is none of the words that are known: valid (good standing');
    expect(out).toContain('refused as it stands');
    const command = "npx tocsin licence import 'odd one.csv' --authority th-odd";
    expect(out).toContain(`next: ${command} --dry-run --as th-police-officer   # once the rows are put right\n`);
    const skipping = await thai('import', odd, '--authority', 'th-odd', '--dry-run', '--skip-refused');
    expect([skipping.exit, skipping.out]).toEqual([
      0,
      expect.stringContaining(`next: ${command} --skip-refused --as th-police-officer\n`),
    ]);
  });

  test('rows that are wrong keep all of them from being written, unless they are to be left out', async () => {
    const odd = await file('odd.csv', [row(1), 'A,B', row(2, 'fine'), row(3)]);
    const run = await thai('import', odd, '--authority', 'th-odd', '--json');
    refused(run, 'IMPORT_REFUSED', 5);
    expect(run.json[0]).toMatchObject({
      shape: 'licence-import/1',
      new: 2,
      written: 0,
      refused: [
        { row: 3, code: 'IMPORT_MALFORMED' },
        { row: 4, column: 'status' },
      ],
    });
    expect((await khmer('list', '--authority', 'th-odd')).out).toBe('none\n');
    const { json } = await thai('import', odd, '--authority', 'th-odd', '--skip-refused', '--json');
    expect(json[0]).toMatchObject({ written: 2, statements: 1, refused: [{ row: 3 }, { row: 4 }] });
  });

  test('writes a hundred rows a statement, once: what stands there is left as it is', async () => {
    const { json, exit } = await thai('import', 'first.csv', '--authority', 'th-doe', '--json');
    expect(exit).toBe(0);
    expect(json[0]).toMatchObject({ rows: 230, new: 230, written: 230, statements: 3, resumed: false });
    expect(await journals()).toEqual([]);
    const again = await thai('import', 'first.csv', '--authority', 'th-doe', '--json');
    expect(again.json[0]).toMatchObject({ new: 0, changed: 0, same: 230, written: 0, statements: 0 });
  });

  test('of a later file only what differs is written, and said', async () => {
    const later = await file('later.csv', [row(0, 'ถูกพักใช้'), ...all.slice(1, 5), row(900)]);
    const dry = await thai('import', later, '--authority', 'th-doe', '--dry-run');
    expect(dry.out).toContain('1 new, 1 changed, 4 the same, 0 refused\n');
    expect(dry.out).toContain('row 2: changes status, statusAsWritten\n');
    const { json } = await thai('import', later, '--authority', 'th-doe', '--json');
    expect(json[0]).toMatchObject({
      written: 2,
      changes: [
        { row: 2, change: 'changed' },
        { row: 7, change: 'new' },
      ],
    });
  });

  test('what is listed as CSV is imported as it stands', async () => {
    expect((await khmer('list', '--agency', 'th-police', '--authority', 'th-doe', '--csv', 'out.csv')).exit).toBe(0);
    const text = await readFile(join(exchange.folder, 'out.csv'), 'utf8');
    expect(text.split('\r\n')).toHaveLength(233);
    expect(text).toContain("'+15550100123");
    const { json } = await thai('import', 'out.csv', '--authority', 'th-doe', '--dry-run', '--json');
    expect(json[0]).toMatchObject({ rows: 231, same: 231, refused: [] });
    expect((await khmer('list', '--csv', 'out.csv')).err).toContain('[OUTPUT_EXISTS]');
  });
});

describe('an import that was cut off', () => {
  test('goes on where it stood, and is compared anew only where that is asked for', async () => {
    const name = await file('cut.csv', all);
    const args = ['licence', 'import', name, '--authority', 'th-cut', '--json'];
    const cut = () => exchange.as('th-police-officer', args, { signal: AbortSignal.abort() });
    const first = await cut();
    refused(first, 'INTERRUPTED', 2);
    expect(first.err).toContain('stopped after 0 of 230 licences, which stand: give the same command again');
    expect(await journals()).toHaveLength(1);
    const dry = await exchange.as('th-police-officer', [...args.slice(0, -1), '--dry-run']);
    expect(dry.out).toContain('an import of this file was cut off: 0 of 230 licences were written');
    expect((await exchange.as('th-police-officer', [...args, '--dry-run'])).json[0]).toMatchObject({
      begun: { written: 0, of: 230 },
    });
    expect((await khmer('list', '--authority', 'th-cut')).out).toBe('none\n');
    const { json } = await exchange.as('th-police-officer', args);
    expect(json[0]).toMatchObject({ resumed: true, written: 230, statements: 3, same: 230 });
    expect(await journals()).toEqual([]);
    await file('cut.csv', [...all, row(999)]);
    refused(await cut(), 'INTERRUPTED', 2);
    const anew = await exchange.as('th-police-officer', [...args, '--restart']);
    expect(anew.json[0]).toMatchObject({ resumed: false, written: 1, new: 1, same: 230 });
  });
});

describe('one licence', () => {
  test('its status is changed by its number, and every member finds it however it writes the number', async () => {
    const { exit } = await thai(
      'set',
      'ท 5 2566',
      '--authority',
      'th-doe',
      '--status',
      'revoked',
      '--as-written',
      'เพิกถอน',
    );
    expect(exit).toBe(0);
    const status = await khmer('status', 'ท. ๕/๒๕๖๖');
    expect(status.out).toMatch(/th-police th-doe +revoked +work +2025-01-01 +2028-12-31/);
    const { out } = await khmer('show', 'ท.5-2566', '--agency', 'th-police');
    expect(out).toContain('standing   revoked: เพิกถอน');
    expect(out).toMatch(/Z valid\n.*since .*Z revoked\n/);
    refused(await khmer('status', 'ท. 99999/๒๕๖๖'), 'UNKNOWN_LICENCE', 5);
  });

  test('a new one comes from a file', async () => {
    const entry = {
      number: 'NEW-1',
      holder: { kind: 'person' },
      category: 'marriage',
      scope: { countries: [], sectors: [] },
      principals: [],
      branches: [],
      from: '2026-01-01',
      until: null,
      status: 'valid',
      statusAsWritten: null,
    };
    await writeFile(join(exchange.folder, 'new.json'), JSON.stringify(entry));
    expect((await thai('set', '--file', 'new.json', '--authority', 'th-doe')).exit).toBe(0);
    expect((await khmer('show', 'new 1')).out).toContain('a person: ask the register for the name');
    await writeFile(join(exchange.folder, 'odd.json'), JSON.stringify({ ...entry, note: 'x' }));
    refused(await thai('set', '--file', 'odd.json', '--authority', 'th-doe'), 'MALFORMED_STATEMENT', 1);
  });

  test.each([
    [['set', '--authority', 'th-doe'], 'USAGE', 1],
    [['set', 'A-1', '--authority', 'th-doe'], 'USAGE', 1],
    [['set', 'A-1', '--authority', 'th-doe', '--status', 'fine'], 'USAGE', 1],
    [['set', 'A-1', '--authority', 'th-doe', '--status', 'valid'], 'UNKNOWN_LICENCE', 5],
    [['import', 'x.csv', '--authority', 'th-doe'], 'INPUT_UNREADABLE', 1],
    [['import', 'x.xlsx', '--authority', 'th-doe'], 'USAGE', 1],
    [['import', 'x.csv', '--authority', 'th-doe', '--dates', 'ymd'], 'USAGE', 1],
  ])('%j: %s', async (args, code, exit) => refused(await thai(...args), code, exit));
});

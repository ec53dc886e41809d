import { cp, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { example, openTestExchange, run, type TestExchange } from './exchange.test-support.ts';

let exchange: TestExchange;
let record: string;
beforeAll(async () => {
  exchange = await openTestExchange();
  const post = ['alert', 'post', example('01-scam-compound.json'), '--json'];
  const posted = await exchange.as('th-police-officer', post);
  expect([posted.exit, posted.err]).toEqual([0, '']);
  record = String(posted.json[0]?.id);
  for (const agency of ['kh-immigration', 'la-fiu']) {
    const { exit, err } = await exchange.as(`${agency}-officer`, ['alert', 'open', record, '--basis', 'x']);
    expect([exit, err]).toEqual([0, '']);
  }
});
afterAll(() => exchange?.close());

const auditor = (...args: string[]) => exchange.as('th-police-auditor', ['audit', ...args]);
interface Listed {
  readonly agency: string;
  readonly officer: string;
}
const listed = async (...args: string[]) => {
  const { json } = await auditor('access', ...args, '--json');
  expect(json[0]?.shape).toBe('access-report/1');
  return json[0]?.openings as Listed[];
};

describe('audit access', () => {
  test('lists every opening, by record, agency, officer and time', async () => {
    const all = await listed();
    expect(all.map(({ agency }) => agency).sort()).toEqual(['kh-immigration', 'la-fiu']);
    expect(await listed('--record', record)).toEqual(all);
    expect((await listed('--agency', 'la-fiu')).map(({ agency }) => agency)).toEqual(['la-fiu']);
    expect(await listed('--officer', all[0]!.officer)).toEqual([all[0]]);
    expect(await listed('--owner', 'la-fiu')).toEqual([]);
    expect(await listed('--since', '2020-01-01', '--until', '2020-02-01')).toEqual([]);
    expect(await listed('--since', '2020-01-01T00:00Z')).toEqual(all);
  });

  test.each([
    ['--since', 'yesterday'],
    ['--until', '2026-02-30T00:00'],
    ['--record', 'MZXW6YTBOI4DKNBVGM3DINZWHA'],
    ['--officer', 'somchai'],
    ['--agency', 'police'],
    ['--owner', 'th-police;'],
    ['--subject-kind', 'Alert'],
    ['--purpose', 'curiosity'],
    ['--at-block', '-1'],
    ['--at-block', '999999'],
  ])('%s %s is a mistake of the caller, not an empty report', async (option, value) => {
    const { exit, out, err } = await auditor('access', option, value);
    expect([exit, out, err]).toEqual([1, '', expect.stringContaining('[USAGE]')]);
  });

  test('says in words who asked, under what, who released and what came of it', async () => {
    const { out } = await auditor('access', '--agency', 'la-fiu', '--verify');
    expect(out).toContain('mekong-trafficking-2026 alerts');
    // Two of three trustees released their shares; which two answered first is chance.
    expect(out).toMatch(/(th-police|kh-immigration|la-fiu) (th-police|kh-immigration|la-fiu) +opened/);
    expect(out).toContain('every signature and judgement, to the roots');
  });
});

describe('audit unusual', () => {
  test('says what it looked for and names each rule that found something', async () => {
    const { out, exit } = await auditor('unusual');
    expect([exit, out]).toEqual([0, expect.stringContaining('nothing unusual by these measures')]);
    const { json } = await auditor('unusual', '--subjects', '1', '--hours', '00:00-23:59', '--json');
    expect(json[0]).toMatchObject({ shape: 'unusual/1', thresholds: { subjects: 1 } });
    const rules = (json[0]!.findings as { rule: string; agency: string }[]).map(({ rule, agency }) => [rule, agency]);
    expect(rules).toEqual([
      ['many-subjects-no-case', 'kh-immigration'],
      ['many-subjects-no-case', 'la-fiu'],
    ]);
    expect((await auditor('unusual', '--subjects', '1')).out).toContain('leads, not verdicts');
  });

  test.each([
    ['--subjects', '0'],
    ['--window', '1.5'],
    ['--hours', '7-19'],
    ['--hours', '07:00-07:00'],
    ['--refusals', 'many'],
    ['--agency', 'KH'],
    ['--late', '-3'],
  ])('%s %s is a mistake of the caller', async (option, value) => {
    const { exit, out, err } = await auditor('unusual', option, value);
    expect([exit, out, err]).toEqual([1, '', expect.stringContaining('[USAGE]')]);
  });
});

test("audit unusual --own-log counts what the own gateway refused, for the agency's auditors alone", async () => {
  expect(await auditor('unusual', '--own-log')).toMatchObject({ exit: 0 });
  const other = await exchange.as('th-police-officer', ['audit', 'unusual', '--own-log']);
  expect([other.exit, other.err]).toEqual([5, expect.stringContaining('[ROLE_LACKING]')]);
  const offline = await auditor('unusual', '--own-log', '--ledger', 'ledger.ndjson');
  expect([offline.exit, offline.err]).toEqual([1, expect.stringContaining('[USAGE]')]);
});

describe('audit statistics', () => {
  test('no half-year has ended in a demo; the running one is counted when asked for, small counts withheld', async () => {
    expect((await auditor('statistics')).out).toContain('no half-year has ended yet');
    const { out } = await auditor('statistics', '--current');
    expect(out).toContain('records by corridor');
    expect(out).toMatch(/TH-KH +\* +\*/);
    expect(out).not.toContain('NOT SUPPRESSED');
    const few = await auditor('statistics', '--current', '--k', '3');
    expect(few.out).toContain('NOT SUPPRESSED: counts from 3 to 9 are shown');
    const { json } = await auditor('statistics', '--current', '--k', '1', '--json');
    expect(json[0]).toMatchObject({
      shape: 'statistics/1',
      k: 1,
      suppressed: false,
      halfYears: [expect.stringMatching(/^20\d\d-H[12]$/)],
    });
  });

  test('a CSV file is for a spreadsheet, and never written over another', async () => {
    const file = join(exchange.folder, 'figures.csv');
    expect((await auditor('statistics', '--current', '--k', '1', '--csv', file)).exit).toBe(0);
    const text = await readFile(file, 'utf8');
    expect(text.startsWith('\ufeffof,by,heading,half-year,count,')).toBe(true);
    expect(text).toMatch(/\r\nrecords,corridor,TH-KH,20\d\d-H[12],1,,,,,NOT SUPPRESSED below 10\r\n/);
    const again = await auditor('statistics', '--current', '--csv', file);
    expect([again.exit, again.err]).toEqual([1, expect.stringContaining('[OUTPUT_EXISTS]')]);
    const openings = join(exchange.folder, 'openings.csv');
    expect((await auditor('access', '--csv', openings)).exit).toBe(0);
    expect((await readFile(openings, 'utf8')).trim().split('\r\n')).toHaveLength(3);
  });

  test.each([
    ['--k', '0'],
    ['--k', 'ten'],
    ['--at-block', 'x'],
  ])('%s %s is a mistake of the caller', async (option, value) => {
    const { exit, out, err } = await auditor('statistics', option, value);
    expect([exit, out, err]).toEqual([1, '', expect.stringContaining('[USAGE]')]);
  });
});

describe('audit checkpoint', () => {
  test('shows the tree, who vouches and the note, and keeps it for a comparison with an export', async () => {
    const { json } = await auditor('checkpoint', '--json');
    expect(json[0]).toMatchObject({ shape: 'checkpoint/1', note: expect.stringMatching(/^tocsin\//), alarms: [] });
    const file = join(exchange.folder, 'tree.checkpoint');
    const { exit, out } = await auditor('checkpoint', '--out', file);
    expect([exit, out]).toEqual([0, expect.stringContaining('vouched for by')]);
    expect(await readFile(file, 'utf8')).toContain(String(json[0]?.size));
    expect((await auditor('checkpoint', '--out', file)).err).toContain('[OUTPUT_EXISTS]');
  });
});

test('the evidence about one record, from the own gateway, under a checkpoint that agencies vouch for now', async () => {
  const file = join(exchange.folder, 'case.evidence');
  const exported = await auditor('export', file, '--record', record);
  expect([exported.exit, exported.err]).toEqual([0, '']);
  const { exit, out } = await run(exchange.folder, ['audit', 'verify', file, '--roots', exchange.place.roots]);
  expect([exit, out]).toEqual([0, expect.stringContaining('verified: these statements stand on the ledger')]);
  expect(out).toMatch(/vouched for by +\S+ \(/);
});

describe('a printed report', () => {
  test.each(['access', 'unusual', 'statistics'])(
    'audit %s is printed, signed, and verified by the signature beside it',
    async (name) => {
      const file = join(exchange.folder, `${name}.pdf`);
      const printed = await auditor(name, '--pdf', file, '--lang', 'km');
      expect([printed.exit, printed.err]).toEqual([0, '']);
      const check = (path: string) => run(exchange.folder, ['audit', 'verify', path, '--roots', exchange.place.roots]);
      expect(await check(file)).toMatchObject({
        exit: 0,
        out: expect.stringMatching(/^verified: [a-z2-7]{26} of th-police/),
      });
      const bytes = await readFile(file);
      const copy = join(exchange.folder, `${name}-changed.pdf`);
      await writeFile(copy, Buffer.concat([bytes, Buffer.from('\n')]));
      expect(await check(copy)).toMatchObject({ exit: 1, err: expect.stringContaining('[INPUT_UNREADABLE]') });
      await cp(`${file}.jws`, `${copy}.jws`);
      expect(await check(copy)).toMatchObject({ exit: 6, err: expect.stringContaining('BAD_SIGNATURE') });
    },
  );

  test('another language, or standard output, is a mistake of the caller; nothing is written over', async () => {
    const file = join(exchange.folder, 'access.pdf');
    for (const [option, value] of [
      ['--lang', 'de'],
      ['--pdf', '-'],
    ] as const)
      expect(await auditor('access', option, value)).toMatchObject({
        exit: 1,
        err: expect.stringContaining('[USAGE]'),
      });
    expect(await auditor('access', '--pdf', file)).toMatchObject({
      exit: 1,
      err: expect.stringContaining('[OUTPUT_EXISTS]'),
    });
  });
});

describe('audit ledger', () => {
  let file: string;
  beforeAll(async () => {
    file = join(exchange.folder, 'ledger.ndjson');
    expect((await auditor('export', file)).out).toMatch(/^\d+ blocks written/);
  });
  const verify = (path: string, roots = exchange.place.roots) =>
    run(exchange.folder, ['audit', 'ledger', path, '--roots', roots, '--json']);

  test('the report from an export is the report from the gateway, and from every other gateway', async () => {
    const told = async (profile: string, ...args: string[]) => {
      const { json, exit } = await exchange.as(profile, ['audit', 'access', ...args, '--json']);
      expect(exit).toBe(0);
      const { verified, ...report } = json[0] ?? {};
      return { verified, report: JSON.stringify(report) };
    };
    const own = await told('th-police-auditor');
    expect((await told('kh-immigration-officer')).report).toBe(own.report);
    const offline = await run(exchange.folder, [
      'audit',
      'access',
      '--ledger',
      file,
      '--roots',
      exchange.place.roots,
      '--json',
    ]);
    const { verified, ...report } = offline.json[0] ?? {};
    expect([verified, JSON.stringify(report)]).toEqual([true, own.report]);
    const { reach } = report as { reach: { block: string } };
    const earlier = await told('th-police-auditor', '--at-block', String(Number(reach.block) - 1));
    expect(earlier.report).not.toBe(own.report);
  });

  test('nothing is reported from an export with a changed, missing or foreign line', async () => {
    const lines = (await readFile(file, 'utf8')).split('\n').filter((line) => line !== '');
    const path = join(exchange.folder, 'gap.ndjson');
    await writeFile(path, lines.filter((_, i) => i !== 4).join('\n'));
    const args = ['audit', 'access', '--ledger', path, '--roots', exchange.place.roots];
    expect(await run(exchange.folder, args)).toMatchObject({
      exit: 6,
      out: '',
      err: expect.stringContaining('[EXPORT_NOT_VERIFIED]'),
    });
    expect(await run(exchange.folder, [...args.slice(0, 3), 'no-such-file', ...args.slice(4)])).toMatchObject({
      exit: 1,
      err: expect.stringContaining('[INPUT_UNREADABLE]'),
    });
  });

  test('an export is never written over another file', async () => {
    expect(await auditor('export', file)).toMatchObject({ exit: 1, err: expect.stringContaining('[OUTPUT_EXISTS]') });
  });

  test('the export verifies offline, from a file and from standard input', async () => {
    const { exit, json } = await verify(file);
    expect(exit).toBe(0);
    expect(json[0]).toMatchObject({ shape: 'verification/1', refused: 0, fault: null });
    const input = await readFile(file, 'utf8');
    const again = await run(exchange.folder, ['audit', 'ledger', '-', '--roots', exchange.place.roots], { input });
    expect(again).toMatchObject({ exit: 0, out: expect.stringContaining('verified: every block') });
  });

  test.each([
    [
      'a changed block',
      (lines: string[]) => lines.map((line, i) => (i === 5 ? line.replace(/"at":"20/, '"at":"21') : line)),
    ],
    ['a missing block', (lines: string[]) => lines.filter((_, i) => i !== 5)],
    ['swapped blocks', ([a, b, c, ...rest]: string[]) => [a!, c!, b!, ...rest]],
    ['nothing', () => []],
  ])('%s does not verify, and says where', async (_, change) => {
    const lines = (await readFile(file, 'utf8')).split('\n').filter((line) => line !== '');
    const path = join(exchange.folder, `changed-${Math.abs(change(lines).join().length)}.ndjson`);
    await writeFile(path, `${change(lines).join('\n')}\n`);
    const { exit, err, json } = await verify(path);
    expect(exit).toBe(6);
    expect(err).toContain('[EXPORT_NOT_VERIFIED]');
    expect(json).toHaveLength(1);
  });

  test('an export verifies to the roots of its agencies only', async () => {
    const roots = join(exchange.folder, 'other-roots');
    const created = await run(exchange.folder, ['authority', 'create', '--agency', 'th-police', '--name', 'Another'], {
      env: { TOCSIN_PASSPHRASE_FILE: exchange.place.passphraseFile },
    });
    expect(created.exit).toBe(0);
    await cp(exchange.place.roots, roots, { recursive: true });
    await cp(join(exchange.folder, 'authority', 'root.pem'), join(roots, 'th-police.pem'));
    const { exit, json } = await verify(file, roots);
    expect(exit).toBe(6);
    expect(json[0]).toMatchObject({ blocks: 0, fault: { block: '0' } });
  });

  test('the export is compared with a checkpoint, named or beside it', async () => {
    const beside = `${file}.checkpoint`;
    expect((await auditor('checkpoint', '--out', beside)).exit).toBe(0);
    const { exit, json } = await verify(file);
    const { tree, checkpoint } = json[0] as { tree: { size: number }; checkpoint: { size: number; fault: unknown } };
    expect(tree.size).toBeGreaterThanOrEqual(checkpoint.size);
    // Who vouches counts only as far as the ledger publishes gateways.
    expect(exit).toBe(checkpoint.fault === null ? 0 : 6);
    const named = (path: string) =>
      run(exchange.folder, ['audit', 'ledger', file, '--roots', exchange.place.roots, '--checkpoint', path]);
    expect(await named(beside)).toMatchObject({ exit });
    expect(await named('nowhere')).toMatchObject({ exit: 1, err: expect.stringContaining('[INPUT_UNREADABLE]') });
    expect(await named(file)).toMatchObject({ exit: 6, err: expect.stringContaining('[MALFORMED_NOTE]') });
    const changed = join(exchange.folder, 'changed.checkpoint');
    await writeFile(changed, (await readFile(beside, 'utf8')).replace(/\n\d+\n/, '\n1\n'));
    expect(await named(changed)).toMatchObject({ exit: 6, err: expect.stringContaining('[EXPORT_NOT_VERIFIED]') });
    await rm(beside);
  });

  test('roots that are not there are said to be missing', async () => {
    expect(await verify(file, 'no-such-folder')).toMatchObject({ exit: 6, err: expect.stringContaining('[NO_ROOT]') });
  });
});

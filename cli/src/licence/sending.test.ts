import { appendFile, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseStatement } from '@tocsin/envelope/verify';
import { ApiError } from '@tocsin/gateway/api';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { agencyKeys } from '../../../test/support/agency.ts';
import { fictitiousLicence } from '../../../test/support/listing.ts';
import type { Session } from '../session.ts';
import { Journal } from './journal.ts';
import type { ReadRow } from './row.ts';
import { sendAll } from './sending.ts';

const register = { agency: 'th-police', authority: 'th-doe' };
const rows: ReadRow[] = Array.from({ length: 450 }, (_, i) => ({
  row: i + 2,
  entry: fictitiousLicence(`ท. ${i}/๒๕๖๖`),
  notes: [],
}));
const { officer } = await agencyKeys({ code: 'th-police', class: 'police' }, Date.now);

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tocsin-import-'));
});
afterEach(() => rm(folder, { recursive: true }));

/** A ledger that takes a statement's identifier once, and numbers of licences as they come. */
class FakeGateway {
  readonly taken = new Map<string, string>();
  readonly licences: string[] = [];
  /** What happens instead of an answer, before or after the statement is taken. */
  before: (() => void) | null = null;
  after: (() => void) | null = null;

  readonly client = {
    submit: async (jws: string): Promise<void> => {
      this.before?.();
      const { id, licences } = parseStatement(jws).payload as { id: string; licences: { number: string }[] };
      if (this.taken.has(id)) throw failure('CONFLICT', 409);
      this.taken.set(id, jws);
      this.licences.push(...licences.map(({ number }) => number));
      this.after?.();
    },
    statement: async (id: string) => ({ jws: this.taken.get(id) ?? '' }),
  };
}
const failure = (code: string, status: number) => new ApiError({ code, status, title: code, hint: '' } as never);
const sessionOf = ({ client }: FakeGateway): Session =>
  ({
    agency: 'th-police',
    signer: officer.signer,
    clock: () => new Date(),
    network: () => network(),
    client,
  }) as unknown as Session;

let asked = 0;
/** As a session answers the first time, when it writes down what it was told. */
const network = async (): Promise<string> => {
  asked += 1;
  return 'a'.repeat(26);
};

const journalOf = () => Journal.for(folder, register, 'f'.repeat(64));
const send = async (gateway: FakeGateway, batches: Awaited<ReturnType<Journal['begin']>>, signal?: AbortSignal) =>
  sendAll(sessionOf(gateway), register.authority, batches, {
    journal: await journalOf(),
    signal: signal ?? new AbortController().signal,
    progress: () => undefined,
  });
const once = (act: () => void) => {
  let done = false;
  return () => {
    if (!done) {
      done = true;
      act();
    }
  };
};

describe('sending', () => {
  test('every licence once, a hundred a statement at most and none longer than 64 KiB', async () => {
    const gateway = new FakeGateway();
    const batches = await (await journalOf()).begin(rows);
    asked = 0;
    await send(gateway, batches);
    expect(asked, 'the network is pinned once, not by each at a time').toBe(1);
    expect([...gateway.licences].sort()).toEqual(rows.map(({ entry }) => entry.number).sort());
    expect(gateway.taken.size).toBe(5);
    for (const jws of gateway.taken.values()) expect(jws.length).toBeLessThan(65_536);
  });

  test('long rows are fewer a statement', async () => {
    const text = 'ก'.repeat(160);
    const long = { kind: 'company' as const, registration: null, phones: [], address: text };
    const names = Array.from({ length: 6 }, () => ({ text, script: 'Thai' as const }));
    const heavy = rows.slice(0, 100).map((row) => ({ ...row, entry: { ...row.entry, holder: { ...long, names } } }));
    const gateway = new FakeGateway();
    await send(gateway, await (await journalOf()).begin(heavy));
    expect(gateway.licences).toHaveLength(100);
    expect(gateway.taken.size).toBeGreaterThan(5);
    for (const jws of gateway.taken.values()) expect(jws.length).toBeLessThan(65_536);
  });

  test('an answer that was lost is no second writing', async () => {
    const gateway = new FakeGateway();
    gateway.after = once(() => {
      throw failure('LEDGER_OUTCOME_UNKNOWN', 504);
    });
    await send(gateway, await (await journalOf()).begin(rows));
    expect(gateway.licences).toHaveLength(450);
  });

  test('a gateway that is busy is asked again', async () => {
    const gateway = new FakeGateway();
    gateway.before = once(() => {
      throw failure('TOO_MANY_REQUESTS', 429);
    });
    await send(gateway, await (await journalOf()).begin(rows));
    expect(gateway.licences).toHaveLength(450);
  });

  test('a refusal ends it at once', async () => {
    const gateway = new FakeGateway();
    gateway.before = () => {
      throw failure('ROLE_LACKING', 403);
    };
    await expect(send(gateway, await (await journalOf()).begin(rows))).rejects.toMatchObject({ code: 'ROLE_LACKING' });
    expect(gateway.licences).toEqual([]);
  });

  test('an identifier under which something else stands is no success', async () => {
    const gateway = new FakeGateway();
    const batches = await (await journalOf()).begin(rows.slice(0, 1));
    await send(gateway, batches);
    const other = batches.map((batch) => ({ ...batch, licences: [fictitiousLicence('X-1')] }));
    await expect(send(gateway, other)).rejects.toMatchObject({ code: 'STATEMENT_NOT_PROVEN' });
  });
});

describe('the journal', () => {
  const path = async () => join(folder, 'imports', (await readdir(join(folder, 'imports')))[0] ?? '');

  test('knows what is left after a cut, whatever of its last line was written', async () => {
    const gateway = new FakeGateway();
    const journal = await journalOf();
    const batches = await journal.begin(rows);
    await send(gateway, batches.slice(0, 2));
    for (const torn of ['[', '[3', '[3]\n[4', '']) {
      await appendFile(await path(), torn);
      const left = (await journal.left(rows))?.batches.map(({ place }) => place);
      await journal.resume();
      expect(left, torn).toEqual(torn === '[3]\n[4' || torn === '' ? [2, 4] : [2, 3, 4]);
    }
    const left = await journal.left(rows);
    expect(left).toMatchObject({ written: 300, of: 450 });
    await send(gateway, left?.batches ?? []);
    expect(new Set(gateway.licences).size).toBe(350);
  });

  test('begun by nobody, it has nothing; ended, it is gone', async () => {
    const journal = await journalOf();
    expect(await journal.left(rows)).toBeNull();
    await journal.begin(rows);
    await journal.end();
    expect(await journal.left(rows)).toBeNull();
  });

  test('does not go on with rows that are read otherwise now, nor with a plan that it cannot read', async () => {
    const journal = await journalOf();
    await journal.begin(rows);
    const changed = rows.map((row) => ({ ...row, entry: { ...row.entry, from: '2024-01-01' } }));
    await expect(journal.left(changed)).rejects.toMatchObject({ code: 'IMPORT_CHANGED' });
    await expect(journal.left(rows.slice(1))).rejects.toMatchObject({ code: 'IMPORT_CHANGED' });
    const text = await readFile(await path(), 'utf8');
    await writeFile(await path(), text.slice(0, 100));
    await expect(journal.left(rows)).rejects.toMatchObject({ code: 'IMPORT_CHANGED' });
  });
});

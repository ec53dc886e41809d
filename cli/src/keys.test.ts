import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Agent, fetch } from 'undici';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { example, openTestExchange, type Run, run, type TestExchange } from './exchange.test-support.ts';
import { freshRequest } from './officer-key.ts';

let exchange: TestExchange;
beforeAll(async () => {
  exchange = await openTestExchange();
});
afterAll(() => exchange.close());

const khmer = (...args: string[]) => exchange.as('kh-immigration-keymaster', args);
const thai = (...args: string[]) => exchange.as('th-police-keymaster', args);
const done = async (running: Promise<Run>): Promise<Record<string, unknown>> => {
  const { exit, err, json } = await running;
  expect([exit, err]).toEqual([0, '']);
  return json[0] ?? {};
};
const refused = async (running: Promise<Run>, code: string, exit: number) => {
  const result = await running;
  expect(result.err).toContain(`[${code}]`);
  expect(result.exit).toBe(exit);
};
const gateway = (agency: string, ...parts: string[]) => exchange.place.agency(agency, 'gateway', ...parts);
const holders = (agency: string) => ['first', 'second'].map((name) => gateway(agency, 'holders', name, 'share.txt'));
interface Listed {
  readonly use: string;
  readonly unit: string;
  readonly epoch: number;
  readonly digest: string;
  readonly standing: string;
  readonly due: { readonly act: string; readonly by: string } | null;
}
async function keysOf(agency: string): Promise<Listed[]> {
  const { keys } = await done(thai('key', 'list', '--agency', agency, '--json'));
  const sealing = (keys as Listed[]).filter(({ use }) => use === 'seal');
  return sealing.sort((a, b) => a.epoch - b.epoch);
}

describe('a key that follows another', () => {
  const rotate = (...more: string[]) =>
    khmer('key', 'rotate', '--unit', 'border-checks', '--out', gateway('kh-immigration', 'seal'), ...more);

  test('is announced a day before it holds, chained to the last, and kept under the recovery key', async () => {
    const { done: what } = await done(rotate('--json'));
    expect(what).toBe('seal key border-checks epoch 2');
    const [first, second] = await keysOf('kh-immigration');
    expect(second).toMatchObject({ epoch: 2, standing: 'announced', due: null });
    expect(first).toMatchObject({ epoch: 1, standing: 'in effect', due: { act: 'destroy' } });
    const recovery = ['--recovery', gateway('kh-immigration', 'recovery')];
    const args = ['key', 'recovery', 'drill', ...holders('kh-immigration'), ...recovery, '--json'];
    const { keys } = await done(run(exchange.folder, args));
    expect(keys).toEqual([1, 2].map((epoch) => ({ unit: 'border-checks', epoch })));
  });

  test('is not sealed to before its time, and another agency lets it hold at once', async () => {
    const [, second] = await keysOf('kh-immigration');
    const named = ['--agency', 'kh-immigration', '--unit', 'border-checks', '--epoch', '2'];
    const post = ['alert', 'post', example('03-fishing-boat.json'), '--dry-run', '--json'];
    const readers = async () => (await done(exchange.as('th-police-officer', post))).readers as Listed[];
    expect((await readers()).find(({ unit }) => unit === 'border-checks')?.epoch).toBe(1);

    await refused(thai('key', 'countersign', ...named, '--yes'), 'USAGE', 1);
    await refused(thai('key', 'countersign', ...named, '--yes', '--digest', '0'.repeat(16)), 'KEY_SUBSTITUTED', 6);
    await refused(thai('key', 'countersign', ...named, '--digest', second!.digest.slice(0, 8)), 'KEY_SUBSTITUTED', 6);
    await refused(thai('key', 'countersign', ...named), 'CONFIRMATION_NEEDED', 1);
    const no = exchange.as('th-police-keymaster', ['key', 'countersign', ...named], { confirms: false });
    await refused(no, 'CONFIRMATION_NEEDED', 1);
    const other = ['--agency', 'kh-immigration', '--unit', 'border-checks', '--epoch', '9'];
    await refused(thai('key', 'countersign', ...other), 'NO_SEAL_KEY', 5);
    await refused(khmer('key', 'countersign', ...named, '--yes', '--digest', second!.digest), 'WRONG_AGENCY', 5);

    const yes = await exchange.as('th-police-keymaster', ['key', 'countersign', ...named], { confirms: true });
    expect(yes.err).toContain(second!.digest);
    expect(yes.exit).toBe(0);
    expect((await readers()).find(({ unit }) => unit === 'border-checks')?.epoch).toBe(2);
    const again = ['key', 'countersign', ...named, '--yes', '--digest', second!.digest];
    await refused(thai(...again), 'ALREADY_SIGNED', 5);
  });

  test('opens what was sealed to it, and the last one still opens what was sealed before; no gateway restarts', async () => {
    const { id } = await done(
      exchange.as('th-police-officer', ['alert', 'post', example('03-fishing-boat.json'), '--json']),
    );
    const open = ['alert', 'open', String(id), '--basis', 'report 12'];
    expect((await exchange.as('kh-immigration-officer', open)).exit).toBe(0);
  });

  test('is refused without an earlier one, without a recovery set, for longer than a key lives', async () => {
    const nobody = khmer('key', 'rotate', '--unit', 'registry', '--out', gateway('kh-immigration', 'seal'));
    await refused(nobody, 'NO_SEAL_KEY', 5);
    await refused(rotate('--recovery', 'elsewhere'), 'RECOVERY_MISSING', 1);
    await refused(rotate('--recovery', gateway('la-fiu', 'recovery')), 'RECOVERY_MISSING', 1);
    for (const days of ['0', '91', '1.5', '-1', 'x']) await refused(rotate('--days', days), 'USAGE', 1);
    expect(await keysOf('kh-immigration')).toHaveLength(2);
    expect(await readdir(gateway('kh-immigration', 'seal'))).not.toContain('border-checks.3.age');
  });

  test('whose announcing was cut short is announced by the next run, the same key', async () => {
    const officer = ['key', 'rotate', '--unit', 'border-checks', '--out', gateway('kh-immigration', 'seal')];
    // An officer who is no keymaster: the ledger refuses after the key was written, as a broken line would.
    await refused(exchange.as('kh-immigration-officer', officer), 'ROLE_LACKING', 5);
    const file = gateway('kh-immigration', 'seal', 'border-checks.3.age');
    const made = await readFile(file, 'utf8');
    await done(rotate('--json'));
    expect(await readFile(file, 'utf8')).toBe(made);
    expect(await keysOf('kh-immigration')).toHaveLength(3);
  });
});

describe('a trustee key', () => {
  const trustee = () => gateway('la-fiu', 'shares');
  const lao = (...args: string[]) => exchange.as('la-fiu-keymaster', args);
  const about = ['--unit', 'registry', '--use', 'trustee'];

  test('is made, followed by another, and destroyed; the recovery key keeps none of it', async () => {
    await done(lao('key', 'publish', ...about, '--out', trustee(), '--json'));
    await done(lao('key', 'rotate', ...about, '--out', trustee(), '--days', '700', '--json'));
    expect((await readdir(trustee())).sort()).toEqual(['registry.1.age', 'registry.2.age']);
    expect(await readdir(gateway('la-fiu', 'recovery'))).not.toContain('registry.1.age');
    const destroy = ['key', 'destroy', ...about, '--epoch', '1', '--seal', trustee(), '--yes', '--json'];
    expect(await done(lao(...destroy))).toMatchObject({ destroyed: true, opens: 0, files: { length: 1 } });
    expect(await readdir(trustee())).toEqual(['registry.2.age']);
  });

  test('for another use, or for longer than it may live, is refused', async () => {
    const out = ['--unit', 'registry', '--out', trustee()];
    await refused(lao('key', 'publish', ...out, '--use', 'both'), 'USAGE', 1);
    await refused(lao('key', 'publish', ...out, '--use', 'trustee', '--days', '732'), 'USAGE', 1);
    await refused(lao('key', 'destroy', ...about, '--epoch', '1', '--seal', trustee(), '--yes'), 'KEY_DESTROYED', 5);
  });
});

describe("an officer's key", () => {
  const folder = () => exchange.place.agency('th-police', 'authority');
  const env = () => ({ env: { TOCSIN_PASSPHRASE_FILE: exchange.place.passphraseFile } });
  const tocsin = (...args: string[]) => run(exchange.folder, args, env());
  const profile = (...parts: string[]) => join(exchange.place.folder, 'profiles', 'th-police-officer', ...parts);
  const handleNow = async (): Promise<string> =>
    (JSON.parse(await readFile(profile('profile.json'), 'utf8')) as { handle: string }).handle;

  test('is renewed: another handle at work, the old one revoked, its key gone from the device', async () => {
    const former = await handleNow();
    const { handle } = await done(
      tocsin('officer', 'renew', '--as', 'th-police-officer', '--out', 'renewed.csr', '--json'),
    );
    expect(await handleNow()).toBe(former);
    expect((await exchange.as('th-police-officer', ['inbox'])).exit).toBe(0);
    const roles = ['--unit', 'anti-trafficking', '--role', 'author', '--role', 'reader'];
    await tocsin('authority', 'officer', 'renewed.csr', ...roles, '--folder', folder(), '--out', 'renewed.pem');
    const registrar = ['--as', 'th-police-registrar'];
    await done(tocsin('officer', 'register', 'renewed.pem', '--replaces', former, ...registrar, '--json'));
    await refused(exchange.as('th-police-officer', ['inbox']), 'OFFICER_REVOKED', 5);
    await done(tocsin('officer', 'install', 'renewed.pem', '--as', 'th-police-officer', '--json'));
    expect(await handleNow()).toBe(handle);
    expect(await readdir(profile())).not.toContain('key.pem');
    expect((await exchange.as('th-police-officer', ['inbox'])).exit).toBe(0);
    const { officers } = await done(thai('officer', 'list', '--agency', 'th-police', '--json'));
    const listed = officers as { handle: string; roles: string[]; unit: string; revoked: { reason: string } | null }[];
    expect(listed.find((one) => one.handle === former)?.revoked?.reason).toBe('superseded');
    expect(listed.find((one) => one.handle === handle)).toMatchObject({
      roles: ['author', 'reader'],
      unit: 'anti-trafficking',
      revoked: null,
    });
  });

  describe('that a browser has made', () => {
    /** What a new device leaves with its gateway, unsigned. */
    async function leave(request: { handle: string; csr: string }): Promise<number> {
      const ca = await readFile(join(exchange.place.roots, 'th-police.pem'), 'utf8');
      const origin = exchange.running.gateways.find(({ agency }) => agency === 'th-police')?.origin;
      const dispatcher = new Agent({ connect: { ca } });
      const headers = { 'content-type': 'application/json' };
      const sent = { method: 'POST', body: JSON.stringify(request), headers, dispatcher };
      const { status } = await fetch(`${origin}/v1/enrolments`, sent);
      await dispatcher.close();
      return status;
    }
    const enrol = (code: string, as = 'th-police-registrar') =>
      tocsin(
        ...['officer', 'enrol', code, '--unit', 'anti-trafficking', '--role', 'reader', '--folder', folder()],
        ...['--as', as, '--json'],
      );

    test('is certified and registered by the code it shows; the answer names the roots to compare', async () => {
      const { handle, csr } = await freshRequest();
      expect(await leave({ handle, csr })).toBe(200);
      const code = handle.slice(0, 20).replaceAll(/.{4}/g, '$& ');
      await refused(enrol(code, 'th-police-keymaster'), 'ROLE_LACKING', 5);
      const { done: what, next } = await done(enrol(code));
      expect(what).toBe(`enrolled ${handle}`);
      expect(String(next)).toMatch(/^([a-z2-7]{4} ){7}[a-z2-7]{4} {3}\(read it out to the officer/);
      const { officers } = await done(thai('officer', 'list', '--agency', 'th-police', '--json'));
      expect(officers).toContainEqual(expect.objectContaining({ handle, roles: ['reader'], revoked: null }));
    });

    test('is not enrolled when the gateway has put another key in its place', async () => {
      const [claimed, other] = [await freshRequest(), await freshRequest()];
      expect(await leave({ handle: claimed.handle, csr: other.csr })).toBe(200);
      await refused(enrol(claimed.handle), 'CODE_DIFFERS', 6);
    });

    test('is unknown under a code that nobody left, and under what is no code', async () => {
      await refused(enrol('a'.repeat(20)), 'NOT_FOUND', 1);
      await refused(enrol('short'), 'USAGE', 1);
      expect(await leave({ handle: 'x', csr: 'y' })).toBe(400);
    });
  });

  test('a certificate for nobody here, and a replacement of nobody, are refused', async () => {
    await refused(tocsin('officer', 'install', 'renewed.pem', '--as', 'th-police-keymaster'), 'INPUT_MALFORMED', 1);
    const registrar = ['--as', 'th-police-registrar'];
    const nobody = ['officer', 'register', 'renewed.pem', '--replaces', 'a'.repeat(26), ...registrar];
    await refused(tocsin(...nobody), 'UNKNOWN_OFFICER', 5);
    await refused(tocsin('officer', 'register', 'renewed.pem', ...registrar), 'USAGE', 1);
  });
});

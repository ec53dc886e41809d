import { chmod, cp, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { example, openTestExchange, type Run, type TestExchange } from './exchange.test-support.ts';

let exchange: TestExchange;
beforeAll(async () => {
  exchange = await openTestExchange();
  const { exit, err } = await post();
  expect(exit, err).toBe(0);
});
afterAll(() => exchange?.close());

const profile = (name: string, file: string) => join(exchange.place.folder, 'profiles', name, file);
const post = (around = {}) =>
  exchange.as('th-police-officer', ['alert', 'post', example('03-fishing-boat.json')], around);
const refused = ({ exit, err }: Run, code: string, expected: number) => {
  expect(err).toContain(`[${code}]`);
  expect(exit).toBe(expected);
};

/** Changes a file for the length of some work. */
async function changed(path: string, change: (text: string) => string, work: () => Promise<void>): Promise<void> {
  const before = await readFile(path, 'utf8');
  await writeFile(path, change(before));
  await work().finally(() => writeFile(path, before));
}

test('a key other than the pinned one is refused, and nothing is posted', async () => {
  const pins = profile('th-police-officer', 'pins.json');
  const count = async () => (await exchange.as('th-police-officer', ['alert', 'list', '--sent'])).out;
  const before = await count();
  const another = (text: string) =>
    text.replace(/("kh-immigration[^}]*"digest": ")[0-9a-f]{64}/, `$1${'0'.repeat(64)}`);
  await changed(pins, another, async () => {
    const done = await post();
    refused(done, 'KEY_SUBSTITUTED', 6);
    expect(done.err).toContain('kh-immigration/border-checks');
  });
  expect(await count()).toBe(before);
});

test('a pin of a later epoch means that somebody shows us an old key', async () => {
  const later = (text: string) => text.replace('"epoch": 1', '"epoch": 2');
  await changed(profile('th-police-officer', 'pins.json'), later, async () =>
    refused(await post(), 'KEY_SUBSTITUTED', 6),
  );
});

test('pins that cannot be read are not forgotten', async () => {
  const pins = profile('th-police-officer', 'pins.json');
  await changed(
    pins,
    () => '{"th-police/x":1}',
    async () => refused(await post(), 'PROFILE_MALFORMED', 1),
  );
});

test('a key that does not chain to the root in the profile is refused', async () => {
  const root = join(exchange.place.roots, 'kh-immigration.pem');
  const other = await readFile(join(exchange.place.roots, 'la-fiu.pem'), 'utf8');
  await changed(
    root,
    () => other,
    async () => refused(await post(), 'KEY_NOT_PROVEN', 6),
  );
});

test('what an author of a replaced root has signed is not opened, and no access is asked for', async () => {
  const { json } = await exchange.as('kh-immigration-officer', ['alert', 'list', '--json']);
  const record = (json[0] as { records: { head: { id: string } }[] }).records[0]!.head.id;
  const other = await readFile(join(exchange.place.roots, 'la-fiu.pem'), 'utf8');
  const open = ['alert', 'open', record, '--basis', 'x'];
  await changed(
    join(exchange.place.roots, 'th-police.pem'),
    () => other,
    async () => {
      refused(await exchange.as('kh-immigration-officer', open), 'BAD_CERTIFICATE', 6);
    },
  );
  const { out } = await exchange.as('kh-immigration-officer', ['alert', 'show', record]);
  expect(out).toContain('nobody has asked to open it');
});

test('a gateway with a certificate of another authority is not spoken to', async () => {
  const file = profile('kh-immigration-officer', 'profile.json');
  const foreign = (text: string) => text.replace('kh-immigration.pem', 'la-fiu.pem');
  await changed(file, foreign, async () => {
    refused(await exchange.as('kh-immigration-officer', ['inbox']), 'GATEWAY_NOT_TRUSTED', 6);
  });
});

test('a gateway that is down is told apart, with what to do', async () => {
  const file = profile('kh-immigration-officer', 'profile.json');
  const away = (text: string) => text.replace(/127\.0\.0\.1:\d+/, '127.0.0.1:1');
  await changed(file, away, async () => {
    const done = await exchange.as('kh-immigration-officer', ['inbox']);
    refused(done, 'GATEWAY_UNREACHABLE', 2);
    expect(done.err).toContain('hint: ');
  });
});

test("an officer of one agency is not served by another's gateway", async () => {
  const th = JSON.parse(await readFile(profile('th-police-officer', 'profile.json'), 'utf8')) as Record<string, string>;
  const file = profile('kh-immigration-officer', 'profile.json');
  const elsewhere = (text: string) => JSON.stringify({ ...JSON.parse(text), gateway: th.gateway, tls: th.tls });
  await changed(file, elsewhere, async () => {
    refused(await exchange.as('kh-immigration-officer', ['inbox']), 'WRONG_AGENCY', 5);
  });
});

const wrong = 'not the right passphrase';

test('a wrong passphrase opens nothing, from a file or typed', async () => {
  const file = join(exchange.folder, 'wrong.txt');
  await writeFile(file, `${wrong}\n`, { mode: 0o600 });
  refused(await exchange.as('la-fiu-officer', ['inbox', '--passphrase-file', file]), 'WRONG_PASSPHRASE', 1);
  refused(
    await exchange.as('la-fiu-officer', ['inbox'], { env: { TOCSIN_PASSPHRASE_FILE: file } }),
    'WRONG_PASSPHRASE',
    1,
  );
  const asks = (text: string) => JSON.stringify({ ...JSON.parse(text), passphraseFile: null });
  await changed(profile('la-fiu-officer', 'profile.json'), asks, async () => {
    refused(await exchange.as('la-fiu-officer', ['inbox'], { secrets: [wrong] }), 'WRONG_PASSPHRASE', 1);
    refused(await exchange.as('la-fiu-officer', ['inbox'], { secrets: [null] }), 'PASSPHRASE_NEEDED', 1);
    refused(await exchange.as('la-fiu-officer', ['inbox']), 'PASSPHRASE_NEEDED', 1);
    const right = (await readFile(exchange.place.passphraseFile, 'utf8')).trim();
    expect((await exchange.as('la-fiu-officer', ['inbox'], { secrets: [right] })).exit).toBe(0);
  });
});

test('files that others may read are refused: the passphrase, the key', async () => {
  const file = join(exchange.folder, 'exposed.txt');
  await cp(exchange.place.passphraseFile, file);
  await chmod(file, 0o644);
  refused(await exchange.as('la-fiu-officer', ['inbox', '--passphrase-file', file]), 'INPUT_UNREADABLE', 1);
  const key = profile('la-fiu-officer', 'key.pem');
  await chmod(key, 0o640);
  refused(await exchange.as('la-fiu-officer', ['inbox']), 'KEY_FILE_EXPOSED', 1);
  await chmod(key, 0o600);
});

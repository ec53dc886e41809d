import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AuthorityFolder } from '@tocsin/crypto-config';
import { expect } from 'vitest';
import { DESK } from '../support/agency.ts';
import { embeddedHost } from '../support/host.ts';
import type { ServedExchange } from '../support/served.ts';
import { devicesOf } from '../support/tocsin.ts';
import type { ConsoleBrowser } from './console.ts';
import { enrolledDevice, PASSPHRASE } from './officer.ts';
import { inBrowser, servedConsole } from './served-console.ts';

const AUTHORITY_PASSPHRASE = 'fictitious words of a fictitious authority';
let exchange: ServedExchange;
let browser: ConsoleBrowser;
let authority: AuthorityFolder;
servedConsole(
  (served) => {
    ({ exchange, browser } = served);
  },
  {
    async open(folder, clock) {
      const request = { agency: 'th-police', country: 'TH', name: 'Fictitious th-police', at: new Date(clock()) };
      authority = await AuthorityFolder.create(join(folder, '..', 'authority'), request, AUTHORITY_PASSPHRASE);
      const host = await embeddedHost(folder, clock);
      return { ...host, authority: (agency) => (agency === 'th-police' ? authority.authority : undefined) };
    },
  },
);

/** What the registrar is told to read out, at the command line of the agency. */
async function enrolled(code: string): Promise<string> {
  const devices = await devicesOf(exchange);
  const file = join(exchange.folder, 'authority-passphrase');
  await writeFile(file, AUTHORITY_PASSPHRASE, { mode: 0o600 });
  const about = ['--unit', DESK, '--role', 'author', '--role', 'reader', '--folder', authority.path];
  const args = ['officer', 'enrol', code, ...about, '--authority-passphrase-file', file, '--json'];
  const { exit, err, json } = await devices.as(exchange.agency('th-police').registrar, args);
  expect([exit, err]).toEqual([0, '']);
  return /^(?:[a-z2-7]{4} ){7}[a-z2-7]{4}/.exec(String(json[0]?.next))?.[0] ?? '';
}

inBrowser('the registrar’s command certifies what a browser asks for, and nothing but its code ends it', async () => {
  const { page, context } = await browser.device();
  context.setDefaultTimeout(20_000);
  const origin = exchange.served.get('th-police')?.origin ?? '';
  await page.goto(origin);
  const forgotten = await context.newPage();
  await forgotten.goto(origin);
  await forgotten.getByLabel('Choose a passphrase').fill('another passphrase');
  await page.getByLabel('Choose a passphrase').fill(PASSPHRASE);
  await page.getByRole('button', { name: 'Make my key' }).click();
  // A passphrase that was mistyped is no dead end.
  const before = await page.getByLabel('Enrolment code').textContent();
  await page.getByText('Begin anew').click();
  await page.getByRole('button', { name: 'Take this key away' }).click();
  await page.getByLabel('Choose a passphrase').fill(PASSPHRASE);
  await page.getByRole('button', { name: 'Make my key' }).click();
  expect(await page.getByLabel('Enrolment code').textContent()).not.toBe(before);
  const code = await enrolled((await page.getByLabel('Enrolment code').textContent()) ?? '');
  const finish = async (said: string): Promise<void> => {
    await page.getByLabel('Code that the registrar reads to you').fill(said);
    await page.getByLabel('Passphrase').fill(PASSPHRASE);
    await page.getByRole('button', { name: 'Finish' }).click();
  };
  await finish(`${code.startsWith('a') ? 'b' : 'a'}${code.slice(1)}`);
  await page.getByRole('alert').getByText('CODE_DIFFERS').waitFor();
  await finish(code);
  await page.getByRole('heading', { name: 'Inbox' }).waitFor();
  // A tab from before makes no other key in the place of this one.
  await forgotten.getByRole('button', { name: 'Make my key' }).click();
  await forgotten.getByRole('heading', { name: 'Locked' }).waitFor();
  await forgotten.getByLabel('Passphrase').fill(PASSPHRASE);
  await forgotten.getByRole('button', { name: 'Unlock' }).click();
  await forgotten.getByRole('heading', { name: 'Inbox' }).waitFor();
});

inBrowser(
  'who changed what the device keeps while it was locked gets nothing by it, and the officer hears of it',
  async () => {
    const { page } = await enrolledDevice(browser, exchange, 'kh-immigration');
    await page.getByRole('button', { name: 'Lock', exact: true }).click();
    await page.evaluate(async () => {
      const opening = indexedDB.open('tocsin');
      await new Promise((resolve) => opening.addEventListener('success', resolve));
      const shelf = opening.result.transaction('kept', 'readwrite').objectStore('kept');
      const reading = shelf.get('identity');
      await new Promise((resolve) => reading.addEventListener('success', resolve));
      const identity = reading.result as { roots: Map<string, Uint8Array> };
      // A root of one's own in the place of another agency's.
      identity.roots.set('la-fiu', identity.roots.get('th-police') ?? new Uint8Array());
      const putting = shelf.put(identity, 'identity');
      await new Promise((resolve) => putting.addEventListener('success', resolve));
      opening.result.close();
    });
    await page.getByLabel('Passphrase').fill(PASSPHRASE);
    await page.getByRole('button', { name: 'Unlock' }).click();
    await page.getByRole('alert').getByText('[DEVICE_CHANGED]').waitFor();
    await page.getByRole('heading', { name: 'Locked' }).waitFor();
  },
);

import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AuthorityFolder } from '@tocsin/crypto-config';
import { expect } from 'vitest';
import { DESK } from '../support/agency.ts';
import { embeddedHost } from '../support/host.ts';
import type { ServedExchange } from '../support/served.ts';
import { devicesOf } from '../support/tocsin.ts';
import type { ConsoleBrowser } from './console.ts';
import { PASSPHRASE } from './officer.ts';
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
  const { page } = await browser.device();
  page.setDefaultTimeout(20_000);
  await page.goto(exchange.served.get('th-police')?.origin ?? '');
  await page.getByLabel('Choose a passphrase').fill(PASSPHRASE);
  await page.getByRole('button', { name: 'Make my key' }).click();
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
});

import { derToPem } from '@tocsin/crypto-config';
import { codeOfRoots } from '@tocsin/device';
import { digest } from '@tocsin/envelope';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import type { Officer } from '../support/officer.ts';
import { hasOpenssl, openssl } from '../support/openssl.ts';
import type { ServedExchange } from '../support/served.ts';
import type { ConsoleBrowser, Device } from './console.ts';
import { PASSPHRASE } from './officer.ts';
import { inBrowser, servedConsole } from './served-console.ts';

const PASSWORD = 'ពាក្យសម្ងាត់ of a file';
let exchange: ServedExchange;
let browser: ConsoleBrowser;
let device: Device;
servedConsole(async (served) => {
  ({ exchange, browser } = served);
  device = await browser.device();
  device.page.setDefaultTimeout(20_000);
  await device.page.goto(exchange.served.get('th-police')?.origin ?? '');
  await device.page.getByRole('button', { name: 'My key is in a file' }).click();
});

/** An officer's key file. */
async function keyFile({ keys, certificate }: Officer, options: readonly string[] = []): Promise<Buffer> {
  const pkcs8 = new Uint8Array(await crypto.subtle.exportKey('pkcs8', keys.privateKey));
  const files = { 'key.pem': derToPem(pkcs8, 'PRIVATE KEY'), 'cert.pem': derToPem(certificate, 'CERTIFICATE') };
  const parts = ['-inkey', 'key.pem', '-in', 'cert.pem', ...options];
  return openssl(['pkcs12', '-export', ...parts, '-passout', `pass:${PASSWORD}`], files);
}

async function take(page: Page, buffer: Buffer, password = PASSWORD): Promise<void> {
  await page.getByLabel('Key file').setInputFiles({ name: 'officer.p12', mimeType: 'application/x-pkcs12', buffer });
  await page.getByLabel('Password of the file').fill(password);
  await page.getByLabel('Choose a passphrase').fill(PASSPHRASE);
  await page.getByRole('button', { name: 'Take the key over' }).click();
}

/** What the page answers to a file that it does not take. */
async function refused(buffer: Buffer, password?: string): Promise<string> {
  const { page } = device;
  await take(page, buffer, password);
  await page.getByRole('button', { name: 'Take the key over', disabled: false }).waitFor();
  return (await page.getByRole('alert').textContent()) ?? '';
}

const withOpenssl = (name: string, run: () => Promise<void>): unknown =>
  hasOpenssl ? inBrowser(name, run) : test.skip(`${name} (needs OpenSSL 3)`);

withOpenssl(
  'a file that does not hold this agency’s officer is refused with what is wrong, and nothing is kept',
  async () => {
    const { officer } = exchange.agency('th-police');
    const own = await keyFile(officer);
    expect(await refused(own, 'another password')).toContain('[WRONG_PASSPHRASE]');
    expect(await refused(own.subarray(0, own.length - 9))).toContain('[BAD_PKCS12]');
    expect(await refused(Buffer.from('not a key file'))).toContain('[BAD_PKCS12]');
    const { officer: foreign } = exchange.agency('kh-immigration');
    expect(await refused(await keyFile(foreign))).toMatch(/another agency.*\[WRONG_AGENCY\]/);
    expect(await refused(otherCurve())).toMatch(/P-256.*\[UNSUPPORTED_KEY\]/);
    expect(await refused(selfSigned())).toMatch(/another person.*\[BAD_OFFICER_CERTIFICATE\]/);
    expect(await kept(device.page)).toEqual([]);
  },
);

const made = (...kind: readonly string[]): Buffer => {
  const both = openssl(
    ['req', '-x509', '-newkey', ...kind, '-keyout', '-', '-nodes', '-subj', '/CN=somebody else'],
    {},
  );
  return openssl(['pkcs12', '-export', '-in', 'both.pem', '-passout', `pass:${PASSWORD}`], { 'both.pem': both });
};
const otherCurve = (): Buffer => made('ec', '-pkeyopt', 'ec_paramgen_curve:P-384');
const selfSigned = (): Buffer => made('ec', '-pkeyopt', 'ec_paramgen_curve:P-256');

/** Names of everything in the page's database. */
const kept = (page: Page): Promise<string[]> =>
  page.evaluate(async () => {
    const opening = indexedDB.open('tocsin');
    await new Promise((resolve) => opening.addEventListener('success', resolve));
    const keys = opening.result.transaction('kept').objectStore('kept').getAllKeys();
    await new Promise((resolve) => keys.addEventListener('success', resolve));
    opening.result.close();
    return keys.result.map(String);
  });

withOpenssl('a registered officer’s key is taken over, confirmed by the code of the roots, and works', async () => {
  const { page, complaints, sent } = device;
  const { officer } = exchange.agency('th-police');
  await take(page, await keyFile(officer, ['-legacy']));
  await page.getByRole('heading', { name: 'Your key is taken over' }).waitFor();
  const code = codeOfRoots(Object.fromEntries(exchange.agencies.map((each) => [each.code, digest(each.root)])));
  await page.getByLabel('Code that the registrar reads to you').fill(code);
  await page.getByLabel('Passphrase').fill(PASSPHRASE);
  await page.getByRole('button', { name: 'Finish' }).click();
  await page.getByRole('heading', { name: 'Inbox' }).waitFor();
  await page.getByRole('link', { name: 'Settings' }).click();
  await page.getByText(officer.handle).waitFor();
  // What the registrar reads to the next one.
  await page.getByText(code).waitFor();
  expect(sent.join('')).not.toContain('PRIVATE');
  expect(await page.content()).not.toContain(PASSWORD);
  expect(complaints.filter((each) => !each.includes('403'))).toEqual([]);
});

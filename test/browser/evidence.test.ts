import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { formatEvidence, parseEvidence } from '@tocsin/audit';
import { derToPem } from '@tocsin/crypto-config';
import { fromBase64url } from '@tocsin/envelope';
import { expect } from 'vitest';
import { bundleOf, listOf } from '../support/audit/bundle.ts';
import { Scene } from '../support/audit/scene.ts';
import type { Device } from './console.ts';
import { enrolledDevice } from './officer.ts';
import { inBrowser, servedConsole } from './served-console.ts';

const vector = (name: string): Promise<string> =>
  readFile(fileURLToPath(new URL(`../vectors/evidence/${name}`, import.meta.url)), 'utf8');

let device: Device;
let bundle: string;
let roots: { name: string; mimeType: string; buffer: Buffer }[];
servedConsole(async ({ exchange, browser }) => {
  bundle = await vector('base.evidence');
  const listed = JSON.parse(await vector('roots.json')) as Record<string, string>;
  roots = Object.entries(listed).map(([agency, der]) => fileOf(`${agency}.pem`, fromBase64url(der), 'CERTIFICATE'));
  device = await enrolledDevice(browser, exchange, 'th-police', { roles: ['auditor'] });
});

const fileOf = (name: string, der: Uint8Array, label: Parameters<typeof derToPem>[1]) => ({
  name,
  mimeType: 'application/x-pem-file',
  buffer: Buffer.from(derToPem(der, label)),
});

/** Hands a bundle over with these roots, on a fresh view; the answer is the heading of what comes back. */
async function verified(text: string, given = roots): Promise<string> {
  const { page } = device;
  await page.getByRole('link', { name: 'Who opened what' }).click();
  await page.getByRole('link', { name: 'Verify an evidence bundle' }).click();
  const file = { name: 'case.evidence', mimeType: 'text/plain', buffer: Buffer.from(text) };
  await page.getByLabel('Evidence bundle').setInputFiles(file);
  await page.getByLabel('Roots from elsewhere').setInputFiles(given);
  await page.getByRole('button', { name: 'Verify', exact: true }).click();
  return (await page.getByRole('heading', { name: /erified/ }).textContent()) ?? '';
}
const refusal = async (): Promise<string> => (await device.page.locator('.answer .code').first().textContent()) ?? '';

inBrowser('a bundle is verified on the device with roots from elsewhere, and nothing is sent', async () => {
  const { page, sent, complaints } = device;
  const bodies = (): string[] => sent.filter((body) => body !== '');
  const before = bodies().length;
  expect(await verified(bundle)).toMatch(/^Verified/);
  await page.getByText(/^Vouched for by/).waitFor();
  await page.getByRole('cell', { name: 'post record.post/1' }).waitFor();
  expect(await page.getByRole('table').getByRole('row').count()).toBeGreaterThan(2);
  expect(bodies().length).toBe(before);
  expect(complaints).toEqual([]);
});

inBrowser('without revocation lists the verdict says so beside the certificates; with theirs it does not', async () => {
  const { page } = device;
  expect(await verified(bundle)).toMatch(/^Verified/);
  await page.getByText('not checked against revocation lists of Fictitious kh-immigration').waitFor();
  const scene = await Scene.open('2026-11-23T03:30:00.000Z');
  try {
    const record = await scene.posts(['kh-immigration', 'la-fiu']);
    const note = await scene.cosigned();
    const own = formatEvidence(await bundleOf(await scene.blocks(), record, note));
    const agencies = scene.exchange.agencies.map(({ code, root }) => fileOf(`${code}.pem`, root, 'CERTIFICATE'));
    const lists = scene.exchange.agencies.map(async ({ code }) =>
      fileOf(`${code}.crl.pem`, await listOf(scene, code), 'X509 CRL'),
    );
    expect(await verified(own, [...agencies, ...(await Promise.all(lists))])).toMatch(/^Verified/);
    expect(await page.getByText('not checked against').count()).toBe(0);
    // One that bears the issuer's name and not its signature is somebody's invention.
    const [, , forged] = await Promise.all(lists);
    expect(await verified(bundle, [...roots, ...(forged === undefined ? [] : [forged])])).toMatch(/^Not verified/);
    expect(await refusal()).toContain('[certificate]');
  } finally {
    await scene.close();
  }
});

inBrowser(
  'a changed byte, and an enemy who writes a new digest over it, are each refused by the layer that found them',
  async () => {
    const middle = Math.floor(bundle.length / 2);
    const changed = `${bundle.slice(0, middle)}${bundle[middle] === 'A' ? 'B' : 'A'}${bundle.slice(middle + 1)}`;
    expect(await verified(changed)).toMatch(/^Not verified/);
    expect(await refusal()).toContain('[form]');
    const evidence = structuredClone(parseEvidence(bundle));
    const [first] = evidence.transactions;
    if (first === undefined) throw new Error('the bundle holds a transaction');
    first.entry.envelope = '0'.repeat(64);
    expect(await verified(formatEvidence(evidence))).toMatch(/^Not verified/);
    expect(await refusal()).toContain('[envelope]');
  },
);

inBrowser(
  'roots decide: without its agency’s a certificate is believed by nobody, and no root is told as none',
  async () => {
    const { page } = device;
    expect(await verified(bundle, [])).toMatch(/^Not verified/);
    expect(await refusal()).toContain('[certificate]');
    expect(await verified(bundle, roots.slice(1))).toMatch(/^Not verified/);
    expect(await refusal()).toBe('[certificate] no-root');
    await page.getByText(/^You trust no root of Fictitious /).waitFor();
    await page.locator('select.language').selectOption('km');
    await page.getByText(/^អ្នកមិនទុកចិត្តឫសរបស់ Fictitious /).waitFor();
    await page.locator('select.language').selectOption('en');
    await page.getByText(/^You trust no root of Fictitious /).waitFor();
    const [root] = roots;
    if (root === undefined) throw new Error('the vector has roots');
    await page.getByLabel('Roots from elsewhere').setInputFiles([{ ...root, buffer: Buffer.from('no root') }]);
    await page.getByRole('button', { name: 'Verify', exact: true }).click();
    await page.getByRole('alert').getByText('[NO_ROOT]').waitFor();
    const list = { ...root, name: 'th-police.crl.pem', buffer: Buffer.from('no list') };
    await page.getByLabel('Roots from elsewhere').setInputFiles([...roots, list]);
    await page.getByRole('button', { name: 'Verify', exact: true }).click();
    await page.getByRole('alert').getByText('or revocation lists').waitFor();
  },
);

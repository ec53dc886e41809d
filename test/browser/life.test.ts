import { toBase64, utf8 } from '@tocsin/envelope';
import type { Page } from 'playwright-core';
import { afterAll, expect } from 'vitest';
import type { ServedExchange } from '../support/served.ts';
import { openRecord, writeAlert } from './alert-form.ts';
import type { ConsoleBrowser, Device } from './console.ts';
import { Line } from './line.ts';
import { enrolledDevice, PASSPHRASE } from './officer.ts';
import { inBrowser, servedConsole } from './served-console.ts';

const marker = 'นกเงือกกรามช้าง';
const title = `หลอกไปทำงาน ${marker}`;
const person = 'มาลี ตัวอย่าง';
const READERS = 'These will be able to read it, and nobody else';
let exchange: ServedExchange;
let browser: ConsoleBrowser;
let thai: Device;
let khmer: Device;
let line: Line;
servedConsole(
  async (served) => {
    ({ exchange, browser } = served);
    line = await Line.to(exchange.served.get('kh-immigration')?.origin ?? '');
    [thai, khmer] = await Promise.all([
      enrolledDevice(browser, exchange, 'th-police'),
      enrolledDevice(browser, exchange, 'kh-immigration', { origin: line.origin }),
    ]);
  },
  { roster: true },
);
afterAll(() => line?.cut());

/** Asks for a preview, and changes the alert before it is there: what is shown then was not asked for. */
async function changedMeanwhile(page: Page): Promise<void> {
  const held = Promise.withResolvers<void>();
  await page.context().route('**/v1/agreements', async (route) => {
    await held.promise;
    await route.continue();
  });
  const asked = page.context().waitForEvent('request', (request) => request.url().endsWith('/v1/agreements'));
  await page.getByRole('button', { name: 'Show who will read it' }).click();
  await asked;
  await page.getByLabel('title', { exact: true }).fill('something else');
  held.resolve();
  await page.getByRole('button', { name: 'Show who will read it' }).waitFor();
  expect(await page.getByRole('region', { name: READERS }).count()).toBe(0);
  await page.getByLabel('title', { exact: true }).fill(title);
  await page.context().unroute('**/v1/agreements');
}

inBrowser('an alert is written from a pasted text, shown with its readers, and posted', async () => {
  const { page, complaints } = thai;
  await page.getByRole('link', { name: 'New post' }).click();
  await writeAlert(page, { title, to: 'Fictitious kh-immigration' });
  await page.getByLabel('Paste a text').fill(`นางสาว${person} โทร +1 555 0100 200`);
  await page.getByRole('button', { name: `+ ${person}` }).click();
  await page.getByRole('button', { name: '+ +15550100200' }).click();
  await page.getByRole('combobox', { name: 'role', exact: true }).selectOption('victim');
  const preview = page.getByRole('region', { name: READERS });
  await changedMeanwhile(page);
  await page.getByRole('button', { name: 'Show who will read it' }).click();
  await preview.waitFor();
  const readers = await preview.getByRole('listitem').allTextContents();
  expect(readers.map((each) => each.split(' ', 2)[1])).toEqual([
    ...['kh-immigration', 'th-police'],
    ...['th-police', 'kh-immigration', 'la-fiu'],
  ]);
  await page.getByRole('button', { name: 'Seal and post' }).click();
  await page.getByRole('heading', { name: /alert/ }).waitFor();
  expect(complaints).toEqual([]);
});

inBrowser('it appears by itself in the other agency, is opened by purpose, and acknowledged', async () => {
  const { page, complaints } = khmer;
  const list = page.getByRole('listbox', { name: 'Records' });
  await list.getByRole('option').first().waitFor();
  await list.press('Enter');
  await page.getByRole('heading', { name: /alert/ }).waitFor();
  await page.getByLabel('Why (case, report or order)').fill('report 12 of the border post');
  await page.getByRole('button', { name: 'Record and open' }).click();
  await page.getByText(title).waitFor();
  await page.getByText(person, { exact: true }).waitFor();
  // As it was proved here, whatever the frame around it says.
  await page.getByText(/^Signed by: .*th-police · To: .*kh-immigration/).waitFor();
  await page.getByRole('cell', { name: 'opened', exact: true }).waitFor();
  await page.getByRole('button', { name: 'acknowledge' }).click();
  await page.getByRole('button', { name: 'Seal and send' }).waitFor();
  expect(complaints).toEqual([]);
});

inBrowser('the author sees the reading and the acknowledgement without asking again', async () => {
  const { page } = thai;
  await page.getByRole('cell', { name: 'opened', exact: true }).waitFor();
  await page.getByRole('listitem').filter({ hasText: 'follow up' }).waitFor();
});

inBrowser('a locked screen holds nothing of what was read, nor does anything else outside the vault', async () => {
  const { page, asked, sent, complaints } = khmer;
  await page.getByText(title).waitFor();
  await page.getByRole('button', { name: 'Lock', exact: true }).click();
  await page.getByRole('heading', { name: 'Locked' }).waitFor();
  const storage = await page.evaluate(async () => {
    const opening = indexedDB.open('tocsin');
    const database = await new Promise<IDBDatabase>((resolve) => {
      opening.onsuccess = () => resolve(opening.result);
    });
    const all = database.transaction('kept').objectStore('kept').getAll();
    const values = await new Promise<unknown[]>((resolve) => {
      all.onsuccess = () => resolve(all.result);
    });
    database.close();
    const texts = values.map((value) =>
      JSON.stringify(value, (_, each) =>
        each instanceof ArrayBuffer || ArrayBuffer.isView(each) ? new TextDecoder().decode(each as ArrayBuffer) : each,
      ),
    );
    return [JSON.stringify({ ...localStorage }), JSON.stringify({ ...sessionStorage }), ...texts].join('\n');
  });
  const places = [await page.content(), page.url(), storage, ...asked, ...sent, ...complaints].join('\n');
  // What is compared with must be able to find: the record's address stands in the page's.
  expect(places).toContain('#/record/');
  for (const word of [marker, person, 'report 12', encodeURIComponent(marker), toBase64(utf8(marker)).slice(0, 16)])
    expect(places.includes(word), word).toBe(false);
});

inBrowser('a wrong passphrase unlocks nothing; the right one leads back, with nothing opened', async () => {
  const { page } = khmer;
  await page.getByLabel('Passphrase').fill('not the passphrase');
  await page.getByRole('button', { name: 'Unlock' }).click();
  await page.getByRole('alert').waitFor();
  await page.getByLabel('Passphrase').fill(PASSPHRASE);
  await page.getByRole('button', { name: 'Unlock' }).click();
  await page.getByRole('heading', { name: /alert/ }).waitFor();
  expect(await page.content()).not.toContain(marker);
});

inBrowser('without a line the screen says so, and an acknowledgement waits until it is back', async () => {
  const { page } = khmer;
  const { id } = await exchange.post();
  await page.getByRole('link', { name: 'Inbox' }).click();
  const list = page.getByRole('listbox', { name: 'Records' });
  await list.getByRole('option').first().waitFor();
  await list.press('Enter');
  await page.getByRole('button', { name: 'acknowledge' }).waitFor();
  line.cut();
  await page.getByText('The gateway does not answer').waitFor();
  await page.getByRole('button', { name: 'acknowledge' }).click();
  await page.getByText('Your acknowledgement waits').waitFor();
  expect((await exchange.desk('kh-immigration').record(id)).head.progress['kh-immigration']?.state).toBe('awaiting');
  await line.mend();
  await page.getByRole('button', { name: 'Seal and send' }).waitFor();
  expect((await exchange.desk('kh-immigration').record(id)).head.progress['kh-immigration']?.state).toBe(
    'acknowledged',
  );
});

inBrowser('whoever comes back to the inbox goes on where they left it', async () => {
  const { page } = khmer;
  const list = page.getByRole('listbox', { name: 'Records' });
  await page.getByRole('link', { name: 'Inbox' }).click();
  await page.getByRole('link', { name: 'All received' }).click();
  await list.getByRole('option').nth(1).waitFor();
  await list.press('ArrowDown');
  await list.press('Enter');
  await page.getByRole('heading', { name: /alert/ }).waitFor();
  await page.goBack();
  await page.locator('[role=option][aria-selected=true][aria-posinset="2"]').waitFor();
  expect(await list.evaluate((element) => element === document.activeElement)).toBe(true);
});

inBrowser('a key that the registrar revoked shows nothing more, and what it had opened leaves the screen', async () => {
  const { page } = khmer;
  await page.getByRole('link', { name: 'Settings' }).click();
  const handle = await page.locator('dd.code').first().textContent();
  await page.getByRole('link', { name: 'Inbox' }).click();
  await page.getByRole('link', { name: 'All received' }).click();
  await page.getByRole('listbox', { name: 'Records' }).getByRole('option').last().click();
  await openRecord(page, title);
  const { registrar } = exchange.agency('kh-immigration');
  const revocation = await registrar.sign('officer.revoke/1', { officer: handle ?? '', reason: 'key-lost' });
  await exchange.served.get('kh-immigration')?.client(registrar).submit(revocation.jws);
  // Nobody has pressed anything.
  await page.getByRole('heading', { name: 'Locked' }).waitFor();
  await page.getByText('This key was revoked').waitFor();
  expect(await page.content()).not.toContain(marker);
  await page.getByLabel('Passphrase').fill(PASSPHRASE);
  await page.getByRole('button', { name: 'Unlock' }).click();
  await page.getByText('This key was revoked').waitFor();
  expect(await page.getByRole('option', { name: /Fictitious/ }).count()).toBe(0);
});

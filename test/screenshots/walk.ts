import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { assess } from '../browser/alert-form.ts';
import type { Device } from '../browser/console.ts';
import { root } from '../house/room-copy.ts';
import type { ServedDemo } from '../support/demo.ts';
import type { Album } from './album.ts';
import { done, inEnglishAfter, shown } from './shown.ts';
import { enrolled } from './visitor.ts';

/** So many records that not all of their counts are withheld. */
const COUNTED = 12;

/** An officer of the border: enrols, finds what waits, opens it, checks a broker, and writes an alert. */
export async function asOfficer(demo: ServedDemo, { page }: Pick<Device, 'page'>, album: Album): Promise<void> {
  page.setDefaultTimeout(60_000);
  await arrive(demo);
  const officer = { agency: 'kh-immigration', unit: 'border-checks', roles: ['author', 'reader'] };
  await enrolled(demo, { page }, officer, () => inEnglishAfter(page, () => album.take(page, 'enrol')));
  await guide(demo, page, album);
  await inbox(page, album);
  await record(page, album);
  await check(page, album);
  await bus(page, album);
  await listings(page, album);
  await compose(page, album);
}

/** Somebody with no key that opens anything, who sees who opened what. */
export async function asAuditor(demo: ServedDemo, { page }: Pick<Device, 'page'>, album: Album): Promise<void> {
  page.setDefaultTimeout(60_000);
  await enrolled(demo, { page }, { agency: 'th-police', unit: 'oversight', roles: ['auditor'] });
  await page.getByRole('link', { name: 'Who opened what' }).click();
  await page.getByRole('table').getByRole('row').nth(3).waitFor();
  await shown(page, album, 'audit');
  await evidence(demo, page, album);
}

/** What waits for the officer: alerts, and a listing that a second agency stands for. */
async function arrive(demo: ServedDemo): Promise<void> {
  for (let n = 0; n < COUNTED; n += 1)
    await done(demo, 'alert post examples/alerts/03-fishing-boat.json --as th-police-officer');
  const examples = [
    'alert post examples/alerts/02-marriage-broker.json',
    'alert post examples/alerts/03-fishing-boat.json',
  ];
  for (const example of examples) await done(demo, `${example} --as th-police-officer`);
  const listing = await done(demo, 'listing propose examples/listings/01-lent-licence.json --as th-police-officer');
  await done(demo, `listing confirm ${listing} --as kh-immigration-officer`);
}

/** The address that the demo prints begins it; behind the pictures it is closed. */
async function guide(demo: ServedDemo, page: Page, album: Album): Promise<void> {
  await page.goto(`${demo.origin('kh-immigration')}/#/guide`);
  const told = page.getByRole('complementary', { name: 'Guide' });
  await told.getByText('Step 1 of 3').waitFor();
  await shown(page, album, 'guide');
  await told.getByRole('button', { name: 'Close the guide' }).click();
}

async function inbox(page: Page, album: Album): Promise<void> {
  await page.getByRole('listbox', { name: 'Records' }).getByRole('option').first().waitFor();
  await shown(page, album, 'inbox');
}

async function record(page: Page, album: Album): Promise<void> {
  await page.getByRole('option', { name: /alert/i }).filter({ hasText: 'Priority' }).first().click();
  await page.getByLabel('Why (case, report or order)').fill('report 12 of the border post');
  await page.getByRole('button', { name: 'Record and open' }).click();
  await page.getByRole('cell', { name: 'opened', exact: true }).waitFor();
  await shown(page, album, 'record');
}

async function check(page: Page, album: Album): Promise<void> {
  await page.getByRole('link', { name: 'Check', exact: true }).click();
  await page.getByRole('textbox', { name: 'What is on the paper' }).fill('XX0000000\nTH\nสมมติ ตัวอย่าง\n2524');
  await page.getByRole('button', { name: 'Check now' }).click();
  await page.getByRole('heading', { name: 'Listed', exact: true }).waitFor();
  await shown(page, album, 'check');
}

/** A bus full of passengers. */
async function bus(page: Page, album: Album): Promise<void> {
  await page.getByLabel(/CSV file/).setInputFiles(join(root, 'examples', 'passengers.csv'));
  await page.getByRole('region', { name: 'Answers' }).getByRole('row').nth(2).waitFor();
  await shown(page, album, 'check-file');
}

async function listings(page: Page, album: Album): Promise<void> {
  await page.getByRole('link', { name: 'Listings and licences' }).click();
  await page.getByRole('link', { name: 'listed', exact: true }).click();
  await page.getByRole('article').first().waitFor();
  await shown(page, album, 'listings');
}

/** The bundle that the command writes, verified in the browser. */
async function evidence(demo: ServedDemo, page: Page, album: Album): Promise<void> {
  const record = await done(demo, 'alert post examples/alerts/02-marriage-broker.json --as th-police-officer');
  await done(demo, `audit export case.evidence --record ${record} --as th-police-auditor`);
  await page.getByRole('link', { name: 'Verify an evidence bundle' }).click();
  await page.getByLabel('Evidence bundle').setInputFiles(join(demo.folder, 'case.evidence'));
  await page.getByRole('button', { name: 'Verify', exact: true }).click();
  await page.getByRole('heading', { name: /^Verified/ }).waitFor();
  await shown(page, album, 'evidence');
}

async function compose(page: Page, album: Album): Promise<void> {
  await page.getByRole('link', { name: 'New post' }).click();
  await page.getByLabel(/^Royal Thai Police/).check();
  await page.getByLabel('investigation of trafficking in persons').check();
  await page.getByLabel('title', { exact: true }).fill('ក្មេងស្រីម្នាក់ត្រូវបានសន្យាការងារនៅបរទេស');
  await page.getByLabel('summary', { exact: true }).fill('មនុស្សប្រឌិតម្នាក់បានឆ្លើយតបការផ្សាយពាណិជ្ជកម្មប្រឌិត។');
  await assess(page);
  await page.getByRole('button', { name: 'Show who will read it' }).click();
  await page.getByRole('region', { name: 'These will be able to read it, and nobody else' }).waitFor();
  await shown(page, album, 'compose');
}

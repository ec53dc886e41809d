import type { Page } from 'playwright-core';
import type { Device } from '../browser/console.ts';
import type { ServedDemo } from '../support/demo.ts';
import type { Album } from './album.ts';
import { done, shown } from './shown.ts';
import { enrolled } from './visitor.ts';

/** The exchange itself: who takes part, under which law, whether it stands as it should, and what is late. */
export async function asRegistrar(demo: ServedDemo, { page }: Pick<Device, 'page'>, album: Album): Promise<void> {
  page.setDefaultTimeout(60_000);
  await done(demo, 'agreement propose examples/agreements/labour-inspection-2026.json --as th-police-registrar');
  await enrolled(demo, { page }, { agency: 'kh-immigration', unit: 'registry', roles: ['registrar', 'signatory'] });
  await page.getByRole('link', { name: 'The exchange' }).click();
  await part(page, 'Directory', page.getByRole('article').nth(2));
  await shown(page, album, 'directory');
  await part(page, 'Agreements', page.getByRole('article').first());
  await shown(page, album, 'agreements');
  await page.getByRole('button', { name: 'Read what your agency would sign' }).click();
  await page.getByRole('region', { name: /^This is what your agency signs/ }).waitFor();
  await shown(page, album, 'agreement-sign');
  await part(page, 'Network', page.getByRole('heading', { name: 'Who vouches for the ledger' }));
  await shown(page, album, 'network');
  await part(page, 'What is wrong', page.getByRole('button', { name: 'Look again' }));
  await shown(page, album, 'doctor');
  await page.getByRole('link', { name: 'Overdue and figures' }).click();
  await page
    .getByRole('status')
    .filter({ hasText: /late|Late/ })
    .waitFor();
  await shown(page, album, 'overdue');
  await part(page, 'Statistics', page.getByRole('link', { name: 'Count the half-year that runs, too' }));
  await page.getByRole('link', { name: 'Count the half-year that runs, too' }).click();
  await page.getByRole('table').first().waitFor();
  await shown(page, album, 'statistics');
  await page.getByRole('link', { name: 'Settings and key' }).click();
  await page.getByText('Handle of your key').waitFor();
  await shown(page, album, 'settings');
}

async function part(page: Page, name: string, shows: ReturnType<Page['locator']>): Promise<void> {
  await page.getByRole('link', { name, exact: true }).click();
  await shows.waitFor();
}

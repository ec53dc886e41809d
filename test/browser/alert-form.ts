import type { Page } from 'playwright-core';

interface WrittenAlert {
  readonly title: string;
  /** Name of the agency in the form. */
  readonly to: string;
}

/** How sure it is, what it is about, how many, and what is asked: what every alert says in the open form. */
export async function assess(page: Page): Promise<void> {
  await page.getByRole('combobox', { name: 'source', exact: true }).selectOption('B');
  await page.getByRole('combobox', { name: 'information', exact: true }).selectOption('3');
  await page.getByLabel('Online scam compound', { exact: true }).check();
  await page.getByLabel('at least', { exact: true }).fill('1');
  await page.getByLabel('locate', { exact: true }).check();
}

/** Writes an alert in the open form. */
export async function writeAlert(page: Page, { title, to }: WrittenAlert): Promise<void> {
  await page.getByLabel(to).check();
  await page.getByLabel('investigation of trafficking in persons').check();
  await page.getByLabel('title', { exact: true }).fill(title);
  await page.getByLabel('language', { exact: true }).fill('th');
  await page.getByLabel('summary', { exact: true }).fill('ถูกกักไว้ในอาคารที่ปอยเปต');
  await assess(page);
}

/** Writes an alert in the open form, looks at who will read it, and posts it. */
export async function postAlert(page: Page, alert: WrittenAlert): Promise<void> {
  await writeAlert(page, alert);
  await page.getByRole('button', { name: 'Show who will read it' }).click();
  await page.getByRole('region', { name: 'These will be able to read it, and nobody else' }).waitFor();
  await page.getByRole('button', { name: 'Seal and post' }).click();
  await page.getByRole('heading', { name: /alert/ }).waitFor();
}

/** Opens the record on the page for its one purpose and a reason. */
export async function openRecord(page: Page, title: string): Promise<void> {
  await page.getByLabel('Why (case, report or order)').fill('report 12 of the border post');
  await page.getByRole('button', { name: 'Record and open' }).click();
  await page.getByText(title).waitFor();
}

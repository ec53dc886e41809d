import { digest } from '@tocsin/envelope/verify';
import { expect } from 'vitest';
import { seenByAll } from '../support/seen.ts';
import type { ServedExchange } from '../support/served.ts';
import { violations, widerBy } from './axe.ts';
import type { ConsoleBrowser, Device } from './console.ts';
import { enrolledDevice } from './officer.ts';
import { inBrowser, servedConsole } from './served-console.ts';
import { holdsInEveryLanguage } from './spoken.ts';

let exchange: ServedExchange;
let browser: ConsoleBrowser;
let device: Device;
servedConsole(
  async (served) => {
    ({ exchange, browser } = served);
    await focalPoint('la-fiu', 'trafficking', -1);
    await focalPoint('kh-immigration', 'hotline', 200);
    await deskWithoutKey('th-police', 'night-desk');
    device = await enrolledDevice(browser, exchange, 'th-police');
    await device.page.getByRole('link', { name: 'The exchange' }).click();
  },
  { roster: true },
);

/** A focal point that runs out so many days from now. */
async function focalPoint(agency: string, post: string, days: number): Promise<void> {
  const { officer, registrar, ledger } = exchange.agency(agency);
  const until = new Date(Date.now() + days * 86_400_000).toISOString();
  const duties = [{ step: 'acknowledge', duty: 'responsible' as const }];
  const body = { post, unit: 'duty-desk', holder: officer.handle, duties, languages: ['lo', 'en'], closed: false };
  const statement = await registrar.sign('focal-point.set/1', { ...body, timeZone: 'Asia/Vientiane', until });
  await seenByAll(exchange.agencies, await ledger.submit(statement.jws, null));
}

async function deskWithoutKey(agency: string, unit: string): Promise<void> {
  const { registrar, ledger } = exchange.agency(agency);
  const names = { en: 'Night desk', th: 'เวรกลางคืน', my: 'ညတာဝန်ခန်း' };
  const statement = await registrar.sign('unit.set/1', { unit, level: 'post', names, desk: true, closed: false });
  await seenByAll(exchange.agencies, await ledger.submit(statement.jws, null));
}

const member = (code: string) => device.page.getByRole('article', { name: `Fictitious ${code}` });

inBrowser('the directory says first what is wrong with whom, and who mends it', async () => {
  const { page, complaints } = device;
  await page.getByRole('status').getByText('Does not work now: 2').waitFor();
  await member('la-fiu').getByText('The focal point trafficking of Fictitious la-fiu ended yesterday').waitFor();
  await member('la-fiu').getByText('Only Fictitious la-fiu can mend this: tell them.').waitFor();
  await member('th-police').getByText('Nobody can write to night-desk of Fictitious th-police').waitFor();
  await member('th-police').getByText('tocsin key publish --unit night-desk').waitFor();
  const last = page.getByRole('article').last();
  expect(await last.getAttribute('aria-label')).toBe('Fictitious kh-immigration');
  expect(await last.getByRole('listitem').count()).toBe(0);
  await last.getByRole('row', { name: /^Duty desk.*receives records no\. 1, began .* in \d+ days/ }).waitFor();
  await last
    .getByRole('row', { name: /^hotline · duty-desk acknowledge: does it ລາວ, English · Asia.Vientiane/ })
    .waitFor();
  expect(complaints).toEqual([]);
});

inBrowser('a unit is found by any of its names, and what nobody is called finds nobody', async () => {
  const { page } = device;
  const find = page.getByRole('searchbox', { name: 'Find an agency, unit or focal point' });
  await page.locator('select.language').selectOption('th');
  await page.locator('html[lang=th]').waitFor();
  await page.getByRole('searchbox').fill('เวรกลางคืน');
  await page.getByRole('article').nth(1).waitFor({ state: 'detached' });
  expect(await page.getByRole('article').getAttribute('aria-label')).toBe('Fictitious th-police');
  await page.locator('select.language').selectOption('en');
  await find.fill('<b>nobody</b> [');
  await page.getByText('Nothing here is called so.').waitFor();
  await find.fill('');
  await member('la-fiu').waitFor();
});

inBrowser('an address that names no part of the exchange shows the directory', async () => {
  const { page, complaints } = device;
  await page.goto(`${new URL(page.url()).origin}/#/exchange/__proto__`);
  await member('la-fiu').waitFor();
  expect(complaints).toEqual([]);
});

inBrowser('the network state tells of peer, view, checkpoint, who vouches and who are trustees', async () => {
  const { page, complaints } = device;
  await page.getByRole('link', { name: 'Network', exact: true }).click();
  await page.getByRole('heading', { name: 'Who vouches for the ledger' }).waitFor();
  await page.getByText(/^up to block \d+; the last statement came .* · follows the ledger$/).waitFor();
  await page.getByText(/^\d+ blocks$/).waitFor();
  await page.getByText(/^\d+ transactions; 2 agencies must vouch, [23] do$/).waitFor();
  await page.getByRole('row', { name: /^Fictitious th-police .* yes$/ }).waitFor();
  await page.getByText(/^2 of 3 must release for each opening: Fictitious /).waitFor();
  await page.getByText('No contradiction was found.').waitFor();
  expect(complaints).toEqual([]);
});

inBrowser('a contradiction between ledgers is the first thing it says, in every language', async () => {
  const { page, complaints } = device;
  const { mirror } = exchange.served.get('th-police')?.gateway ?? {};
  mirror?.alarms.raise('CHECKPOINT_INCONSISTENT', 'la-fiu', ['one', 'another']);
  await page.getByRole('link', { name: 'Directory' }).click();
  await page.getByRole('link', { name: 'Network', exact: true }).click();
  const first = page.locator('.findings li').first();
  await first.getByText('A contradiction between the ledgers of Fictitious la-fiu and the own one').waitFor();
  await page
    .getByRole('row', { name: /^two ledgers that cannot both be true \[CHECKPOINT_INCONSISTENT\] Fictitious la-fiu/ })
    .waitFor();
  await holdsInEveryLanguage(page, () => first.waitFor());
  expect(complaints).toEqual([]);
});

inBrowser('an agreement tells what may flow from whom to whom, for what, how fast, and what hinders it', async () => {
  const { page, complaints } = device;
  await page.getByRole('link', { name: 'Agreements' }).click();
  await page.getByText('All well').waitFor();
  const agreement = page.getByRole('article', { name: 'test-mou' });
  await agreement.getByText('in force', { exact: true }).waitFor();
  await agreement
    .getByRole('heading', { name: /^alert, listing from Fictitious .* to .*you may send you may receive$/ })
    .waitFor();
  await agreement.getByText('TLP:RED – for the named recipients only').waitFor();
  await agreement.getByText('365 days').waitFor();
  await agreement.getByRole('row', { name: /^flash \d+ h \d+ h$/ }).waitFor();
  await suspend('la-fiu');
  // The view hears of it: nobody asks again.
  await page.getByRole('status').getByText('Does not work now: 2').waitFor();
  await agreement.getByText('Fictitious la-fiu suspended the agreement test-mou').waitFor();
  await agreement.getByText('Only Fictitious la-fiu can mend this: tell them.').waitFor();
  await page.getByText('No agreement with Fictitious th-police is in force').waitFor();
  await holdsInEveryLanguage(page, () => page.locator('.findings .wrong').nth(1).waitFor());
  expect(complaints).toEqual([]);
});

/** An agency of the exchange suspends its agreement. */
async function suspend(agency: string): Promise<void> {
  const { registrar, ledger } = exchange.agency(agency);
  const statement = await registrar.sign('agreement.suspend/1', { agreement: exchange.agreement });
  await seenByAll(exchange.agencies, await ledger.submit(statement.jws, null));
}

inBrowser('the directory in every language, on a phone too, and to WCAG 2.2 AA', async () => {
  const { page, complaints } = device;
  await page.getByRole('link', { name: 'Directory' }).click();
  await holdsInEveryLanguage(page, () => page.getByRole('article').locator('.findings .wrong').first().waitFor());
  expect(complaints).toEqual([]);
});

inBrowser('the doctor tells all of it, what does not work first, and keeps it when the line goes', async () => {
  const { page, context, complaints } = device;
  await page.getByRole('link', { name: 'What is wrong' }).click();
  await page.getByRole('status').getByText('Does not work now: 5').waitFor();
  const found = page.locator('.findings li');
  const classes = await found.evaluateAll((items) => items.map(({ className }) => className));
  expect([classes.lastIndexOf('wrong'), classes.indexOf('soon')]).toEqual([4, 5]);
  const texts = (await found.allInnerTexts()).join('\n');
  for (const said of [
    'A contradiction between',
    'night-desk',
    'trafficking',
    'suspended the agreement',
    'No agreement',
  ])
    expect(texts).toContain(said);
  await holdsInEveryLanguage(page, () => found.nth(4).waitFor());
  await context.setOffline(true);
  await page.getByRole('button', { name: 'Look again' }).click();
  await page.getByRole('alert').waitFor();
  expect(await found.count()).toBe(classes.length);
  await context.setOffline(false);
  await page.getByRole('button', { name: 'Look again' }).click();
  await page.getByRole('alert').waitFor({ state: 'detached' });
  expect(complaints.filter((one) => !one.includes('ERR_INTERNET_DISCONNECTED'))).toEqual([]);
});

/** An agreement that one agency proposes to another, in the words of the one that stands. */
async function propose(name: string, from: string, to: string): Promise<{ readonly jws: string }> {
  const { registrar, ledger } = exchange.agency(from);
  const [standing] = await exchange.desk(from).agreements();
  const clauses = [...(standing?.agreement.clauses ?? [])];
  const until = standing?.agreement.until ?? '';
  const term = { from: new Date().toISOString(), until };
  const statement = await registrar.sign('agreement.propose/1', { name, parties: [from, to].sort(), clauses, ...term });
  await seenByAll(exchange.agencies, await ledger.submit(statement.jws, null));
  return statement;
}

inBrowser(
  'a signatory reads what would be signed and signs it in the page; another officer is told who may',
  async () => {
    const { jws } = await propose('second-mou', 'la-fiu', 'th-police');
    const roles = ['registrar', 'signatory'] as const;
    const { page, complaints } = await enrolledDevice(browser, exchange, 'th-police', { roles });
    await page.getByRole('link', { name: 'The exchange' }).click();
    for (const each of [page, device.page]) await each.getByRole('link', { name: 'Agreements' }).click();
    await device.page.getByText('your key has not this role').waitFor();
    const agreement = page.getByRole('article', { name: 'second-mou' });
    await agreement.getByText('proposed, not signed by all').waitFor();
    await agreement.getByRole('button', { name: 'Read what your agency would sign' }).click();
    const said = agreement.getByRole('region', { name: 'This is what your agency signs, and nothing else' });
    await said.getByText(digest(jws)).waitFor();
    await said.getByText('TLP:RED – for the named recipients only').waitFor();
    await page.setViewportSize({ width: 390, height: 800 });
    expect([await widerBy(page), ...(await violations(page))]).toEqual([0]);
    await said.getByRole('button', { name: 'Sign for Fictitious th-police' }).click();
    await agreement.getByText('in force', { exact: true }).waitFor();
    // The other officer's screen hears of it too.
    await device.page.getByRole('article', { name: 'second-mou' }).getByText('in force', { exact: true }).waitFor();
    expect(await device.page.getByText('your key has not this role').count()).toBe(0);
    expect(complaints).toEqual([]);
  },
);

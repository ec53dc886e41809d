import type { Role } from '@tocsin/record';
import { enrolByCode } from '../support/enrol.ts';
import type { ServedExchange } from '../support/served.ts';
import type { ConsoleBrowser, Device } from './console.ts';

export const PASSPHRASE = 'seven rivers meet at dusk';

interface EnrolOptions {
  readonly roles?: readonly Role[];
  /** Default: the gateway's own. */
  readonly origin?: string;
}

/** A device of an agency whose officer has enrolled it and is at work. */
export async function enrolledDevice(
  browser: ConsoleBrowser,
  exchange: ServedExchange,
  agency: string,
  { roles, origin = exchange.served.get(agency)?.origin ?? '' }: EnrolOptions = {},
): Promise<Device> {
  const device = await browser.device();
  const { page } = device;
  page.setDefaultTimeout(20_000);
  await page.goto(origin);
  await page.getByLabel('Choose a passphrase').fill(PASSPHRASE);
  await page.getByRole('button', { name: 'Make my key' }).click();
  const code = await page.getByLabel('Enrolment code').textContent();
  const answer = await enrolByCode(exchange, agency, code ?? '', roles);
  await page.getByLabel('Code that the registrar reads to you').fill(answer);
  await page.getByLabel('Passphrase').fill(PASSPHRASE);
  await page.getByRole('button', { name: 'Finish' }).click();
  await page.getByRole('heading', { name: 'Inbox' }).waitFor();
  return device;
}

import type { Device } from '../browser/console.ts';
import { PASSPHRASE } from '../browser/officer.ts';
import type { ServedDemo } from '../support/demo.ts';

const PASSPHRASE_FILE = '.tocsin/demo/passphrase';

interface Visitor {
  readonly agency: string;
  readonly unit: string;
  readonly roles: readonly string[];
}

/** Enrols a fresh browser as the demo tells its visitors, with its own command; `waiting` sees the code on the screen. */
export async function enrolled(
  demo: ServedDemo,
  { page }: Pick<Device, 'page'>,
  visitor: Visitor,
  waiting: () => Promise<void> = async () => undefined,
): Promise<void> {
  await page.goto(demo.origin(visitor.agency));
  await page.getByLabel('Choose a passphrase').fill(PASSPHRASE);
  await page.getByRole('button', { name: 'Make my key' }).click();
  const code = (await page.getByLabel('Enrolment code').textContent()) ?? '';
  await waiting();
  await page.getByLabel('Code that the registrar reads to you').fill(await registered(demo, visitor, code));
  await page.getByLabel('Passphrase').fill(PASSPHRASE);
  await page.getByRole('button', { name: 'Finish' }).click();
  await page.getByRole('heading', { name: 'Inbox' }).waitFor();
}

/** What the registrar does who was read the code. @returns what is read back */
async function registered(demo: ServedDemo, { agency, unit, roles }: Visitor, code: string): Promise<string> {
  const authority = ['--folder', `.tocsin/demo/${agency}/authority`, '--authority-passphrase-file', PASSPHRASE_FILE];
  const posts = roles.flatMap((role) => ['--role', role]);
  const registrar = ['--as', `${agency}-registrar`, '--json'];
  const { exit, out, err } = await demo.tocsin([
    ...['officer', 'enrol', code, '--unit', unit],
    ...posts,
    ...authority,
    ...registrar,
  ]);
  if (exit !== 0) throw new Error(`not enrolled: ${out}${err}`);
  const { next } = JSON.parse(out) as { next: string[] };
  return (next[0] ?? '').split('   (', 1)[0] ?? '';
}

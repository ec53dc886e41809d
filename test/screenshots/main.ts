// Pictures of the console, taken of the demo as a visitor has it, in a real Chromium. They are for the eye: look at them
// after a change of the screen. They are written, never committed.
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { parseArgs } from 'node:util';
import { chromiumPath } from '../browser/chromium.ts';
import { openConsoleBrowser } from '../browser/console.ts';
import { root } from '../house/room-copy.ts';
import { serveDemo } from '../support/demo.ts';
import { Album } from './album.ts';
import { asRegistrar } from './exchange.ts';
import { fontsIn } from './fonts.ts';
import { asAuditor, asOfficer } from './walk.ts';

const { values } = parseArgs({
  options: {
    out: { type: 'string', default: join(root, 'docs', 'pictures') },
    help: { type: 'boolean', short: 'h', default: false },
  },
});
if (values.help) {
  console.log(`npm run screenshots [-- --out FOLDER]

  --out      where the pictures go: VIEW.LANGUAGE.png, VIEW.phone.png and VIEW.phone-km.png (default docs/pictures)

Takes about two minutes, needs a Chromium (CHROMIUM_BIN names one), and exits with 1 where a view runs over its window.`);
  process.exit(0);
}

/** @returns what is wrong with the pictures; nothing is what it should be */
async function main(executable: string): Promise<readonly string[]> {
  await mkdir(values.out, { recursive: true });
  const scratch = await mkdtemp(join(tmpdir(), 'tocsin-screenshots-'));
  const demo = await serveDemo();
  const browser = await openConsoleBrowser(executable, await fontsIn(scratch));
  try {
    const album = new Album(values.out);
    await asOfficer(demo, await browser.device(), album);
    await asAuditor(demo, await browser.device(), album);
    await asRegistrar(demo, await browser.device(), album);
    console.log(`${album.count} pictures in ${relative(process.cwd(), values.out) || '.'}`);
    return album.faults;
  } finally {
    await browser.close();
    await demo.close();
    await rm(scratch, { recursive: true, force: true });
  }
}

const executable = chromiumPath();
const faults =
  executable === undefined
    ? ['no Chromium on this machine: install it, or name one in CHROMIUM_BIN']
    : await main(executable);
for (const fault of faults) console.error(`error: ${fault}`);
process.exitCode = faults.length === 0 ? 0 : 1;

import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Posting } from '@tocsin/device';
import type { AlertContent, StatementId } from '@tocsin/record';
import { accessesTable } from '../access-text.ts';
import { orderingText } from '../ordering-text.ts';
import { postingIn } from '../posting.ts';
import { readRoots } from '../roots.ts';
import { table } from '../table.ts';
import { aborted, type Terminal, unlessInterrupted } from '../terminal.ts';
import { verifyLines } from '../verification.ts';
import { mustHoldNoWord, wordsOf } from './canary.ts';
import { begin, Cast, type Ports, type Running, resume } from './opening.ts';
import { type LedgerName, Place } from './place.ts';
import { type OnDuty, play } from './play.ts';
import { replies } from './replies.ts';
import { type Played, Steps } from './step.ts';

export interface DemoOptions {
  readonly folder: string;
  /** The folder as the person wrote it, for the commands to try. */
  readonly shown: string;
  readonly ledger: LedgerName;
  readonly once: boolean;
  readonly reset: boolean;
  readonly quiet: boolean;
  /** Folder of alerts; the checkout's examples without it. */
  readonly alerts: string | undefined;
  readonly ports: Ports;
}

/** Founds or continues an exchange of three agencies, plays every alert through it, and audits what happened. */
export async function runDemo(terminal: Terminal, options: DemoOptions): Promise<{ steps: readonly Played[] }> {
  const place = new Place(options.folder, options.ledger);
  if (options.ledger === 'fabric') await (await import('./readiness.ts')).ensureFabric(terminal, place);
  const began = performance.now();
  const steps = new Steps(terminal, options.quiet);
  const continued = await place.prepare(options.reset);
  const running = new Cast(steps, place, { screens: !options.once });
  const { operator } = running.ground;
  if (!options.quiet) terminal.out(`${operator}\neverything is kept in ${options.shown}; all persons are made up\n`);
  steps.chapter(continued ? 'An exchange that is there already' : 'Three agencies found an exchange');
  if (options.ledger === 'fabric' && !continued) steps.clock();
  try {
    const opening = continued ? resume(terminal, running, options.ports) : begin(running, options.ports);
    await unlessInterrupted(
      terminal,
      opening.then(() => perform(terminal, steps, running, options)),
    );
    steps.chapter(
      `done in ${((performance.now() - began) / 1000).toFixed(1)} s: ${steps.played.length} steps, none failed`,
    );
    if (!options.once) await keepServing(terminal, running, options);
  } finally {
    await running.close();
  }
  return { steps: steps.played };
}

async function perform(terminal: Terminal, steps: Steps, running: Running, { alerts, folder }: DemoOptions) {
  const since = new Date().toISOString();
  const records: StatementId[] = [];
  const words: string[] = [];
  for (const [name, posting] of await readPostings(alerts)) {
    steps.chapter(`Alert ${name}`);
    const author = onDuty(running, 'th-police');
    const addressees = posting.to.map((agency) => onDuty(running, agency));
    words.push(...wordsOf(posting.content as AlertContent));
    records.push(await play(steps, author, addressees, posting));
  }
  steps.chapter('Who opened what, and does the ledger verify');
  const place = new Place(folder);
  await steps.step('search the ledger and every gateway for a word of the alerts: nothing but ciphertext', () =>
    mustHoldNoWord(
      [...running.ground.folders, ...running.gateways.map(({ agency }) => place.agency(agency, 'gateway'))],
      words,
    ),
  );
  await audit(terminal, steps, running, { records, since, roots: place.roots });
}

function onDuty(running: Running, agency: string): OnDuty {
  const reply = replies[agency];
  if (reply === undefined) throw new RangeError(`the demo has no ${agency}`);
  return { name: agency, session: running.session(agency, 'officer'), gateway: running.config(agency), reply };
}

const examples = fileURLToPath(new URL('../../../examples/alerts', import.meta.url));

async function readPostings(folder = examples): Promise<[string, Posting][]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.json')).sort();
  return Promise.all(
    names.map(
      async (name) => [name, postingIn(JSON.parse(await readFile(join(folder, name), 'utf8')))] as [string, Posting],
    ),
  );
}

interface Audit {
  readonly records: readonly StatementId[];
  readonly since: string;
  readonly roots: string;
}

/** What an auditor can find out without any key; every opening of this play must be on the list with its receipt. */
async function audit(
  terminal: Terminal,
  steps: Steps,
  running: Running,
  { records, since, roots }: Audit,
): Promise<void> {
  const { client } = running.session('th-police', 'auditor');
  const accesses = await steps.step('th-police: the auditor lists who opened what; an auditor has no key', async () => {
    const listed = (await client.accesses({ since, limit: 500 })).filter(({ record }) => records.includes(record));
    const opened = records.every((record) => listed.some((access) => access.record === record));
    if (!opened || listed.some(({ receipt }) => receipt?.outcome !== 'opened'))
      throw new Error('an opening is missing');
    return listed;
  });
  steps.note(accessesTable(accesses));
  const { blocks, statements, channel } = await steps.step(
    "verify the ledger's export offline, to the agencies' roots: every block, signature and judgement",
    async () => {
      const verification = await verifyLines(terminal, client.blocks(), await readRoots(roots));
      if (verification.fault !== null) throw new Error(`${verification.fault.layer}: ${verification.fault.reason}`);
      return verification;
    },
  );
  const order = channel === null ? '' : `, ${orderingText(channel.consensus)} by ${channel.agencies.length} agencies`;
  steps.note(`${blocks} blocks, ${statements} statements${order}`);
}

/** How a visitor gets to the screen: the browser makes a key, a registrar enrols it. */
const consoleWords = (origin: string, shown: string): string =>
  `\nor open ${origin}/#/guide in a browser (it warns: the certificate is of this demo's own authority, ${shown}/roots/th-police.pem),
where a guide leads through posting, opening and auditing; make a key, then enrol it by the code that is shown:
  npx tocsin officer enrol "CODE" --unit anti-trafficking --role author --role reader --as th-police-registrar \\
    --folder ${shown}/th-police/authority --authority-passphrase-file ${shown}/passphrase
An auditor's browser: --unit oversight --role auditor. What to do then, step by step: docs/guide/officer.md, auditor.md
`;

async function keepServing(terminal: Terminal, running: Running, { shown }: DemoOptions): Promise<void> {
  const rows = running.gateways.map(({ agency, origin }) => [agency, origin]);
  const police = running.gateways.find(({ agency }) => agency === 'th-police');
  const home = shown === '.tocsin/demo' ? '' : `  export TOCSIN_HOME=${shown}\n`;
  const [first] = (await running.session('th-police', 'officer').client.records({ box: 'outbox', limit: 1 })).records;
  terminal.out(
    `\n${table(['AGENCY', 'GATEWAY'], rows)}\nserving until Ctrl-C; try in another terminal:\n${home}${[
      'npx tocsin alert post examples/alerts/03-fishing-boat.json --dry-run --as th-police-officer',
      'npx tocsin alert post examples/alerts/03-fishing-boat.json --as th-police-officer',
      'npx tocsin inbox --as kh-immigration-officer',
      `npx tocsin alert open ${first?.head.id ?? 'RECORD'} --basis "trying out" --as kh-immigration-officer`,
      `npx tocsin audit access --record ${first?.head.id ?? 'RECORD'} --as th-police-auditor`,
      'npx tocsin audit export ledger.ndjson --as th-police-auditor',
      `npx tocsin audit ledger ledger.ndjson --roots ${shown}/roots`,
    ]
      .map((command) => `  ${command}\n`)
      .join('')}${consoleWords(police?.origin ?? '', shown)}`,
  );
  await aborted(terminal.signal);
}

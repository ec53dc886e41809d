// npm run soak [-- --minutes N --kills N --cuts N --report FILE]
import { writeFile } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { fabricHost } from '../fabric/host.ts';
import { Arena } from '../fabric/nemesis/arena.ts';
import { type Findings, nothing } from '../fabric/nemesis/audit.ts';
import { type Blow, havoc } from '../fabric/nemesis/havoc.ts';
import { Namespaces, obstacle } from '../fabric/nemesis/namespaces.ts';
import { killNode } from '../fabric/nemesis/nodes.ts';
import { cutReport, faultReport } from '../fabric/nemesis/report.ts';
import { cuts } from '../fabric/nemesis/separation.ts';
import { type Growth, MOST_GROWTH, tooGrown } from './growth.ts';
import { Memory } from './memory.ts';
import { Metronome } from './metronome.ts';

const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '1000' },
    cuts: { type: 'string', default: '100' },
    minutes: { type: 'string', default: '15' },
    report: { type: 'string', default: 'soak-report.md' },
    help: { type: 'boolean', short: 'h', default: false },
  },
});
if (values.help) {
  console.log(`npm run soak [-- --kills N --cuts N --minutes N --report FILE]

  --kills    random kill -9, halves on Raft and on BFT (default 1000, about 45 minutes)
  --cuts     cuts of an agency from the others; needs root on Linux (default 100)
  --minutes  load at 60 % of the measured maximum, a peer killed every minute, one spared (default 15)
  --report   where the report goes (default soak-report.md)`);
  process.exit(0);
}
/** Longest time that a node is stopped or frozen, milliseconds. */
const LONGEST = 20_000;
/** Part of the measured maximum at which the load soak runs. */
const SHARE = 0.6;
/** Seconds of full load by which the maximum is measured. */
const MEASURED = 20;
const sections: string[] = [`# Soak of ${new Date().toISOString().slice(0, 10)}`];
let wrong = 0;

await kills(Number(values.kills));
await cutOff(Number(values.cuts));
await load(Number(values.minutes));
process.exit(wrong === 0 ? 0 : 1);

async function kills(blows: number): Promise<void> {
  for (const topology of ['three-raft', 'mekong-four']) {
    const half = Math.floor(blows / 2);
    if (half === 0) continue;
    const arena = await Arena.open({ topology });
    arena.write();
    const told = await havoc(arena, { blows: half, longest: LONGEST, progress: progressOf(topology, half) });
    await concluded(`Kills, ${topology}`, arena, () => faultReport(topology, arena, told));
  }
}

async function cutOff(number: number): Promise<void> {
  const reason = obstacle();
  if (number === 0 || reason !== null) return section('Cuts', `not run: ${reason ?? 'none asked for'}`);
  const topology = 'mekong-four';
  let namespaces: Namespaces | undefined;
  const open = fabricHost(topology, {}, (agencies) => {
    namespaces = new Namespaces(agencies.map(({ code }) => code));
    return namespaces.sites;
  });
  const arena = await Arena.open({ topology, open });
  try {
    arena.write();
    const told = await cuts(arena, namespaces as Namespaces, number, progressOf(topology, number));
    wrong += told.alone.length;
    await concluded(
      'Cuts',
      arena,
      () => `${cutReport(topology, arena, told)}\n  acknowledged alone: ${told.alone.length}`,
    );
  } finally {
    namespaces?.remove();
  }
}

/** A steady load below the maximum, a peer killed every minute and one spared, and the memory of every process. */
async function load(minutes: number): Promise<void> {
  if (minutes === 0) return;
  const topology = 'three-raft';
  const arena = await Arena.open({ topology });
  const maximum = await measured(arena);
  const rate = maximum * SHARE;
  process.stdout.write(
    `load: ${maximum.toFixed(0)} a second at most, ${rate.toFixed(0)} from now on for ${minutes} min\n`,
  );
  const before = arena.books.acknowledged.size;
  const [metronome, memory] = [new Metronome(arena, rate), new Memory(arena)];
  // The last agency's peer lives all the time: a life of a few minutes shows nothing of its memory.
  const mortal = arena.agencies.slice(0, -1);
  for (let minute = 0; minute < minutes; minute++) {
    await pause(60_000);
    const victim = `peer.${mortal[minute % mortal.length]}`;
    await killNode(arena.network, victim);
    process.stdout.write(
      `load: minute ${minute + 1}, ${arena.books.acknowledged.size - before} acknowledged, killed ${victim}\n`,
    );
  }
  await metronome.stop();
  const grown = memory.stop();
  wrong += tooGrown(grown).length;
  await concluded('Load', arena, () =>
    [
      faultReport(topology, arena, []),
      `  ${maximum.toFixed(1)} a second at most; ${rate.toFixed(1)} a second for ${minutes} min; ${metronome.held} not begun`,
      '',
      '| process | lives | samples of the longest | MiB in its second third | in its last | growth |',
      '|---|---|---|---|---|---|',
      ...grown.map(memoryRow),
      '',
      `Grown by more than ${MOST_GROWTH} % without a kill: ${namesOf(tooGrown(grown))}`,
    ].join('\n'),
  );
}

function memoryRow({ name, lives, samples, from, to, percent }: Growth): string {
  return `| ${name} | ${lives} | ${samples} | ${from.toFixed(0)} | ${to.toFixed(0)} | ${percent.toFixed(1)} % |`;
}

function namesOf(grown: readonly Growth[]): string {
  return grown.map(({ name }) => name).join(', ') || 'none';
}

/** Acknowledgements a second with eight officers at each agency who never pause. */
async function measured(arena: Arena): Promise<number> {
  arena.write(8, 0);
  await pause(5_000);
  const before = arena.books.acknowledged.size;
  await pause(MEASURED * 1_000);
  const rate = (arena.books.acknowledged.size - before) / MEASURED;
  await arena.rest();
  return rate;
}

/** Compares everything, writes the section and takes the network down. */
async function concluded(title: string, arena: Arena, report: () => string): Promise<void> {
  await arena.rest();
  const found = await arena.judge();
  const counts = Object.entries(found as Findings & Record<string, readonly string[]>).map(
    ([name, all]) => `${all.length} ${name}`,
  );
  wrong += Object.keys(nothing).reduce(
    (sum, name) => sum + (found[name as keyof Findings]?.length ?? 0),
    arena.books.refused.length,
  );
  await section(title, `${report()}\n\nFindings: ${counts.join(', ')}, ${arena.books.refused.length} refused`);
  await arena.close();
}

async function section(title: string, text: string): Promise<void> {
  sections.push(`## ${title}\n\n${text}`);
  process.stdout.write(`${text}\n`);
  // After every part: whoever ends it early keeps what there is.
  await writeFile(values.report, `${sections.join('\n\n')}\n`);
}

function progressOf(topology: string, of: number): (blow: Blow, number: number) => void {
  return ({ what, first, all }, number) =>
    void process.stdout.write(
      `${topology} ${number}/${of} ${what}: ${Math.round(first)} ms, all ${Math.round(all)} ms\n`,
    );
}

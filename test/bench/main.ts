import { parseArgs } from 'node:util';
import { auditProof } from './audit-proof.ts';
import { bulk } from './bulk.ts';
import { check } from './check.ts';
import { exchange } from './exchange.ts';
import { fabric } from './fabric.ts';
import { growth } from './growth.ts';
import type { Bench, Figure, Outcome, Spread } from './measure.ts';
import { namesQuality } from './names-quality.ts';
import { namesSpeed } from './names-speed.ts';
import { oprf } from './oprf.ts';
import { seal } from './seal.ts';
import { verify } from './verify.ts';
import { witness } from './witness.ts';

/** A bench that comes to no end is told, minutes a round; nobody waits for a figure for ever. */
const ROUND_MINUTES = { quick: 8, full: 30 };
/** Of the left column. */
const WIDTH = 52;
const benches: readonly Bench[] = [
  seal,
  exchange,
  verify,
  growth,
  fabric,
  bulk,
  witness,
  auditProof,
  namesQuality,
  namesSpeed,
  check,
  oprf,
];

const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    json: { type: 'boolean', default: false },
    rounds: { type: 'string' },
    quick: { type: 'boolean', default: false },
    help: { type: 'boolean', short: 'h', default: false },
  },
});

const chosen = benches.filter((bench) => values.only === undefined || values.only.split(',').includes(bench.name));
const rounds = Number(values.rounds ?? (values.quick ? 2 : 5));

if (values.help || chosen.length === 0 || !Number.isInteger(rounds) || rounds < 1) {
  const names = benches.map((bench) => `  ${bench.name.padEnd(10)} ${bench.about}`).join('\n');
  console.log(`npm run bench -- [--only NAME[,NAME]] [--rounds N] [--quick] [--json]\n\n${names}`);
  process.exit(values.help ? 0 : 1);
}

for (const bench of chosen) {
  const progress = (text: string): void => void process.stderr.write(`${bench.name}: ${text}\n`);
  const outcome = await inTime(bench.name, bench.run({ rounds, quick: values.quick, progress }));
  console.log(values.json ? JSON.stringify(outcome) : table(outcome));
}

/** Ends the program, and with it what the bench has started, when a bench takes far longer than it ever should. */
async function inTime(name: string, outcome: Promise<Outcome>): Promise<Outcome> {
  const minutes = rounds * (values.quick ? ROUND_MINUTES.quick : ROUND_MINUTES.full);
  const end = setTimeout(() => {
    console.error(
      `${name}: no end after ${minutes} minutes, waiting for ${process.getActiveResourcesInfo().join(', ')}`,
    );
    process.exit(1);
  }, minutes * 60_000);
  return outcome.finally(() => clearTimeout(end));
}

function table({ name, rounds: count, load, ours, peers, ratio }: Outcome): string {
  const rows = [...lines('', ours), ...Object.entries(peers).flatMap(([peer, figures]) => lines(`${peer}: `, figures))];
  const ratios = Object.entries(ratio).map(([what, value]) => `  ${what.padEnd(WIDTH)} ${value} times`);
  return [`\n${name} (${count} rounds, load ${load.join(' ')})`, ...rows, ...ratios].join('\n');
}

function lines(prefix: string, figures: Record<string, Figure | Spread | number>): string[] {
  return Object.entries(figures).map(([what, value]) => {
    const label = `  ${`${prefix}${what}`.padEnd(WIDTH)}`;
    if (typeof value === 'number') return `${label} ${value}`;
    if ('median' in value) return `${label} median ${value.median}  min ${value.min}  max ${value.max}`;
    const { p50, p95, p99, perSecond } = value;
    return `${label} p50 ${p50} ms  p95 ${p95} ms  p99 ${p99} ms  ${perSecond}/s`;
  });
}

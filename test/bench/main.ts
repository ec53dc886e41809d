import { parseArgs } from 'node:util';
import { exchange } from './exchange.ts';
import { growth } from './growth.ts';
import type { Bench, Figure, Outcome } from './measure.ts';
import { seal } from './seal.ts';
import { verify } from './verify.ts';

const benches: readonly Bench[] = [seal, exchange, verify, growth];

const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    json: { type: 'boolean', default: false },
    rounds: { type: 'string', default: '5' },
    help: { type: 'boolean', short: 'h', default: false },
  },
});

const chosen = benches.filter((bench) => values.only === undefined || values.only.split(',').includes(bench.name));
const rounds = Number(values.rounds);

if (values.help || chosen.length === 0 || !Number.isInteger(rounds) || rounds < 1) {
  const names = benches.map((bench) => `  ${bench.name.padEnd(10)} ${bench.about}`).join('\n');
  console.log(`npm run bench -- [--only NAME[,NAME]] [--rounds N] [--json]\n\n${names}`);
  process.exit(values.help ? 0 : 1);
}

for (const bench of chosen) {
  const progress = (text: string): void => void process.stderr.write(`${bench.name}: ${text}\n`);
  const outcome = await bench.run({ rounds, progress });
  console.log(values.json ? JSON.stringify(outcome) : table(outcome));
}

function table({ name, rounds: count, load, ours, peers, ratio }: Outcome): string {
  const rows = [...lines('', ours), ...Object.entries(peers).flatMap(([peer, figures]) => lines(`${peer}: `, figures))];
  const ratios = Object.entries(ratio).map(([what, value]) => `  ${what.padEnd(38)} ${value} times`);
  return [`\n${name} (${count} rounds, load ${load.join(' ')})`, ...rows, ...ratios].join('\n');
}

function lines(prefix: string, figures: Record<string, Figure | number>): string[] {
  return Object.entries(figures).map(([what, value]) => {
    const label = `  ${`${prefix}${what}`.padEnd(38)}`;
    if (typeof value === 'number') return `${label} ${value}`;
    const { p50, p95, p99, perSecond } = value;
    return `${label} p50 ${p50} ms  p95 ${p95} ms  p99 ${p99} ms  ${perSecond}/s`;
  });
}

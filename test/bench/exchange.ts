import { strict as assert } from 'node:assert';
import { DESK, type TestAgency } from '../support/agency.ts';
import { openItem } from '../support/device.ts';
import { registrationOf } from '../support/founding.ts';
import { certifiedOfficer, type Officer } from '../support/officer.ts';
import { type Served, type ServedExchange, serveExchange } from '../support/served.ts';
import { type Bench, type Figure, figure, load, timed } from './measure.ts';

/** Officers at work at once, each posting to another agency whose officer opens and acknowledges. */
const crowds = [1, 16, 64] as const;
const steps = ['submit', 'deliver', 'open', 'acknowledge', 'whole life'] as const;
type Step = (typeof steps)[number];

/** The alert's life over TLS through two gateways and the embedded ledger: sealed, signed, judged, opened by record. */
export const exchange: Bench = {
  name: 'exchange',
  about: 'submit, deliver, open, acknowledge on the embedded ledger with 1, 16, 64 officers at once',
  async run({ rounds, progress }) {
    const served = await serveExchange();
    const ours: Record<string, Figure> = {};
    try {
      const pairs = await Promise.all(Array.from({ length: 64 }, () => pairOf(served)));
      await lifeOf(served, pairs[0] as Pair);
      for (const crowd of crowds) {
        progress(`${crowd} officers`);
        const acts = await crowded(served, pairs.slice(0, crowd), Math.max(rounds, Math.ceil((rounds * 8) / crowd)));
        for (const step of steps) ours[`${crowd} officers: ${step}`] = figure(acts.samples[step], acts.wallMs);
      }
    } finally {
      await served.close();
    }
    return { name: 'exchange', rounds, load: load(), ours, peers: {}, ratio: {} };
  },
};

interface Pair {
  readonly author: Officer;
  readonly reader: Officer;
}

async function pairOf(served: ServedExchange): Promise<Pair> {
  return {
    author: await newOfficer(served, served.agency('th-police')),
    reader: await newOfficer(served, served.agency('kh-immigration')),
  };
}

async function newOfficer({ clock }: ServedExchange, agency: TestAgency): Promise<Officer> {
  const officer = await certifiedOfficer({
    authority: agency.authority,
    unit: DESK,
    roles: ['author', 'reader'],
    clock,
  });
  const statement = await agency.registrar.sign('officer.register/1', registrationOf(officer, clock()));
  await agency.ledger.submit(statement.jws, null);
  return officer;
}

async function crowded(served: ServedExchange, pairs: readonly Pair[], turns: number) {
  const samples = Object.fromEntries(steps.map((step) => [step, [] as number[]])) as Record<Step, number[]>;
  const { ms: wallMs } = await timed(() =>
    Promise.all(
      pairs.map(async (pair) => {
        for (let turn = 0; turn < turns; turn++) {
          const life = await lifeOf(served, pair);
          for (const step of steps) samples[step].push(life[step]);
        }
      }),
    ),
  );
  return { samples, wallMs };
}

/** One alert from seal to acknowledgement, with the time of each step in milliseconds. */
async function lifeOf(served: ServedExchange, { author, reader }: Pair): Promise<Record<Step, number>> {
  const [home, away] = [served.served.get('th-police'), served.served.get('kh-immigration')];
  assert.ok(home && away);
  const [sender, receiver] = [home.client(author), away.client(reader)];
  const start = performance.now();
  const post = await served.draft({ author });
  const delivery = timed(() => arrived(away, post.id));
  const submit = await timed(() => sender.submit(post.jws, post.file));
  assert.equal(submit.value.already, false);
  const deliver = await delivery;
  const open = await timed(() =>
    openItem({ exchange: served, officer: reader, client: receiver, item: { id: post.id, record: post.id } }),
  );
  assert.equal(open.value.id, post.id);
  const statement = await reader.sign('record.acknowledge/1', { record: post.id });
  const acknowledge = await timed(() => receiver.submit(statement.jws));
  const life = performance.now() - start;
  return { submit: submit.ms, deliver: deliver.ms, open: open.ms, acknowledge: acknowledge.ms, 'whole life': life };
}

/** Resolves when a gateway's view holds the record: its officers have been told. */
async function arrived({ gateway: { view, follower } }: Served, record: string): Promise<void> {
  while (view.row('SELECT 1 FROM record WHERE id = ?', record) === undefined) await follower.changed();
}

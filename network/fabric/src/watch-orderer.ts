import { readdirSync, readlinkSync, realpathSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { changesViewIn, heightIn, type MetricsFiles, metricsOf } from './metrics.ts';
import { type ProcessId, processId } from './process-id.ts';
import { AloneInChange, Standstill } from './standstill.ts';
import { endProcess } from './supervisor.ts';

/**
 * Ends an orderer that stands still, so that whoever keeps it running starts it anew: `node watch-orderer.ts` on the
 * agency's own host, as the orderer's user. SmartBFT can lock itself up for good when a view is given up while a block
 * is delivered; its orderer then answers every question, orders nothing and says nothing. One that asks
 * for another leader for long while nobody orders is started anew too.
 */
const { TOCSIN_ORDERER = '', TOCSIN_CHANNEL = '', TOCSIN_ORDERER_METRICS, TOCSIN_PEER_METRICS } = process.env;
const ports = [Number(TOCSIN_ORDERER_METRICS), Number(TOCSIN_PEER_METRICS)] as const;
if (TOCSIN_ORDERER === '' || TOCSIN_CHANNEL === '' || !ports.every((port) => port > 0)) {
  process.stderr.write(
    'usage: TOCSIN_ORDERER=FOLDER TOCSIN_CHANNEL=NAME TOCSIN_ORDERER_METRICS=PORT TOCSIN_PEER_METRICS=PORT\n',
  );
  process.exit(2);
}
const EVERY_MS = 2_000;
const files: MetricsFiles = {
  authority: `${TOCSIN_ORDERER}/tls/authority.pem`,
  certificate: `${TOCSIN_ORDERER}/tls/chain.pem`,
  key: `${TOCSIN_ORDERER}/tls/key.pem`,
};

const folder = realpathSync(TOCSIN_ORDERER);
let standstill = new Standstill();
const change = new AloneInChange();

const figures = (port: number): Promise<string> => metricsOf(port, files).catch(() => '');

async function anew(why: string): Promise<void> {
  process.stderr.write(`${new Date().toISOString()} ${why}: ending it\n`);
  await Promise.all(ordererProcesses().map((id) => endProcess(id)));
  standstill = new Standstill();
}

/** Processes that run in the orderer's folder, as far as this user may see them. */
function ordererProcesses(): ProcessId[] {
  const all = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  return all.flatMap((pid) => {
    try {
      const found = readlinkSync(`/proc/${pid}/cwd`) === folder ? processId(Number(pid)) : null;
      return found === null ? [] : [found];
    } catch {
      return [];
    }
  });
}

for (;;) {
  await pause(EVERY_MS);
  const [ordering = '', peering = ''] = await Promise.all(ports.map(figures));
  const [orderer, peer] = [heightIn(ordering, TOCSIN_CHANNEL), heightIn(peering, TOCSIN_CHANNEL)];
  const now = performance.now();
  const changes = changesViewIn(ordering, TOCSIN_CHANNEL);
  // Who does not answer may be starting; what was seen before tells nothing about it any more.
  if (orderer === null || peer === null) standstill = new Standstill();
  else if (changes !== null && change.observe(now, changes, peer))
    await anew('the orderer asks for another leader in vain');
  else if (standstill.observe(now, orderer, peer)) await anew(`orderer stands at ${orderer}, peer at ${peer}`);
}

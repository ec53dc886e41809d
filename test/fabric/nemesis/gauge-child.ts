// Tells how an agency's orderer stands, a line each time, from where it runs: its figures are for its own host alone.
import { setTimeout as pause } from 'node:timers/promises';
import { heightIn, metricsOf, settledViewIn } from '@tocsin/network-fabric';

const EVERY_MS = 300;
/** Who takes longer to answer was away, milliseconds. */
const SLOW_MS = 700;
const [, , channel = '', port = '', tls = ''] = process.argv;
const files = { authority: `${tls}/authority.pem`, certificate: `${tls}/chain.pem`, key: `${tls}/key.pem` };

process.stdout.on('error', () => process.exit());
for (;;) {
  const asked = performance.now();
  const text = await metricsOf(Number(port), files).catch(() => '');
  if (performance.now() - asked > SLOW_MS) process.stdout.write('- -\n');
  process.stdout.write(`${heightIn(text, channel) ?? '-'} ${settledViewIn(text, channel) ?? '-'}\n`);
  await pause(EVERY_MS);
}

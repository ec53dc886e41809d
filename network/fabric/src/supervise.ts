import { writeFileSync } from 'node:fs';
import { processId, processIdText } from './process-id.ts';
import { pidFile } from './process-spec.ts';
import { Supervisor } from './supervisor.ts';

/** The supervisor's own process: `node supervise.ts FOLDER`. SIGHUP reads what is wanted again, SIGTERM ends it all. */
const [root] = process.argv.slice(2);
if (root === undefined) {
  process.stderr.write('usage: supervise FOLDER\n');
  process.exit(2);
}
const supervisor = new Supervisor(root);
const own = processId(process.pid);
if (own !== null) writeFileSync(pidFile(root, 'supervisor.network'), processIdText(own), { mode: 0o600 });

// One at a time, in the order in which they were asked for.
let queue = supervisor.follow();
const follow = (): void => {
  queue = queue.then(() => supervisor.follow()).then(acknowledge);
};
const acknowledge = (): void => {
  if (process.connected) process.send?.('followed');
};
const end = (): void => {
  queue = queue.then(() => supervisor.stop()).then(() => process.exit(0));
};
queue = queue.then(acknowledge);
process.on('SIGHUP', follow);
process.once('SIGTERM', end);
process.once('SIGINT', end);
// A network that was brought up for one run of a program goes down with it, however that ends.
if (process.connected) process.once('disconnect', end);
else setInterval(() => undefined, 2 ** 30);

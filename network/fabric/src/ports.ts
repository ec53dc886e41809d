import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';
import { FabricError } from './error.ts';
import { PORTS_PER_SITE, portsOf, type Site } from './site.ts';

/** @throws FabricError PORT_TAKEN with the first port that something else listens on */
export async function ensureFree(sites: readonly Site[]): Promise<void> {
  for (const site of sites)
    if (site.enter === undefined)
      for (const port of portsOf(site)) if (!(await isFree(port))) throw new FabricError('PORT_TAKEN', String(port));
}

/** First of enough free ports in a row for so many agencies; another program may still be quicker. */
export async function freePorts(agencies: number): Promise<number> {
  for (;;) {
    // Below the range from which systems give ports to clients, above 10080, which no fetch connects to ("bad port").
    const first = randomInt(1_100, 3_000) * 10;
    const ports = Array.from({ length: agencies * PORTS_PER_SITE }, (_, i) => first + i);
    const free = await Promise.all(ports.map(isFree));
    if (free.every((one) => one)) return first;
  }
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type TestContext, test } from 'vitest';
import { agencyAuthority } from '../support/agency.ts';
import { freshFolder, removeFolder } from '../support/host.ts';
import { certifiedTls } from '../support/node.ts';

const program = fileURLToPath(new URL('../../network/fabric/src/watch-orderer.ts', import.meta.url));

/** Takes what is to be done when a test is over; the tests wait at the same time, each for itself. */
type Afterwards = TestContext['onTestFinished'];

/** A node's operations service that tells a height, and of an orderer the view it has and the one it has asked for. */
async function figuresOf(
  after: Afterwards,
  folder: string,
  height: () => number,
  views?: readonly [current: number, next: number],
): Promise<number> {
  const [cert, key] = await Promise.all(['chain', 'key'].map((name) => readFile(join(folder, `tls/${name}.pem`))));
  const server: Server = createServer({ cert, key }, (_, response) => {
    const view = (which: string, number = 0) =>
      `consensus_smartbft_viewchange_${which}_view{channel="tocsin"} ${number}\n`;
    const asked = views === undefined ? '' : view('current', views[0]) + view('next', views[1]);
    response.end(
      `# TYPE ledger_blockchain_height gauge\nledger_blockchain_height{channel="tocsin"} ${height()}\n${asked}`,
    );
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  after(() => void server.close());
  return (server.address() as AddressInfo).port;
}

/** An orderer's process, as far as a watch sees it: something that runs in its folder. */
function standIn(after: Afterwards, folder: string): ChildProcess {
  const child = spawn('sleep', ['600'], { cwd: folder });
  after(() => void child.kill('SIGKILL'));
  return child;
}

async function watched(
  after: Afterwards,
  orderer: () => number,
  peer: () => number,
  views?: readonly [current: number, next: number],
): Promise<ChildProcess> {
  const folder = await freshFolder();
  after(() => removeFolder(folder));
  const tls = await certifiedTls(await agencyAuthority('kh-immigration', Date.now), ['localhost', '127.0.0.1']);
  await mkdir(join(folder, 'tls'));
  for (const [name, pem] of Object.entries(tls)) await writeFile(join(folder, `tls/${name}.pem`), pem);
  const child = standIn(after, folder);
  const env = {
    ...process.env,
    TOCSIN_ORDERER: folder,
    TOCSIN_CHANNEL: 'tocsin',
    TOCSIN_ORDERER_METRICS: String(await figuresOf(after, folder, orderer, views)),
    TOCSIN_PEER_METRICS: String(await figuresOf(after, folder, peer)),
  };
  const watch = spawn(process.execPath, [program], { env, stdio: 'ignore' });
  after(() => void watch.kill('SIGKILL'));
  return child;
}

const runs = ({ exitCode, signalCode }: ChildProcess): boolean => exitCode === null && signalCode === null;

test.concurrent('an orderer that stands still while its peer goes on is ended', async ({ expect, onTestFinished }) => {
  let blocks = 157;
  const child = await watched(
    onTestFinished,
    () => 157,
    () => blocks++,
  );
  await expect.poll(() => runs(child), { timeout: 40_000, interval: 200 }).toBe(false);
});

test.concurrent('an orderer that goes on, however far behind, is left alone', async ({ expect, onTestFinished }) => {
  let asked = 0;
  const child = await watched(
    onTestFinished,
    () => asked++,
    () => 1_000,
  );
  // That nothing happens can only be waited for: longer than a standstill takes.
  await expect.poll(() => asked, { timeout: 60_000, interval: 200 }).toBeGreaterThan(8);
  expect(runs(child)).toBe(true);
});

/** A channel on which nobody orders; `looks` counts the watch's. */
const silent = () => {
  const seen = { looks: 0 };
  const height = (): number => {
    seen.looks++;
    return 157;
  };
  return { seen, height };
};

test.concurrent('an orderer that asks for another leader while nobody orders is ended', async ({
  expect,
  onTestFinished,
}) => {
  const { height } = silent();
  const child = await watched(onTestFinished, height, () => 157, [6, 7]);
  await expect.poll(() => runs(child), { timeout: 60_000, interval: 200 }).toBe(false);
});

test.concurrent('one that asks for another leader while its peer gets the blocks of others is left alone, and so is one that asks for none', async ({
  expect,
  onTestFinished,
}) => {
  let blocks = 157;
  const asking = await watched(
    onTestFinished,
    () => blocks,
    () => blocks++,
    [6, 7],
  );
  const { seen, height } = silent();
  const content = await watched(onTestFinished, height, () => 157, [7, 7]);
  // Longer than it is waited where nobody orders.
  await expect.poll(() => Math.min(seen.looks, blocks - 157), { timeout: 90_000, interval: 200 }).toBeGreaterThan(10);
  expect([runs(asking), runs(content)]).toEqual([true, true]);
});

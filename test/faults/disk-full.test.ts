import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type Served, serveExchange } from '../support/served.ts';

interface Disk {
  grow(size: string): void;
  remove(): void;
}

/** A disk of its own, as small as wanted; only root may mount one. */
function smallDisk(path: string, size: string): Disk {
  mkdirSync(path, { mode: 0o700 });
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${size},mode=0700`, 'tmpfs', path]);
  return {
    grow: (larger) => void execFileSync('mount', ['-o', `remount,size=${larger}`, path]),
    remove: () => void execFileSync('umount', ['-l', path]),
  };
}

const contentsOf = ({ gateway }: Served): string =>
  JSON.stringify(gateway.view.contents(), (_, value) => (typeof value === 'bigint' ? String(value) : value));

test("a gateway's full disk is told, loses nothing and heals when there is room", async (context) => {
  if (process.getuid?.() !== 0) context.skip('only root may mount the small disk');
  let disk: Disk | undefined;
  const folderOf = (code: string, within: string): string => {
    const folder = join(within, `gateway-${code}`);
    if (code === 'th-police') disk = smallDisk(folder, '1200k');
    return folder;
  };
  const exchange = await serveExchange({ folderOf, limits: { viewMs: 2000 } });
  const served = exchange.served.get('th-police') as Served;
  const client = exchange.desk('th-police');
  const sent: string[] = [];
  const post = async () => {
    const { id, jws, file } = await exchange.draft();
    sent.push(id);
    return client.submit(jws, file);
  };
  try {
    let fault: unknown;
    while (fault === undefined && sent.length < 400)
      fault = await post().then(
        () => undefined,
        (error: unknown) => error,
      );
    expect(fault).toMatchObject({ code: 'STORAGE_FULL', status: 507 });
    expect(sent.length).toBeGreaterThan(3);

    disk?.grow('50m');
    const last = BigInt((await post()).block);
    for (const id of sent) expect((await client.record(id)).head.id).toBe(id);
    const healed = contentsOf(served);
    await served.gateway.rebuild();
    await served.gateway.follower.reached(last, AbortSignal.timeout(30_000));
    expect(contentsOf(served)).toBe(healed);
  } finally {
    await served.stop();
    disk?.remove();
    await exchange.close();
  }
}, 120_000);

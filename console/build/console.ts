import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundle } from './bundle.ts';
import { compress } from './compress.ts';
import { digestOfSources } from './sources.ts';

const room = fileURLToPath(new URL('../', import.meta.url));
const built = join(room, 'dist');

/**
 * The folder of the built console. Its name is the digest of what it was built from, so that it is built once for each
 * state of the sources and never served stale; several processes may ask at once.
 */
export async function builtConsole(): Promise<string> {
  const name = await digestOfSources(dirname(room));
  const folder = join(built, name);
  if (existsSync(folder)) return folder;
  await removeUnfinished();
  const fresh = await mkdtemp(join(room, 'dist-'));
  try {
    await bundle(room, fresh);
    await compress(fresh);
    await place(fresh, folder);
  } finally {
    await rm(fresh, { recursive: true, force: true });
  }
  return folder;
}

/** What a killed build has left; one that is under way is younger than that. */
async function removeUnfinished(): Promise<void> {
  const names = (await readdir(room)).filter((name) => name.startsWith('dist-'));
  for (const path of names.map((name) => join(room, name))) {
    const { mtimeMs } = await stat(path);
    if (Date.now() - mtimeMs > 3_600_000) await rm(path, { recursive: true, force: true });
  }
}

/** In one step: whoever sees the folder sees all of it. Earlier builds go. */
async function place(fresh: string, folder: string): Promise<void> {
  await mkdir(built, { recursive: true });
  const earlier = await readdir(built);
  await Promise.all(earlier.map((each) => rm(join(built, each), { recursive: true, force: true })));
  await rename(fresh, folder).catch((error: unknown) => {
    if (!existsSync(folder)) throw error;
  });
}

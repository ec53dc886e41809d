import { cp, mkdir, readdir, readFile, readlink, realpath, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Sources } from '@tocsin/network-fabric';

/** One change of a source: file, what stands there, what is to stand there. */
export type Edit = readonly [path: string, from: string, to: string];

const rooms = ['chaincode', 'envelope', 'record'];

/** A copy of everything that judges, changed, with a digest of its own: as an agency would run that changed its mind. */
export async function changedSources(folder: string, edits: readonly Edit[]): Promise<Sources> {
  const repository = fileURLToPath(new URL('../../..', import.meta.url));
  for (const part of [...rooms, 'package.json', 'package-lock.json'])
    await cp(join(repository, part), join(folder, part), {
      recursive: true,
      filter: (path) => !/node_modules/.test(path.slice(repository.length)),
    });
  await linkModules(join(repository, 'node_modules'), join(folder, 'node_modules'));
  for (const edit of edits) await change(folder, edit);
  return { digest: await digestIn(folder), entry: join(folder, 'chaincode/service/main.ts') };
}

/** The copy's own code says what it is made of: the code that the services run. */
async function digestIn(folder: string): Promise<string> {
  const { href } = pathToFileURL(join(folder, 'chaincode/service/digest.ts'));
  const { sourceDigest } = (await import(href)) as { sourceDigest: () => Promise<string> };
  return sourceDigest();
}

/** Foreign packages are the repository's own; our rooms are those of the copy. */
async function linkModules(from: string, to: string): Promise<void> {
  await mkdir(join(to, '@tocsin'), { recursive: true });
  for (const name of await readdir(from))
    if (name !== '@tocsin') await symlink(await realpath(join(from, name)), join(to, name));
  for (const name of await readdir(join(from, '@tocsin')))
    await symlink(await readlink(join(from, '@tocsin', name)), join(to, '@tocsin', name));
}

export async function change(folder: string, [path, from, to]: Edit): Promise<void> {
  const file = join(folder, path);
  const text = await readFile(file, 'utf8');
  if (text.split(from).length !== 2) throw new Error(`${path} does not have exactly one: ${from}`);
  await writeFile(
    file,
    text.replace(from, () => to),
  );
}

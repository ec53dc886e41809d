import { createHash, type Hash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

/** The rooms whose code judges. */
const ROOMS = ['chaincode', 'envelope', 'record'];
const FOLDERS = ['chaincode/service', 'chaincode/src', 'envelope/src', 'record/src'];

/**
 * What this machine's chaincode is made of: the first 16 hex digits of SHA-256 over path and bytes of the sources that
 * judge, in the order of their paths, and over the locked versions of what they depend on at run time. A
 * chaincode-as-a-service package holds no code, so its label carries this (`tocsin_<digest>`) and agencies compare it.
 * Throws what reading the files throws.
 */
export async function sourceDigest(repository = fileURLToPath(new URL('../..', import.meta.url))): Promise<string> {
  const digest = createHash('sha256');
  for (const path of await sources(repository)) add(digest, path, await readFile(`${repository}/${path}`));
  const lock = JSON.parse(await readFile(`${repository}/package-lock.json`, 'utf8')) as Lock;
  for (const line of lockedVersions(lock)) add(digest, 'package-lock.json', Buffer.from(line));
  return digest.digest('hex').slice(0, 16);
}

/** Lengths keep a path and the bytes after it apart. */
function add(digest: Hash, name: string, bytes: Buffer): void {
  digest.update(`${name}\n${bytes.length}\n`).update(bytes);
}

async function sources(repository: string): Promise<string[]> {
  const found = await Promise.all(FOLDERS.map((folder) => filesUnder(repository, folder)));
  return found.flat().sort();
}

async function filesUnder(repository: string, folder: string): Promise<string[]> {
  const names = await readdir(`${repository}/${folder}`, { recursive: true });
  const isSource = (name: string): boolean => name.endsWith('.ts') && !name.endsWith('.test.ts');
  return names.filter(isSource).map((name) => `${folder}/${name.replaceAll('\\', '/')}`);
}

interface Locked {
  readonly version?: string;
  readonly integrity?: string;
  /** Set for a room of ours: the folder it lies in. */
  readonly link?: boolean;
  readonly resolved?: string;
  readonly dependencies?: Readonly<Record<string, string>>;
}

interface Lock {
  readonly packages: Readonly<Record<string, Locked>>;
}

/** One line a package that the rooms reach, themselves left out: place, version and hash of its archive. */
function lockedVersions({ packages }: Lock): string[] {
  const reached = new Set<string>();
  const waiting = [...ROOMS];
  for (let place = waiting.pop(); place !== undefined; place = waiting.pop()) {
    if (reached.has(place)) continue;
    reached.add(place);
    for (const name of Object.keys(packages[place]?.dependencies ?? {})) waiting.push(placeOf(packages, place, name));
  }
  const foreign = [...reached].filter((place) => !ROOMS.includes(place)).sort();
  return foreign.map((place) => [place, packages[place]?.version, packages[place]?.integrity].join(' '));
}

/** Where Node finds a package that is imported from a place: in its own node_modules, else in an outer one. */
function placeOf(packages: Lock['packages'], from: string, name: string): string {
  for (let outer = from; ; outer = outer.slice(0, Math.max(0, outer.lastIndexOf('/')))) {
    const place = outer === '' ? `node_modules/${name}` : `${outer}/node_modules/${name}`;
    const locked = packages[place];
    if (locked !== undefined) return locked.link && locked.resolved !== undefined ? locked.resolved : place;
    if (outer === '') throw new Error(`package-lock.json does not name ${name}`);
  }
}

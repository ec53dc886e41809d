import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Done, Notes } from '@tocsin/device/keyless';
import type { Item, StatementId } from '@tocsin/record';
import { replacePrivate } from './file.ts';

/** To whom exactly this device sealed an item: the ledger names agencies only, and a file names nobody. */
interface PostedNote {
  /** Agencies, or `agency/unit` for a unit of one. */
  readonly to: readonly string[];
}

const noteFile = (folder: string, item: StatementId): string => join(folder, 'posted', `${item}.json`);

/** What a profile keeps of an officer's work, in its folder. */
export const fileNotes = (folder: string): Notes => ({
  words: (done, words) => noteWords(folder, done, words),
  addresses: (item, to) => noteAddresses(folder, item, to),
});

/** What the officer must be able to show an auditor: `SHA-256(salt || "." || text)` is on the ledger. */
async function noteWords(folder: string, { id, at }: Done, words: object): Promise<void> {
  const accesses = join(folder, 'accesses');
  await mkdir(accesses, { recursive: true, mode: 0o700 });
  await replacePrivate(join(accesses, `${id}.json`), `${JSON.stringify({ access: id, at, ...words }, null, 2)}\n`);
}

async function noteAddresses(folder: string, item: StatementId, to: readonly string[]): Promise<void> {
  await mkdir(join(folder, 'posted'), { recursive: true, mode: 0o700 });
  const note: PostedNote = { to };
  await replacePrivate(noteFile(folder, item), `${JSON.stringify(note)}\n`);
}

/** The addresses of an item: as noted when it was sealed here, else the desks of its addressees. */
export async function addressesOf(
  { folder }: { readonly folder: string },
  { id, to }: Pick<Item, 'id' | 'to'>,
): Promise<readonly string[]> {
  const text = await readFile(noteFile(folder, id), 'utf8').catch(() => null);
  if (text === null) return to;
  const noted = addressesIn(text);
  // Nobody is added by an old note, and nobody forgotten: what the ledger says of agencies counts.
  const agency = (address: string): string => address.split('/', 1)[0] as string;
  const same = new Set(noted.map(agency)).size === to.length && noted.every((address) => to.includes(agency(address)));
  return same ? noted : to;
}

function addressesIn(text: string): readonly string[] {
  try {
    const { to } = JSON.parse(text) as Partial<PostedNote>;
    return Array.isArray(to) && to.every((each) => typeof each === 'string') ? to : [];
  } catch {
    return [];
  }
}

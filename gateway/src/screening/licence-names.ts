import { type Found, NameIndex } from '@tocsin/names';
import type { Licence } from '@tocsin/record';
import { isReadable, MATCH } from './name-agreement.ts';
import type { WrittenName } from './subject.ts';
import type { Steps } from './turns.ts';

/** Names that are looked at for one that is asked, of however many businesses: the one that was revoked may be the last. */
const MOST_NAMES = 100;

/** Licences by the names of the businesses that hold them, in every script; `key` is whatever the caller finds one by. */
export class LicenceNames {
  /** Each name once, however many licences its holder has had. */
  readonly #names = new NameIndex();
  readonly #refs = new Map<string, number>();
  /** By number of the name. */
  readonly #keys: Set<string>[] = [];
  readonly #refsOf = new Map<string, readonly number[]>();

  /** Puts a licence in, in place of what stood under its key; a person's has no name. */
  set(key: string, { holder }: Pick<Licence, 'holder'>): void {
    for (const ref of this.#refsOf.get(key) ?? []) this.#keys[ref]?.delete(key);
    const texts = holder.kind === 'person' ? [] : holder.names.map(({ text }) => text);
    const refs = [...new Set(texts)].map((text) => this.#refOf(text)).filter((ref) => ref !== null);
    for (const ref of refs) this.#keys[ref]?.add(key);
    this.#refsOf.set(key, refs);
  }

  /** Keys of all licences whose holder has the same name as one of these, the most alike first. @throws NameError */
  *named(names: readonly WrittenName[]): Steps<string[]> {
    const found: Found[] = [];
    for (const name of names) {
      const some = yield* this.#names.searching(name, MOST_NAMES);
      found.push(...some.filter(({ score }) => score >= MATCH));
    }
    found.sort((one, other) => other.score - one.score || one.ref - other.ref);
    return [...new Set(found.flatMap(({ ref }) => [...(this.#keys[ref] ?? [])]))];
  }

  /** Null for a name that nobody can read: one of many must not keep the others from being found. */
  #refOf(text: string): number | null {
    const known = this.#refs.get(text);
    if (known !== undefined) return known;
    const name: WrittenName = { text, kind: 'company' };
    if (!isReadable(name)) return null;
    const ref = this.#keys.push(new Set()) - 1;
    this.#refs.set(text, ref);
    this.#names.add({ ref, names: [name] });
    return ref;
  }
}

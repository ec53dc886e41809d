import type { NamespaceFootprint, Read, Version, Written } from './verify-export-footprint.ts';

/**
 * The peers' state, replayed: of the chaincode's own namespace the values, of everything else the versions alone, which
 * is what validity depends on.
 */
export class ReplayedState {
  readonly #kept: string;
  readonly #values = new Map<string, string>();
  readonly #versions = new Map<string, Version>();
  readonly #touched = new Set<string>();

  /** @param kept Namespace whose values are kept */
  constructor(kept: string) {
    this.#kept = kept;
  }

  /** The value under a key of the kept namespace. */
  read(key: string): string | undefined {
    return this.#values.get(key);
  }

  /** Whether something it read has changed since, or an earlier transaction of the block wrote it (Fabric, `validator.go`). */
  conflicts(footprint: readonly NamespaceFootprint[]): boolean {
    const stale = ({ place, key, version }: Read): boolean => {
      const name = `${place}\0${key}`;
      return this.#touched.has(name) || (this.#versions.get(name) ?? null) !== version;
    };
    for (const { reads, collections } of footprint)
      for (const all of [reads, ...collections.map((one) => one.reads)])
        for (const read of all) if (stale(read)) return true;
    return false;
  }

  /** @throws TypeError when a value that is to be kept is not UTF-8 */
  apply(footprint: readonly NamespaceFootprint[], version: string): void {
    for (const { namespace, writes, collections } of footprint) {
      for (const write of writes) {
        this.#version(write, version);
        if (namespace === this.#kept) this.#keep(write);
      }
      for (const { writes: hashed } of collections) for (const write of hashed) this.#version(write, version);
    }
  }

  endBlock(): void {
    this.#touched.clear();
  }

  #version({ place, key, value }: Written, version: string): void {
    const name = `${place}\0${key}`;
    this.#touched.add(name);
    if (value === null) this.#versions.delete(name);
    else this.#versions.set(name, version);
  }

  #keep({ key, value }: Written): void {
    if (value === null) this.#values.delete(key);
    else this.#values.set(key, utf8.decode(value));
  }
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Trees whose time is remembered: minutes of a busy ledger. */
const REMEMBERED = 4096;

/** Until when a tree of a size was the largest that this gateway had seen. In memory: after a restart nobody knows. */
export class HeadTimes {
  /** Ascending in size: since when the tree has had so many entries, seconds since 1970. */
  readonly #since: { readonly size: number; readonly time: number }[] = [];

  /** The tree has so many entries now. */
  note(size: number, now: number): void {
    const last = this.#since.at(-1);
    if (last !== undefined && size < last.size) this.#since.length = 0; // the view was built anew
    if (last === undefined || size !== last.size) this.#since.push({ size, time: now });
    if (this.#since.length > REMEMBERED) this.#since.splice(0, REMEMBERED / 2);
  }

  /** The last second at which a tree of that size was the largest; `now` while it is, undefined when that is not known. */
  lastAt(size: number, now: number): number | undefined {
    const first = this.#since[0];
    if (first === undefined || size < first.size) return undefined;
    const next = this.#since.find((one) => one.size > size);
    return next === undefined ? now : next.time;
  }
}

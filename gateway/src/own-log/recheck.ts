import { CompactRange } from '@tocsin/envelope/log';
import { equalBytes, fromHex, utf8 } from '@tocsin/envelope/verify';
import { type Logged, leafOf } from './entry.ts';

/** What the ledger says that the log was at a size. */
export interface AnchoredRoot {
  readonly size: number;
  /** SHA-256, hex. */
  readonly root: string;
}

export type LogFault =
  | { readonly fault: 'missing' | 'altered'; readonly place: number }
  /** The tree was made to fit: somewhere from place `from` to before `to`. */
  | { readonly fault: 'rewritten'; readonly from: number; readonly to: number };

/**
 * Holds a gateway's own log, from its first entry on, against the anchors on the ledger. An entry that is missing or
 * altered is named; where tree and entry were changed together, the stretch between the two anchors that it lies in.
 */
export function recheckLog(log: readonly Logged[], anchors: readonly AnchoredRoot[]): LogFault[] {
  const places = new Map(log.map((logged) => [logged.place, logged]));
  const ordered = [...anchors].sort((a, b) => a.size - b.size);
  const end = Math.max(ordered.at(-1)?.size ?? 0, ...places.keys().map((place) => place + 1), 0);
  const faults = Array.from({ length: end }, (_, place) => faultAt(place, places.get(place)));
  return [...faults.filter((fault) => fault !== null), ...rewrittenIn(places, ordered)];
}

function faultAt(place: number, logged: Logged | undefined): LogFault | null {
  if (logged === undefined || logged.entry === null) return { fault: 'missing', place };
  const { salt, body } = logged.entry;
  return equalBytes(logged.leaf, leafOf(salt, utf8(body))) ? null : { fault: 'altered', place };
}

function rewrittenIn(places: ReadonlyMap<number, Logged>, anchors: readonly AnchoredRoot[]): LogFault[] {
  const range = new CompactRange();
  let good = 0;
  for (const { size, root } of anchors) {
    while (range.size < size) {
      const logged = places.get(range.size);
      if (logged === undefined) return []; // named already; no root beyond it can be compared
      range.append(logged.leaf);
    }
    if (!equalBytes(range.root(), fromHex(root))) return [{ fault: 'rewritten', from: good, to: size }];
    good = size;
  }
  return [];
}

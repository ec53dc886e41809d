import type { Bytes } from './encoding.ts';

/** Bytes from the system's generator. libsodium in WebAssembly draws its own one word at a time, 50 times slower. */
export function randomBytes(length: number): Bytes {
  return crypto.getRandomValues(new Uint8Array(length));
}

/** A copy in an order of which every permutation is equally likely. */
export function shuffled<Item>(items: readonly Item[]): Item[] {
  const copy = [...items];
  for (let i = copy.length - 1; i > 0; i--) {
    const j = below(i + 1);
    [copy[i], copy[j]] = [copy[j] as Item, copy[i] as Item];
  }
  return copy;
}

// Draws again rather than wrap round, for a remainder would favour small numbers.
function below(limit: number): number {
  for (;;) {
    const byte = randomBytes(1)[0] as number;
    if (byte < 256 - (256 % limit)) return byte % limit;
  }
}

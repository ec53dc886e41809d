import { must } from '../error.ts';
import type { Kind } from '../record.ts';
import { alert } from './alert.ts';
import { listing } from './listing.ts';

/** Every kind of record the exchange knows. Adding a kind is adding a table here, its labels and its tests. */
export const kinds: readonly Kind[] = [alert, listing];

/** The kind of that name, or UNKNOWN_KIND. */
export function kindNamed(name: string): Kind {
  const kind = kinds.find((candidate) => candidate.name === name);
  must(kind, 'UNKNOWN_KIND', name);
  return kind;
}

import { computed, signal } from '@preact/signals';

/** Where the officer is: `#/record/nbswy3dp...` is the view `record` with one part. Nothing of content goes in here. */
export interface Place {
  readonly view: string;
  readonly parts: readonly string[];
}

const hash = signal(location.hash);
addEventListener('hashchange', () => {
  hash.value = location.hash;
});

/** The place that the address names; an empty one is the inbox. */
export const place = computed<Place>(() => placeIn(hash.value));

/** Reads `#/view/part/...`. Characters outside names of ours are dropped: an address is somebody else's text. */
export function placeIn(text: string): Place {
  const [view = '', ...parts] = text
    .replace(/^#\/?/, '')
    .split('/')
    .map((part) => part.replace(/[^a-z0-9-]/g, ''));
  return { view: view === '' ? 'inbox' : view, parts: parts.filter((part) => part !== '') };
}

/** The address of a view, for links. */
export const addressOf = (view: string, ...parts: readonly string[]): string => `#/${[view, ...parts].join('/')}`;

/** Goes to a view as a link would. */
export function go(view: string, ...parts: readonly string[]): void {
  location.hash = addressOf(view, ...parts);
}

import { computed, signal } from '@preact/signals';
import { officer } from '../app/session.ts';

/** What a first-time visitor does, in this order. */
export const steps = ['post', 'open', 'audit'] as const;
export type Step = (typeof steps)[number];
type Reached = Step | 'done' | 'off';

const KEPT = 'tocsin.guide';
const reached = signal<Reached>(kept());

function kept(): Reached {
  const value = localStorage.getItem(KEPT);
  return value === 'done' ? 'done' : (steps.find((each) => each === value) ?? 'off');
}

function keep(step: Reached): void {
  reached.value = step;
  localStorage.setItem(KEPT, step);
}

/** Where the visitor is; `key` before the device has one at work. */
export const step = computed<Reached | 'key'>(() =>
  officer.value === null && reached.value !== 'off' ? 'key' : reached.value,
);

/** The address `#/guide`, which the demo prints, begins the guide; nothing else does. */
export function watchGuide(): void {
  const begin = (): void => {
    if (!/^#\/?guide$/.test(location.hash)) return;
    keep('post');
    location.replace('#/inbox');
  };
  begin();
  addEventListener('hashchange', begin);
}

/** Something was done; the guide goes on where it waited for it. */
export function did(what: Step): void {
  if (reached.peek() === what) keep(steps[steps.indexOf(what) + 1] ?? 'done');
}

export const dismiss = (): void => keep('off');

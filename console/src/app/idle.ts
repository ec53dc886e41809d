import { isOpen, lock } from './session.ts';

const KEPT = 'tocsin.lock-minutes';
const USUAL = 5;
export const lockChoices = [1, 2, 5, 10, 15] as const;

/** Minutes without a touch after which the screen locks. */
export function lockMinutes(): number {
  const kept = Number(localStorage.getItem(KEPT));
  return lockChoices.find((each) => each === kept) ?? USUAL;
}

export function setLockMinutes(minutes: number): void {
  localStorage.setItem(KEPT, String(minutes));
  touched();
}

let timer: ReturnType<typeof setTimeout> | undefined;

function touched(): void {
  clearTimeout(timer);
  timer = setTimeout(() => isOpen.value && lock(), lockMinutes() * 60_000);
}

/** Locks an unattended screen: whoever sits down next is not the officer. */
export function watchIdle(): void {
  for (const event of ['pointerdown', 'keydown', 'wheel', 'touchstart'])
    addEventListener(event, touched, { passive: true, capture: true });
  isOpen.subscribe((open) => open && touched());
}

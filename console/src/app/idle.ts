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
  attend();
}

let timer: ReturnType<typeof setTimeout> | undefined;
/** When somebody was last seen here, ms. */
let seen = 0;

/** Somebody is here: the time begins anew. */
function attend(): void {
  seen = Date.now();
  clearTimeout(timer);
  timer = setTimeout(lockIfOpen, lockMinutes() * 60_000);
}

const lockIfOpen = (): void => {
  if (isOpen.peek()) lock();
};

/** Timers stand still while a device sleeps or a page is put away: the clock tells whether it was unattended meanwhile. */
function looked(): void {
  if (Date.now() - seen >= lockMinutes() * 60_000) lockIfOpen();
}

function touched(): void {
  looked();
  attend();
}

/** Locks an unattended screen: whoever sits down next is not the officer. A page that was left is kept by browsers as it was. */
export function watchIdle(): void {
  for (const event of ['pointerdown', 'keydown', 'wheel', 'touchstart'])
    addEventListener(event, touched, { passive: true, capture: true });
  for (const event of ['focus', 'pageshow']) addEventListener(event, looked);
  document.addEventListener('visibilitychange', looked);
  addEventListener('pagehide', lockIfOpen);
  isOpen.subscribe((open) => open && attend());
}

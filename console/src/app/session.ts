import { computed, signal } from '@preact/signals';
import type { KeyFile } from '../worker/import-key.ts';
import { type Stage, stageOf } from '../worker/stage.ts';
import { ask, endWorker, onNews, startWorker, Told } from './worker.ts';

type Known = { readonly stage: 'starting' } | Stage;

/** How far this device is; `enrolled` says nothing of whether it is locked. */
export const device = signal<Known>({ stage: 'starting' });
/** True while the officer's key is in use. */
export const isOpen = signal(false);
/** Why this officer is not let in any more, since the last unlocking; null where nobody said so. */
export const barred = signal<Told | null>(null);

/** The officer at work, or null. */
export const officer = computed(() => (isOpen.value && device.value.stage === 'enrolled' ? device.value : null));

/** Reads how far this device is; the worker comes behind the first view, and is there when it is needed. */
export async function start(): Promise<void> {
  device.value = await stageOf();
  startWorker();
}

/** Makes the key of a new device. @throws Told */
export async function begin(passphrase: string): Promise<void> {
  device.value = await ask('begin', passphrase);
}

/** Takes a key over from a file. @throws Told */
export async function importKey(file: KeyFile, passphrase: string): Promise<void> {
  device.value = await ask('importKey', file, passphrase);
}

/** Takes over what the registrar has confirmed, and goes to work. @throws Told */
export async function complete(passphrase: string, code: string): Promise<boolean> {
  device.value = await ask('complete', passphrase, code);
  return unlock(passphrase);
}

/** Begins anew on a device whose key waits. */
export async function forget(): Promise<void> {
  device.value = await ask('forget');
}

/** False for a wrong passphrase. */
export async function unlock(passphrase: string): Promise<boolean> {
  isOpen.value = await ask('unlock', passphrase);
  if (isOpen.value) barred.value = null;
  return isOpen.value;
}

/** Puts the key away and takes everything opened off this screen. */
export function lock(): void {
  isOpen.value = false;
  endWorker();
}

const tabs = new BroadcastChannel('tocsin-lock');

/** Locks every tab of this device: whoever presses it leaves the device, not one tab. */
export function lockAll(): void {
  lock();
  tabs.postMessage('lock');
}

/** Locks with the other tabs, and as soon as the gateway says that this officer is not let in any more. */
export function watchLock(): void {
  tabs.addEventListener('message', lock);
  onNews((news) => {
    if (!('barred' in news) || !isOpen.peek()) return;
    barred.value = new Told(news.barred);
    lockAll();
  });
}

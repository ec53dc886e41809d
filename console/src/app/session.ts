import { computed, signal } from '@preact/signals';
import type { KeyFile } from '../worker/import-key.ts';
import { type Stage, stageOf } from '../worker/stage.ts';
import { ask, endWorker, startWorker } from './worker.ts';

type Known = { readonly stage: 'starting' } | Stage;

/** How far this device is; `enrolled` says nothing of whether it is locked. */
export const device = signal<Known>({ stage: 'starting' });
/** True while the officer's key is in use. */
export const isOpen = signal(false);

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

/** False for a wrong passphrase. */
export async function unlock(passphrase: string): Promise<boolean> {
  isOpen.value = await ask('unlock', passphrase);
  return isOpen.value;
}

/** Puts the key away and takes everything opened off the screen. */
export function lock(): void {
  isOpen.value = false;
  endWorker();
}

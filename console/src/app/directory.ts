import { computed, signal } from '@preact/signals';
import type { ListedAgency } from '@tocsin/gateway/api';
import { language } from '../text/text.ts';
import { gateway } from './worker.ts';

type Names = Readonly<Record<string, string>>;
/** Everybody that is or was a member. */
export const members = signal<readonly ListedAgency[]>([]);
/** The agencies' names by their codes. */
export const agencies = computed<ReadonlyMap<string, Names>>(
  () => new Map(members.value.map(({ code, names }) => [code, names])),
);

/** Fetches the agencies when the screen is unlocked, and anew when the directory has changed. */
export async function loadDirectory(): Promise<void> {
  members.value = await gateway.agencies();
}

/** An agency by its name in the chosen language, else in English, else by its code. */
export function agencyName(code: string): string {
  const names = agencies.value.get(code);
  return names?.[language.value] ?? names?.en ?? code;
}

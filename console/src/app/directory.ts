import { signal } from '@preact/signals';
import { language } from '../text/text.ts';
import { gateway } from './worker.ts';

type Names = Readonly<Record<string, string>>;
/** The agencies' names by their codes. */
export const agencies = signal<ReadonlyMap<string, Names>>(new Map());

/** Fetches the agencies' names once a session. */
export async function loadDirectory(): Promise<void> {
  const listed = await gateway.agencies();
  agencies.value = new Map(listed.map(({ code, names }) => [code, names]));
}

/** An agency by its name in the chosen language, else in English, else by its code. */
export function agencyName(code: string): string {
  const names = agencies.value.get(code);
  return names?.[language.value] ?? names?.en ?? code;
}

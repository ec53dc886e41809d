import { useEffect, useState } from 'preact/hooks';
import { recordNews } from '../live/live.ts';

/** What a view has asked for: the last answer stays on the screen while a newer one is fetched. */
export interface Asked<T> {
  readonly value: T | undefined;
  readonly error: unknown;
}

/** Asks when the view appears, when `of` changes, and when the ledger tells news; without another, news of records. */
export function useAsked<T>(
  question: () => Promise<T>,
  of: readonly unknown[],
  news: { readonly value: number } = recordNews,
): Asked<T> {
  const [asked, setAsked] = useState<Asked<T>>({ value: undefined, error: null });
  useEffect(() => {
    let current = true;
    question().then(
      (value) => current && setAsked({ value, error: null }),
      (error: unknown) => current && setAsked(({ value }) => ({ value, error })),
    );
    return () => {
      current = false;
    };
  }, [...of, news.value]);
  return asked;
}

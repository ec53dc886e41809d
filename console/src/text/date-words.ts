type Unit = 'day' | 'hour' | 'minute';

/**
 * How a language writes days and times. Chromium's own data leaves Burmese, Khmer and Lao out: asked for them, `Intl`
 * answers in English and forgets the calendar.
 */
export interface DateWords {
  /** From January on. */
  readonly months: readonly string[];
  /** Of `{day}`, `{month}` and `{year}`. */
  readonly date: string;
  /** Of `{month}` and `{year}`. */
  readonly monthYear: string;
  /** Of `{date}` and `{time}`. */
  readonly moment: string;
  /** A `{year}` of the Buddhist calendar. */
  readonly buddhist: string;
  /** `{n}` units ago, and from now. */
  readonly relative: Readonly<Record<Unit, { readonly past: string; readonly future: string }>>;
  /** Yesterday, today, tomorrow; this hour; this minute. */
  readonly near: { readonly day: readonly string[]; readonly hour: string; readonly minute: string };
  /** Countries of the region and its neighbours by their codes (ISO 3166-1). */
  readonly regions: Readonly<Record<string, string>>;
}

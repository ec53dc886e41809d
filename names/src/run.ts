import { type Reading, readingsOf } from './reading.ts';
import { type Language, type SoundCosts, soundCosts } from './sound.ts';
import type { Token } from './token.ts';

/** What sums of costs the readings of a run have, hundredths. */
export interface Span {
  readonly leastMass: number;
  readonly mostMass: number;
  readonly mostLength: number;
}

/** Words of a name beside each other, read as one; remembers how it is said. */
export class Run {
  readonly tokens: readonly Token[];
  readonly text: string;
  readonly weight: number;
  /** It stays while one name is looked for; joined words of the names that it is compared with do not. */
  readonly stays: boolean;
  readonly #latin: boolean;
  /** In its own habits, or in those of each language. */
  #own: readonly Reading[] | undefined;
  #habits: Map<Language, readonly Reading[]> | undefined;
  #span: Span | undefined;
  #spanLanguage: Language | undefined;

  constructor(tokens: readonly Token[], stays = true) {
    this.stays = stays;
    this.tokens = tokens;
    this.#latin = tokens[0]?.script === 'latin';
    this.text = tokens.length === 1 ? (tokens[0] as Token).text : tokens.map(({ text }) => text).join('');
    this.weight = tokens.reduce((sum, { weight }) => sum + weight, 0);
  }

  /** How it is said: Latin letters in the habits of `language`, other scripts in their own. */
  readings(language: Language): readonly Reading[] {
    if (!this.#latin) {
      this.#own ??= readingsOf(this.tokens, language);
      return this.#own;
    }
    this.#habits ??= new Map();
    let found = this.#habits.get(language);
    if (found === undefined) {
      found = readingsOf(this.tokens, language);
      this.#habits.set(language, found);
    }
    return found;
  }

  /** How light and how heavy it may be said; remembered for the language that was asked for last. */
  span(language: Language): Span {
    if (this.#span === undefined || this.#spanLanguage !== language) {
      this.#span = spanOf(this.readings(language), soundCosts(language));
      this.#spanLanguage = language;
    }
    return this.#span;
  }
}

function spanOf(readings: readonly Reading[], { mass, weight }: SoundCosts): Span {
  let [leastMass, mostMass, mostLength] = [readings.length === 0 ? 0 : Number.POSITIVE_INFINITY, 0, 0];
  for (const { sounds } of readings) {
    let [heavy, long] = [0, 0];
    for (let at = 0; at < sounds.length; at += 1) {
      heavy += mass[sounds.charCodeAt(at)] as number;
      long += weight[sounds.charCodeAt(at)] as number;
    }
    leastMass = Math.min(leastMass, heavy);
    mostMass = Math.max(mostMass, heavy);
    mostLength = Math.max(mostLength, long);
  }
  return { leastMass, mostMass, mostLength };
}

/** More neighbours are never read as one. */
const MOST_JOINED = 5;

/** The words of a name, alone and with their neighbours. */
export class Runs {
  readonly words: readonly Run[];
  readonly #stay: boolean;
  readonly #joined: (Run | undefined)[] = [];

  constructor(words: readonly Run[], stay = true) {
    this.#stay = stay;
    this.words = words;
  }

  /** The words at `from` up to `to`, which is not among them. */
  of(from: number, to: number): Run {
    if (to === from + 1) return this.words[from] as Run;
    const place = from * MOST_JOINED + to - from;
    let found = this.#joined[place];
    if (found === undefined) {
      found = new Run(
        this.words.slice(from, to).flatMap(({ tokens }) => tokens),
        this.#stay,
      );
      this.#joined[place] = found;
    }
    return found;
  }
}

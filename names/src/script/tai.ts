/**
 * Reads a syllable at a time what is written in the Thai way: vowels before, above, below and behind their consonant,
 * unwritten vowels, silent letters. Lao is written the same way and is read through the same eyes (lao.ts). A word that
 * can be read in several ways gives several readings, likeliest first.
 */
export interface TaiLetters {
  /** Sound of a consonant that begins a syllable. */
  readonly initial: Readonly<Record<string, string>>;
  /** Sound of a consonant that ends one. */
  readonly final: Readonly<Record<string, string>>;
  /** Pairs said as one beginning. */
  readonly clusters: ReadonlySet<string>;
  /** Pieces of names and how they are read; they are preferred to spelling out. */
  readonly elements: ReadonlyMap<string, readonly string[]>;
  /** Consonants without a written vowel may be said with one. */
  readonly unwritten: boolean;
}

/** One way on from a place in the word: how far, which sounds, how unlikely (hundredths). */
type Step = readonly [end: number, sounds: string, cost: number];
interface Path {
  readonly sounds: string;
  readonly cost: number;
}

const KEPT = 8;
/** A reading much less likely than the best one is a guess, not a reading. */
const LIKELY = 50;
const LONGEST_ELEMENT = 12;
const SONORANTS = new Set('งญณนมยรลวฬ');
const AFTER_VOWELS = new Set('ะัาำิีึืฺุู็ๅ');
const SHORT = new Set('ัิุึ');

/** The likeliest readings of one word without tone marks, at most eight; empty for what cannot be read. */
export function taiReadings(word: string, letters: TaiLetters): string[] {
  const paths: Path[][] = Array.from({ length: word.length + 1 }, () => []);
  paths[0] = [{ sounds: '', cost: 0 }];
  for (let at = 0; at < word.length; at += 1) {
    const here = best(paths[at] ?? []);
    if (here.length === 0) continue;
    for (const [end, sounds, cost] of steps(word, at, letters)) {
      for (const path of here) paths[end]?.push({ sounds: path.sounds + sounds, cost: path.cost + cost });
    }
  }
  return best(paths[word.length] ?? []).map(({ sounds }) => sounds);
}

function best(paths: readonly Path[]): Path[] {
  const seen = new Set<string>();
  const sorted = [...paths].sort((one, other) => one.cost - other.cost);
  const worst = (sorted[0]?.cost ?? 0) + LIKELY;
  return sorted.filter(({ sounds, cost }) => cost <= worst && !seen.has(sounds) && seen.add(sounds)).slice(0, KEPT);
}

function steps(word: string, at: number, letters: TaiLetters): Step[] {
  const found: Step[] = [...elements(word, at, letters)];
  const lead = 'เแโใไ'.includes(word[at] ?? '') ? (word[at] ?? '') : '';
  for (const [end, sounds, cost] of onsets(word, at + lead.length, lead !== '', letters)) {
    for (const [rest, vowel, more] of rhymes(word, end, lead, letters)) found.push([rest, sounds + vowel, cost + more]);
  }
  // What no rule reads is passed over, so that no letter can make a name unreadable.
  found.push([at + 1, letters.initial[word[at] ?? ''] ?? '', 120]);
  return found;
}

function* elements(word: string, at: number, { elements: known }: TaiLetters): Generator<Step> {
  for (let end = Math.min(word.length, at + LONGEST_ELEMENT); end > at + 1; end -= 1) {
    const readings = known.get(word.slice(at, end));
    if (readings === undefined || AFTER_VOWELS.has(word[end] ?? '')) continue;
    for (const [rank, sounds] of readings.entries()) yield [end, sounds, 2 + rank * 6];
  }
}

function* onsets(word: string, at: number, led: boolean, letters: TaiLetters): Generator<Step> {
  const [one, two] = [word[at] ?? '', word[at + 1] ?? ''];
  const [first, second] = [letters.initial[one], letters.initial[two]];
  if (first === undefined) return;
  if (second !== undefined) {
    if (one === 'ห' && SONORANTS.has(two)) yield [at + 2, second, 0];
    else if (letters.clusters.has(one + two)) yield [at + 2, first + second, 0];
    if (one + two === 'ทร') yield [at + 2, 's', 5];
    if (one + two === 'สร' || one + two === 'ศร') yield [at + 2, 's', 0];
    if (one + two === 'อย') yield [at + 2, second, 10];
    if (led && SONORANTS.has(two) && !SONORANTS.has(one)) yield [at + 2, `${first}a${second}`, 15];
  }
  yield [at + 1, first, 0];
}

function* rhymes(word: string, at: number, lead: string, letters: TaiLetters): Generator<Step> {
  if (lead === 'ใ' || lead === 'ไ') {
    if (word[at] === 'ย') yield [at + 1, 'ay', 0];
    yield [at, 'ay', word[at] === 'ย' ? 20 : 0];
  } else if (lead === 'เ') yield* rhymesOfE(word, at, letters);
  else if (lead === 'แ' || lead === 'โ') {
    const short = word[at] === 'ะ' || word[at] === '็' ? 1 : 0;
    yield* closed(word, at + short, lead === 'แ' ? 'E' : 'o', letters);
  } else yield* rhymesBehind(word, at, letters);
}

function* rhymesOfE(word: string, at: number, letters: TaiLetters): Generator<Step> {
  const [one, two] = [word[at] ?? '', word[at + 1] ?? ''];
  if (one === 'ี' && two === 'ย') yield* closed(word, at + 2 + (word[at + 2] === 'ะ' ? 1 : 0), 'ia', letters);
  else if (one === 'ื' && two === 'อ') yield* closed(word, at + 2, 'Ua', letters);
  else if (one === 'ิ' || one === 'ี') yield* closed(word, at + 1, 'Q', letters);
  else if (one === 'ึ' || one === 'ื') yield* closed(word, at + 1, 'U', letters);
  else if (one === 'า' && two === 'ะ') yield [at + 2, 'O', 0];
  else if (one === 'า') yield [at + 1, 'aw', 0];
  else if (one === 'ะ') yield [at + 1, 'e', 0];
  else if (one === '็') yield* closed(word, at + 1, 'e', letters);
  else {
    if (one === 'อ') yield* closed(word, at + 1, 'Q', letters);
    if (one === 'ย' && !AFTER_VOWELS.has(two)) yield [at + 1, 'Qy', 0];
    yield* closed(word, at, 'e', letters);
  }
}

const WRITTEN: ReadonlyMap<string, string> = new Map(
  ['าa', 'ิi', 'ีi', 'ึU', 'ืU', 'ุu', 'ูu'].map((pair) => [pair[0] ?? '', pair[1] ?? '']),
);

function* rhymesBehind(word: string, at: number, letters: TaiLetters): Generator<Step> {
  const [one, two] = [word[at] ?? '', word[at + 1] ?? ''];
  const written = WRITTEN.get(one);
  if (written !== undefined) yield* closed(word, at + 1 + (one === 'ื' && two === 'อ' ? 1 : 0), written, letters);
  else if (one === 'ะ') yield [at + 1, 'a', 0];
  else if (one === 'ำ') yield [at + 1, 'am', 0];
  else if (one === 'ั' && two === 'ว') yield [at + 2 + (word[at + 2] === 'ะ' ? 1 : 0), 'ua', 0];
  else if (one === 'ั') yield* closed(word, at + 1, 'a', letters);
  else if (one === 'ฤ') {
    yield* closed(word, at + 1, 'ri', letters);
    yield* closed(word, at + 1, 'rU', letters);
  } else if (one === 'ร' && two === 'ร') {
    for (const step of closed(word, at + 2, 'a', letters)) if (step[0] > at + 2) yield step;
    yield [at + 2, 'an', 5];
  } else {
    if (one === 'อ') yield* closed(word, at + 1, 'O', letters);
    if (one === 'ว') for (const step of closed(word, at + 1, 'ua', letters)) if (step[0] > at + 1) yield step;
    yield* unwrittenVowel(word, at, letters);
  }
}

function* unwrittenVowel(word: string, at: number, letters: TaiLetters): Generator<Step> {
  if (!letters.unwritten) return;
  if (word[at] === 'ร' && !AFTER_VOWELS.has(word[at + 1] ?? '')) yield [at + 1, 'On', 5];
  for (const [end, sounds, cost] of closed(word, at, 'o', letters)) if (end > at) yield [end, sounds, cost + 10];
  yield [at, 'a', 20];
}

/** A vowel, open or closed by a final consonant, with the letters that are written and not said. */
function* closed(word: string, at: number, vowel: string, letters: TaiLetters): Generator<Step> {
  const short = SHORT.has(word[at - 1] ?? '');
  yield [at, vowel, word[at - 1] === 'ั' ? 60 : 4];
  const one = word[at] ?? '';
  const two = word[at + 1] ?? '';
  const final = letters.final[one];
  if (final === undefined) return;
  const silentVowel = (two === 'ิ' || two === 'ุ') && at + 2 === word.length;
  if (silentVowel) yield [at + 2, vowel + final, 12];
  if (AFTER_VOWELS.has(two)) return;
  yield [at + 1, vowel + final, 0];
  if (one === 'ร' && letters.final[two] !== undefined && !AFTER_VOWELS.has(word[at + 2] ?? '')) {
    yield [at + 2, vowel + (letters.final[two] ?? ''), 12];
  }
  const ends = at + 2 >= word.length;
  if (two === 'ร' && !AFTER_VOWELS.has(word[at + 2] ?? '')) yield [at + 2, vowel + final, ends ? 2 : 14];
  else if (letters.final[two] === final && !AFTER_VOWELS.has(word[at + 2] ?? '')) yield [at + 2, vowel + final, 4];
  const follows = letters.initial[two] !== undefined || 'เแโใไ'.includes(two);
  if (!ends && follows) yield [at + 1, `${vowel}${final}${letters.initial[one] ?? ''}a`, short ? 18 : 26];
}

import { asciiDigits } from '@tocsin/record';
import table from './data/burmese-card.json' with { type: 'json' };

/** State or region, letters of the township, kind of card, and the number: `12/DAGANA(N)123456`. */
const CARD = cardForm();
/** The regions and states, and the capital where its townships are not told with Mandalay. */
const STATES = 15;
/** Of the code of a township. */
const SYLLABLES = 3;

function cardForm(): RegExp {
  const kinds = Object.values(table.kinds).flat().sort(longestFirst).join('|');
  // A wa stands for a zero, and a ra for a seven, wherever Burmese digits are typed by their looks.
  return new RegExp(`^(1ဝ(?=[/\\\\])|\\d{1,2})[/\\\\]?(.{2,24}?)\\(?(${kinds})\\)?([\\dဝရ]{6})$`, 'u');
}

function longestFirst(one: string, other: string): number {
  return other.length - one.length;
}

const kindOf = new Map(Object.entries(table.kinds).flatMap(([kind, all]) => all.map((one) => [one, kind] as const)));
const letterOf: Readonly<Record<string, string>> = table.letters;
const spelt: ReadonlyMap<string, string> = new Map([
  ...Object.values(table.letters).map((syllable) => [syllable, syllable] as const),
  ...Object.entries(table.spellings),
]);
const SYLLABLE = new RegExp([...spelt.keys()].sort(longestFirst).join('|'), 'y');

/**
 * The number of an identity card of Myanmar in the one spelling that is compared, in whatever script and by whatever
 * keyboard it was typed; null for what is none. `၁၂/ဒဂန(နိုင်)၁၂၃၄၅၆` and `12/DaGaNa(N)123456` are `12DAGANAN123456`.
 * Letters that nobody knows stay as they are, and state, kind and digits are compared all the same.
 */
export function burmeseCard(written: string): string | null {
  const [, state = '', township = '', kind = '', number = ''] = CARD.exec(plainCard(written)) ?? [];
  const part = Number(digitsIn(state));
  if (number === '' || part < 1 || part > STATES) return null;
  const letters = latinLetters(township);
  return letters === null ? null : `${part}${letters}${kindOf.get(kind)}${digitsIn(number)}`;
}

/** Bare letters and digits: vowels and marks stand in the kind of card alone, and in Zawgyi elsewhere than in Unicode. */
const plainCard = (written: string): string =>
  asciiDigits(written.normalize('NFKC'))
    .toUpperCase()
    .replace(/\u108F/g, 'န')
    .replace(/[\u102B-\u103F\u1050-\u109F]|[^\p{L}\p{N}/\\()]/gu, '');

const digitsIn = (text: string): string => text.replaceAll('ဝ', '0').replaceAll('ရ', '7');

/** Null where no letter is among them: then it is some other number. */
function latinLetters(township: string): string | null {
  if (!/^[\p{L}07]+$/u.test(township) || !/\p{L}{2}|\p{L}[07]/u.test(township)) return null;
  if (!/[A-Z]/.test(township)) {
    const letters = township.replaceAll('0', 'ဝ').replaceAll('7', 'ရ');
    return Array.from(letters, (one) => letterOf[one] ?? one).join('');
  }
  const syllables = syllablesIn(township);
  return syllables?.length === SYLLABLES ? syllables.join('') : township;
}

/** The syllables of Latin letters, each in one spelling; null where some are none. */
function syllablesIn(letters: string): string[] | null {
  const found: string[] = [];
  for (let at = 0; at < letters.length; at = SYLLABLE.lastIndex) {
    SYLLABLE.lastIndex = at;
    const [syllable] = SYLLABLE.exec(letters) ?? [];
    if (syllable === undefined) return null;
    found.push(spelt.get(syllable) as string);
  }
  return found;
}

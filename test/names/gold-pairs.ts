import { readFileSync } from 'node:fs';

/** One labelled pair of names: made up people of real name elements. */
export interface GoldPair {
  readonly language: string;
  readonly same: boolean;
  /** How the second was made of the first. */
  readonly rule: string;
  /** The lists of name elements it was made of; dev and test share none. */
  readonly source: string;
  readonly one: string;
  readonly other: string;
}

export type Half = 'dev' | 'test';

interface Element {
  readonly language: string;
  readonly half: Half;
  readonly source: string;
  readonly kind: string;
  readonly written: string;
  readonly spellings: readonly string[];
}

interface Person {
  readonly source: string;
  readonly gender: string;
  readonly given: Element;
  readonly family: Element;
}

const file = (name: string): URL => new URL(`gold/${name}`, import.meta.url);

/** The committed pairs of one half. */
export function goldPairs(half: Half): GoldPair[] {
  return readFileSync(file(`${half}.tsv`), 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => {
      const [language = '', label = '', rule = '', source = '', one = '', other = ''] = line.split('\t');
      return { language, same: label === 'same', rule, source, one, other };
    });
}

/** The pairs made anew of names.tsv; equal lists give equal pairs. */
export function madePairs(half: Half): GoldPair[] {
  const elements = readFileSync(file('names.tsv'), 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map(element);
  const mine = elements.filter((one) => one.half === half);
  const pairs = [...new Set(mine.map(({ language }) => language))].flatMap((language) =>
    language === 'my'
      ? burmesePairs(mine)
      : pairsOf(
          language,
          mine.filter((one) => one.language === language),
        ),
  );
  const seen = new Set<string>();
  return pairs.filter(
    ({ one, other }) => one !== other && !seen.has(`${one}\t${other}`) && seen.add(`${one}\t${other}`),
  );
}

export const asLine = ({ language, same, rule, source, one, other }: GoldPair): string =>
  [language, same ? 'same' : 'other', rule, source, one, other].join('\t');

function element(line: string): Element {
  const [language = '', half = '', source = '', kind = '', written = '', spellings = ''] = line.split('\t');
  return { language, half: half === 'dev' ? 'dev' : 'test', source, kind, written, spellings: spellings.split('/') };
}

const FAMILY_FIRST = new Set(['km', 'zh', 'vi']);
const PEOPLE = 2;

/** Each given name with a few families, in steps that meet all of them. */
function people(elements: readonly Element[]): Person[] {
  const families = elements.filter(({ kind }) => kind === 's');
  const givens = elements.filter(({ kind }) => kind !== 's');
  return givens.flatMap((given, at) =>
    Array.from({ length: PEOPLE }, (_, step) => {
      const family = families[(at * PEOPLE + step * 5) % families.length] as Element;
      return { source: [...new Set([given.source, family.source])].join('+'), gender: given.kind, given, family };
    }),
  );
}

function full(language: string, given: string, family: string, gender: string): string {
  if (language === 'zh' && /\p{Script=Han}/u.test(family)) return family + given;
  if (language === 'vi') return `${family} ${given.includes(' ') ? '' : particle(family + given, gender)}${given}`;
  if (language === 'ms') return `${given} ${gender === 'f' ? 'binti' : 'bin'} ${family}`;
  return FAMILY_FIRST.has(language) ? `${family} ${given}` : `${given} ${family}`;
}

/** Marked where the paper marks anything: Phan has no mark of its own. */
const particle = (name: string, gender: string): string => {
  const marked = /[^\p{ASCII}]/u.test(name);
  return gender === 'f' ? (marked ? 'Thị ' : 'Thi ') : marked ? 'Văn ' : 'Van ';
};

const written = (language: string, { given, family, gender }: Person): string =>
  full(language, given.written, family.written, gender);

/** The n-th spelling of both: of Chinese the n-th standard. */
function latin(language: string, { given, family, gender }: Person, nth: number): string {
  const pick = ({ spellings }: Element): string => spellings[Math.min(nth, spellings.length - 1)] ?? '';
  return full(language, pick(given), pick(family), gender);
}

const TITLES: Readonly<Record<string, readonly [m: string, f: string]>> = {
  th: ['นาย', 'นางสาว'],
  lo: ['ທ້າວ ', 'ນາງ '],
  km: ['លោក ', 'អ្នកស្រី '],
  zh: ['', ''],
  vi: ['Ông ', 'Bà '],
  ms: ['Encik ', 'Puan '],
  fil: ['Mr. ', 'Mrs. '],
  latin: ['Mr ', 'Ms '],
};

function pairsOf(language: string, elements: readonly Element[]): GoldPair[] {
  const all = people(elements);
  return all.flatMap((person, at) => [...samePairs(language, person), ...otherPairs(language, person, at, all)]);
}

function samePairs(language: string, person: Person): GoldPair[] {
  const one = written(language, person);
  const count = Math.max(person.given.spellings.length, person.family.spellings.length);
  const pair = (rule: string, first: string, other: string): GoldPair => ({
    language,
    same: true,
    rule,
    source: person.source,
    one: first,
    other,
  });
  const first = latin(language, person, 0);
  const pairs = Array.from({ length: count }, (_, nth) =>
    pair(`spelling-${nth + 1}`, one, latin(language, person, nth)),
  );
  const title = TITLES[language]?.[person.gender === 'f' ? 1 : 0] ?? '';
  if (title !== '') pairs.push(pair('title', title + one, first));
  pairs.push(pair('capitals', one, first.toUpperCase()));
  if (language !== 'ms') pairs.push(pair('family-elsewhere', one, turned(language, person)));
  if (count > 1 && language !== 'zh') pairs.push(pair('two-spellings', first, latin(language, person, 1)));
  if (first.length > 9) pairs.push(pair('scanned', one, scanned(first)));
  if (language === 'ms') pairs.push(pair('without-bin', one, first.replace(/ bint?i? /, ' ').replace(' bin ', ' ')));
  if (language === 'vi') pairs.push(pair('telex', first, telex(one)));
  if (language === 'fil')
    pairs.push(pair('middle-initial', `${person.given.written} R. ${person.family.written}`, one));
  return pairs;
}

function turned(language: string, { given, family }: Person): string {
  const [mine = '', theirs = ''] = [given.spellings[0], family.spellings[0]];
  return FAMILY_FIRST.has(language) ? `${mine} ${theirs}` : `${theirs.toUpperCase()}, ${mine}`;
}

const scanned = (name: string): string => (name.includes('o') ? name.replace('o', '0') : name.replace(/l|i/, '1'));

const TONE_KEYS: Readonly<Record<string, string>> = {
  '\u0300': 'f',
  '\u0301': 's',
  '\u0309': 'r',
  '\u0303': 'x',
  '\u0323': 'j',
  '\u0302': '^',
  '\u0306': 'w',
  '\u031B': 'w',
};

/** What comes of Vietnamese typed with Telex into a box that knows nothing of it: the tone's key ends the word. */
function telex(name: string): string {
  return name
    .split(' ')
    .map((word) => {
      let [letters, tone] = ['', ''];
      for (const one of word.replace(/đ/g, 'dd').replace(/Đ/g, 'Dd').normalize('NFD')) {
        const key = TONE_KEYS[one];
        if (key === undefined) letters += one;
        else if (key === '^') letters += letters.at(-1) ?? '';
        else if (key === 'w') letters += 'w';
        else tone = key;
      }
      return letters + tone;
    })
    .join(' ');
}

/** Hard negatives: who shares a name, or nearly, and is somebody else. */
function otherPairs(language: string, person: Person, at: number, all: readonly Person[]): GoldPair[] {
  const pair = (rule: string, one: string, other: string): GoldPair => ({
    language,
    same: false,
    rule,
    source: person.source,
    one,
    other,
  });
  const one = written(language, person);
  const others = all.filter(({ given }) => !sounded(given, person.given));
  const near = [...others].sort((a, b) => distance(a.given, person.given) - distance(b.given, person.given));
  const family = all.map((each) => each.family).filter((each) => !sounded(each, person.family));
  const sibling = others[(at * 7 + 3) % others.length] as Person;
  const pairs = [
    pair('sibling', one, latin(language, { ...person, given: sibling.given }, 0)),
    pair('near-given-name', one, latin(language, { ...person, given: near[0]?.given ?? sibling.given }, 0)),
    pair('near-given-name-2', one, latin(language, { ...person, given: near[3]?.given ?? sibling.given }, 1)),
    pair('other-family', one, latin(language, { ...person, family: family[at % family.length] as Element }, 0)),
    pair('sibling-written', one, written(language, { ...person, given: sibling.given })),
    pair(
      'two-papers-sibling',
      latin(language, person, 0),
      latin(language, { ...person, given: near[1]?.given ?? sibling.given }, 0),
    ),
  ];
  if (language === 'vi' && !person.given.written.includes(' '))
    pairs.push(
      pair(
        'other-particle',
        one,
        full(language, person.given.written, person.family.written, person.gender === 'f' ? 'm' : 'f'),
      ),
      pair('other-tone', one, retoned(one)),
    );
  return pairs.filter(({ one: first, other }) => first !== other);
}

/** The same letters with another tone: another name. */
const retoned = (name: string): string => {
  const apart = name.normalize('NFD');
  const last = apart.lastIndexOf(' ') + 1;
  const given = apart.slice(last);
  const changed = /[\u0300\u0301\u0309\u0303\u0323]/.test(given)
    ? given.replace(/[\u0300\u0301\u0309\u0303\u0323]/, (tone) => (tone === '\u0301' ? '\u0300' : '\u0301'))
    : given.replace(/[aeiouy](?=[^aeiouy]*$)/, '$&\u0323');
  return (apart.slice(0, last) + changed).normalize('NFC');
};

const plain = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

/** Spelled alike: then no paper tells them apart and the pair proves nothing. */
const sounded = (one: Element, other: Element): boolean =>
  one.written === other.written || one.spellings.some((a) => other.spellings.some((b) => plain(a) === plain(b)));

function distance(one: Element, other: Element): number {
  const [a, b] = [plain(one.spellings[0] ?? ''), plain(other.spellings[0] ?? '')];
  let above = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row += 1) {
    const here = [row];
    for (let column = 1; column <= b.length; column += 1)
      here.push(
        Math.min(
          (above[column - 1] ?? 0) + (a[row - 1] === b[column - 1] ? 0 : 1),
          (above[column] ?? 0) + 1,
          (here[column - 1] ?? 0) + 1,
        ),
      );
    above = here;
  }
  return above[b.length] ?? 0;
}

/** Burmese names have no family: two to four elements, in an order that matters. */
function burmesePairs(elements: readonly Element[]): GoldPair[] {
  const all = elements.filter(({ language }) => language === 'my');
  return all.flatMap((_, at) => [2, 3].flatMap((length) => burmeseNames(all, at, length)));
}

function burmeseNames(all: readonly Element[], at: number, length: number): GoldPair[] {
  const pick = (place: number): Element => all[(at + place * 5) % all.length] as Element;
  const mine = Array.from({ length }, (_, place) => pick(place));
  const source = mine[0]?.source ?? '';
  const native = (list: readonly Element[]): string => list.map(({ written: one }) => one).join('');
  const spelled = (list: readonly Element[], nth: number): string =>
    list.map(({ spellings }) => spellings[Math.min(nth, spellings.length - 1)]).join(' ');
  const replaced = (place: number, by: Element): Element[] => mine.map((one, index) => (index === place ? by : one));
  const near = [...all]
    .filter((one) => !mine.some((each) => sounded(one, each)))
    .sort((a, b) => distance(a, mine[length - 1] as Element) - distance(b, mine[length - 1] as Element));
  const [first, second] = [native(mine), spelled(mine, 0)];
  const same = (rule: string, one: string, other: string): GoldPair => ({
    language: 'my',
    same: true,
    rule,
    source,
    one,
    other,
  });
  const differs = (rule: string, one: string, other: string): GoldPair => ({ ...same(rule, one, other), same: false });
  return [
    same('spelling-1', first, second),
    same('spelling-2', first, spelled(mine, 1)),
    same('spaced', mine.map(({ written: one }) => one).join(' '), second),
    same(
      'written-together',
      first,
      second.replace(/ (\S+)$/, (_, word: string) => word.toLowerCase()),
    ),
    same('title', `ဦး${first}`, `U ${second}`),
    same('capitals', first, second.toUpperCase()),
    differs('last-differs', first, spelled(replaced(length - 1, near[0] as Element), 0)),
    differs('first-differs', first, spelled(replaced(0, near[2] as Element), 0)),
    differs('near-differs', first, spelled(replaced(length - 1, near[1] as Element), 1)),
    differs('one-more', first, `${second} ${near[3]?.spellings[0] ?? ''}`),
    differs('two-papers', second, spelled(replaced(length - 1, near[4] as Element), 0)),
    ...(length === 2 ? [differs('turned', first, spelled([...mine].reverse(), 0))] : []),
  ];
}

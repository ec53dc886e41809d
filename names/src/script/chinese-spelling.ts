import table from '../../data/chinese-spellings.json' with { type: 'json' };

type Replacements = readonly (readonly [from: RegExp, to: string])[];

const compile = (pairs: readonly (readonly string[])[]): Replacements =>
  pairs.map(([from, to]) => [new RegExp(from ?? ''), to ?? '']);

const wade = compile(table.wadeGiles);
const hongKong = {
  initials: table.hongKong.initials,
  finals: table.hongKong.finals as Readonly<Record<string, string>>,
};
const straits = { initials: table.straits.initials, finals: table.straits.finals as Readonly<Record<string, string>> };

/** Wade-Giles of a pinyin syllable, without the marks that papers leave out. */
export function wadeGiles(syllable: string): string {
  return wade.reduce((sofar, [from, to]) => sofar.replace(from, to), syllable);
}

/** How Hong Kong and Macao write a Jyutping syllable. */
export const hongKongSpellings = (syllable: string): string[] => spellings(syllable, hongKong);

/** How Malaysia, Singapore and the Philippines write a Hokkien (Tai-lo) syllable. */
export const straitsSpellings = (syllable: string): string[] => spellings(syllable, straits);

interface Scheme {
  readonly initials: readonly (readonly string[])[];
  readonly finals: Readonly<Record<string, string>>;
}

function spellings(syllable: string, { initials, finals }: Scheme): string[] {
  const [from, to] = initials.find(([initial]) => syllable.startsWith(initial ?? '')) ?? ['', ''];
  const rest = syllable.slice((from ?? '').length);
  const ends = (finals[rest] ?? rest).split(' ');
  return (to ?? '').split(' ').flatMap((begin) => ends.map((end) => begin + end));
}

import table from '../../data/khmer.json' with { type: 'json' };

/** A consonant with what is written under and over it; `vowel` is empty where none is written. */
interface Cluster {
  readonly consonants: readonly string[];
  readonly series: 1 | 2;
  readonly vowel: string;
  readonly independent: boolean;
}

type Path = readonly [sounds: string, cost: number];

const KEPT = 6;
const LIKELY = 40;
const consonants: Readonly<Record<string, string>> = table.consonants;
const codas: Readonly<Record<string, string>> = table.codas;
const vowels: Readonly<Record<string, string>> = table.vowels;
const independents: Readonly<Record<string, string>> = table.independents;
const second: ReadonlySet<string> = new Set(table.secondSeries);
const sonorants: ReadonlySet<string> = new Set(table.sonorants);

const CLUSTER = /([ក-អ](?:្[ក-អ])*)([៉៊]?)([ា-ៅ័ំះៈ់៌៍៏៎]*)|([ឣ-ឳ])([់ំះ]?)/g;

/** Readings of one Khmer word, likeliest first; vowels are read by the series of their consonant. */
export function khmerReadings(word: string): string[] {
  const clusters = clustersOf(word);
  // Two places for each cluster: before it, and after its upper consonant has closed the syllable before.
  const paths: Path[][] = Array.from({ length: 2 * clusters.length + 4 }, () => []);
  paths[0] = [['', 0]];
  for (let place = 0; place < 2 * clusters.length; place += 1) {
    const here = best(paths[place] ?? []);
    if (here.length === 0) continue;
    for (const [end, more, extra, split] of syllables(clusters, place >> 1, place % 2 === 1)) {
      for (const [sounds, cost] of here) paths[2 * end + (split ? 1 : 0)]?.push([sounds + more, cost + extra]);
    }
  }
  return best(paths[2 * clusters.length] ?? []).map(([sounds]) => sounds);
}

function best(paths: readonly Path[]): Path[] {
  const seen = new Set<string>();
  const sorted = [...paths].sort((one, other) => one[1] - other[1]);
  const worst = (sorted[0]?.[1] ?? 0) + LIKELY;
  return sorted.filter(([sounds, cost]) => cost <= worst && !seen.has(sounds) && seen.add(sounds)).slice(0, KEPT);
}

function clustersOf(word: string): Cluster[] {
  const found: Cluster[] = [];
  for (const [, stack, shifter, marks, independent, after] of word.matchAll(CLUSTER)) {
    if (independent !== undefined) {
      found.push({ consonants: [], series: 1, vowel: independent + (after ?? ''), independent: true });
    } else if (stack !== undefined && !(marks ?? '').includes('៍')) {
      const all = stack.split('្');
      const series = shifter === '៊' ? 2 : shifter === '៉' ? 1 : seriesOf(all);
      const written = all[0] === 'ប' && shifter === '៉' ? ['ផ', ...all.slice(1)] : all;
      found.push({ consonants: written, series, vowel: (marks ?? '').replace(/[៌៏៎]/g, ''), independent: false });
    }
  }
  return found;
}

function seriesOf(stack: readonly string[]): 1 | 2 {
  const ruling = stack.findLast((one) => !sonorants.has(one)) ?? stack.at(-1) ?? '';
  return second.has(ruling) ? 2 : 1;
}

/** What is left of a stack whose upper consonant has closed the syllable before. */
function rest(cluster: Cluster): Cluster {
  return cluster.consonants.length > 1 ? { ...cluster, consonants: cluster.consonants.slice(1) } : cluster;
}

type Step = readonly [end: number, sounds: string, cost: number, split: boolean];

function* syllables(clusters: readonly Cluster[], at: number, split: boolean): Generator<Step> {
  const whole = clusters[at] as Cluster;
  const here = split ? rest(whole) : whole;
  const next = clusters[at + 1];
  const onset = here.consonants.map((one) => consonants[one] ?? '').join('');
  const last = at === clusters.length - 1;
  if (last && (here.vowel === 'ិ' || here.vowel === 'ុ') && at > 0) {
    yield [at + 1, split ? '' : (codas[here.consonants[0] ?? ''] ?? ''), 2, false];
  }
  for (const [vowel, cost] of vowelsOf(here, next)) {
    const nasal = /[ំះ]/.test(here.vowel);
    if (here.vowel !== '' && here.vowel !== '់')
      yield [at + 1, onset + vowel, cost + (here.vowel === '័' ? 40 : 0), false];
    else yield [at + 1, `${onset}a`, cost + (last ? 45 : 18), false];
    if (here.vowel === 'ាំ' && next?.consonants[0] === 'ង' && next.vowel === '') yield [at + 2, `${onset}aN`, 0, false];
    if (next === undefined || nasal || next.independent) continue;
    const coda = codas[next.consonants[0] ?? ''] ?? '';
    if (next.vowel === '' || next.vowel === '់' || next.vowel === 'ៈ') {
      const ends = at + 2 === clusters.length;
      yield [at + 2, onset + vowel + coda, cost + (next.consonants.length > 1 && !ends ? 20 : 0), false];
    }
    if (next.consonants.length > 1) yield [at + 1, onset + vowel + coda, cost, true];
  }
}

function* vowelsOf(cluster: Cluster, next: Cluster | undefined): Generator<readonly [string, number]> {
  const written = cluster.vowel.replace(/់/g, '');
  if (cluster.independent) {
    for (const [rank, sounds] of (independents[written] ?? 'a').split(' ').entries()) yield [sounds, rank * 4];
    return;
  }
  const bare = written === '' && (next?.consonants.length ?? 0) > 1 ? 'stack' : written;
  const readings = (vowels[`${bare}${cluster.series}`] ?? vowels[bare] ?? 'a').split(' ');
  for (const [rank, sounds] of readings.entries()) yield [sounds, rank * 4];
}

import table from '../../data/thai.json' with { type: 'json' };
import { soundsOf } from '../spelling.ts';
import { type TaiLetters, taiReadings } from './tai.ts';

const FINALS: Readonly<Record<string, string>> = {
  k: 'กขคฆ',
  N: 'ง',
  t: 'จชซฌฎฏฐฑฒดตถทธศษส',
  n: 'ญณนรลฬ',
  p: 'บปพฟภ',
  m: 'ม',
  y: 'ย',
  w: 'ว',
};

const letters: TaiLetters = {
  initial: table.initial,
  final: Object.fromEntries(Object.entries(FINALS).flatMap(([sound, all]) => [...all].map((one) => [one, sound]))),
  clusters: new Set(table.clusters.split(' ')),
  elements: new Map(
    Object.entries(table.elements).map(([written, said]) => [
      written,
      said.split(' ').map((one) => soundsOf(one, 'th')),
    ]),
  ),
  unwritten: true,
};

/** Readings of one Thai word: as it is said (RTGS), and as its letters came from Sanskrit ("Bhumibol", "Shinawatra"). */
export function thaiReadings(word: string): string[] {
  const written = withoutTones(word);
  const said = taiReadings(withoutSilent(written), letters);
  return [...new Set([...said, asLettered(written)])];
}

const withoutTones = (word: string): string =>
  word
    .replace(/ํา/g, 'ำ')
    .replace(/([ก-ฮ])([่-๋]?)ๆ/g, '$1$2$1')
    .replace(/[่-๋ฯํ๎]/g, '');

/**
 * Takes out the letters silenced by ◌์, with the one before where the syllable is closed already (จันทร์ -> จัน),
 * and the vowel sign under it (สิทธิ์ -> สิท).
 */
const withoutSilent = (word: string): string =>
  word
    .replace(/(?<=[ัาิีึืุู][ก-ฮ]|[เแโ][ก-ฮ][ก-ฮ])[ก-ฮ]ร[ิุ]?์|(?<=ก)ษณ์|(?<=ญ)จน์/g, '')
    .replace(/[ก-ฮ][ิุ]?์/g, '')
    .replace(/์/g, '');

const lettered: Readonly<Record<string, string>> = { ...table.initial, ...table.vowels };

/** Letter for letter, nothing silent: how families who know the Sanskrit write themselves. */
const asLettered = (word: string): string =>
  [...word.replace(/([เแโใไ])([ก-ฮ])/g, '$2$1').replace(/รร/g, 'r')].map((one) => lettered[one] ?? '').join('');

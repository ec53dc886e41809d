import type { LicenceStanding } from '../licence.ts';
import type { Labels } from './labels.ts';

/** A code with what it speaks of. */
interface Told {
  readonly code: string;
  readonly [detail: string]: string | number;
}

/** What a register says of a licence. */
interface ToldLicence {
  readonly number: string;
  readonly authority: string;
  readonly standing: LicenceStanding;
  readonly from: string;
  readonly until: string | null;
  readonly holder: 'company' | 'person';
  readonly names: readonly string[];
  readonly holderAgrees: boolean | null;
}

/** A sentence with `{name}` replaced by the values given. */
export const filled = (text: string, values: Readonly<Record<string, string | number>>): string =>
  text.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));

const wordIn = (words: Readonly<Record<string, string>>, code: string): string =>
  Object.hasOwn(words, code) ? (words[code] ?? code) : code;

/** Why something was found or not; a code nobody has a word for is shown as it is. */
export function findingWord({ words }: Labels, { code, type, part, read, ...rest }: Told): string {
  const kind = wordIn(words.paper, String(type));
  const year = String(read).slice(0, 4);
  return filled(wordIn(words.finding, code), { ...rest, kind, part: wordIn(words.part, String(part)), year });
}

/** Reasons in words, each once. */
export const findingWords = (labels: Labels, findings: readonly Told[]): string =>
  [...new Set(findings.map((one) => findingWord(labels, one)))].join('; ');

/** What would tell whether somebody is the one. */
export const deciderWords = ({ words }: Labels, codes: readonly string[]): string =>
  codes.map((code) => wordIn({ ...words.paper, ...words.decides }, code)).join('; ');

/** What a register says of a licence, in a line; at most two of its holder's names. */
export function licenceWords({ words }: Labels, licence: ToldLicence): string {
  const { number, authority, standing, from, until, holder, names, holderAgrees } = licence;
  const { check } = words;
  const who = holder === 'person' ? check['holder-person'] : names.slice(0, 2).join(' / ');
  const other = holderAgrees === false ? ` (${check['holder-other']})` : '';
  const span = `${from} – ${until ?? check['no-end']}`;
  return `${number}, ${authority}: ${words.licence[standing]}, ${span}; ${filled(check['held-by'], { who })}${other}`;
}

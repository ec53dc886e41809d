import anyAscii from 'any-ascii';
import { isVietnameseSurname, isVietnameseSyllable, languagesOf } from './language.ts';
import type { Comparable, Gender, NameInput } from './name.ts';
import { Run, Runs } from './run.ts';
import { burmeseSyllables } from './script/burmese.ts';
import { chineseParts, simplifiedForm } from './script/chinese.ts';
import { markedForm, untyped } from './script/vietnamese.ts';
import type { Language } from './sound.ts';
import { plainLatin, readText, scriptOf } from './text.ts';
import type { Part, Script, Token } from './token.ts';
import {
  companyNative,
  companySuffixes,
  companyTermsLatin,
  companyTermsNative,
  companyWords,
  isCommon,
  maybeTitles,
  particles,
  titles,
} from './words.ts';

/** More words than this are cut: no name has them (a word may be typed in pieces), and comparing stays bounded. */
const MOST_TOKENS = 16;

interface Piece {
  readonly text: string;
  readonly script: Script;
  readonly marked: string;
}

const NATIVE: Readonly<Partial<Record<Script, Language>>> = {
  thai: 'th',
  lao: 'lo',
  khmer: 'km',
  burmese: 'my',
  han: 'zh',
};

/**
 * A name made ready: titles and company suffixes off, words apart, each with what it may do in the name.
 * @throws NameError NAME_EMPTY, NAME_TOO_LONG, NAME_UNREADABLE
 */
export function comparable(input: NameInput): Comparable {
  const text = readText(input.text);
  const company = input.kind === 'company' || (input.kind === undefined && looksLikeCompany(withoutDots(text)));
  const found: { titles: string[]; gender: Gender | null } = { titles: [], gender: null };
  const bare = company ? withoutCompanyWords(text) : withoutNativeTitles(text, found);
  const read = company ? inOneTongue(piecesOf(bare.replace(/[()]/g, ' '))) : piecesOf(bare);
  const pieces = withoutTitles(read, company, found);
  const tokens = pieces.slice(0, MOST_TOKENS).map((piece, at) => tokenOf(piece, at, pieces, company));
  const gender = found.gender ?? particleGender(tokens);
  const naming = company ? tokens.filter((token) => !companyWords.has(token.text)) : tokens;
  const languages = input.language === undefined ? languagesShown(naming) : [input.language];
  const marked = tokens.some((token) => token.marked !== '');
  const runs = new Runs(tokens.map((token) => new Run([token])));
  return { text, kind: company ? 'company' : 'person', tokens, runs, titles: found.titles, gender, languages, marked };
}

const COMPANY =
  /(?:^|[\s(])(?:co|corp|inc|ltd|llc|plc|pte|pty|sdn|bhd|gmbh|tnhh|tbk|company|limited|corporation|public company)(?:[\s.,)]|$)|^(?:pt|cv|ud|ty) |công ty|บริษัท|ห้างหุ้นส่วน|ບໍລິສັດ|ក្រុមហ៊ុន|ကုမ္ပဏီ|公司/iu;
const looksLikeCompany = (text: string): boolean => COMPANY.test(text);

/** P.T. is PT, Co.,Ltd. stays two words. */
const withoutDots = (text: string): string =>
  text.replace(/(?<!\p{L})(?:[a-z]\.){2,}(?!\p{L})/giu, (letters) => `${letters.replaceAll('.', '')} `);

/** The form of the company off, and its kind of business by its English word: 国际 and Quốc tế are international. */
function withoutCompanyWords(text: string): string {
  const rest = companyForms.reduce((sofar, word) => sofar.replace(word, ' '), withoutDots(text));
  return companyTermsNative.reduce((sofar, [term, english]) => sofar.replaceAll(term, ` ${english} `), rest);
}

function inOneTongue(pieces: readonly Piece[]): Piece[] {
  const found: Piece[] = [];
  for (let at = 0; at < pieces.length; at += 1) {
    const [one, next] = [pieces[at] as Piece, pieces[at + 1]];
    const two = next === undefined ? undefined : companyTermsLatin.get(`${one.text} ${next.text}`);
    const english = two ?? companyTermsLatin.get(one.text);
    if (two !== undefined) at += 1;
    const again = english !== undefined && found.some(({ text }) => text === english);
    if (!again) found.push(english === undefined ? one : { text: english, script: 'latin', marked: '' });
  }
  return found;
}

const escaped = (word: string): string => word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
const companyForms = companyNative.map((word) => new RegExp(escaped(word), 'giu'));

/** Thai, Lao, Khmer and Han titles are written onto the name, the longest first; the Han ones behind it. */
const NATIVE_TITLES = [...titles.keys()]
  .filter((word) => !/^[a-z]/.test(word))
  .sort((one, other) => other.length - one.length)
  .map((title) => ({ title, behind: scriptOf(title[0] ?? '') === 'han' }));

function withoutNativeTitles(text: string, found: { titles: string[]; gender: Gender | null }): string {
  let rest = text;
  for (let round = 0; round < 2; round += 1) {
    const one = NATIVE_TITLES.find((each) => touches(rest, each));
    if (one === undefined) break;
    found.titles.push(one.title);
    found.gender ??= titles.get(one.title) ?? null;
    rest = withoutTitle(rest, one).trim();
  }
  return rest;
}

interface NativeTitle {
  readonly title: string;
  readonly behind: boolean;
}

const withoutTitle = (text: string, { title, behind }: NativeTitle): string =>
  behind ? text.slice(0, -title.length) : text.slice(title.length);

/** A title before the name (or behind, in Chinese) that leaves a name of two letters at least. */
function touches(text: string, one: NativeTitle): boolean {
  if (!(one.behind ? text.endsWith(one.title) : text.startsWith(one.title))) return false;
  const rest = withoutTitle(text, one);
  return (rest.match(/\p{Lo}/gu) ?? []).length >= 2 && !/^\p{M}/u.test(rest);
}

/** Words, cut where the script changes; Chinese into surname and characters, Burmese into syllables. */
function piecesOf(text: string): Piece[] {
  const main = text.replace(/\s@\s.*$/u, '').replace(/[([{（].*?[)\]}）]/gu, ' ');
  const words = (/\p{L}/u.test(main) ? main : text)
    .split(/[^\p{L}\p{M}\p{N}|$'’‘`ʼ]+/u)
    .filter((word) => /[\p{L}\p{N}]/u.test(word));
  return words.flatMap(runsOf).flatMap(({ text: run, script }) => split(run, script));
}

function runsOf(word: string): { text: string; script: Script }[] {
  const runs: { text: string; script: Script }[] = [];
  for (const character of word) {
    const script = scriptOf(character);
    const last = runs.at(-1);
    if (last === undefined || (script !== null && script !== last.script))
      runs.push({ text: character, script: script ?? 'latin' });
    else last.text += character;
  }
  return runs;
}

function split(run: string, script: Script): Piece[] {
  if (script === 'latin') return piece(plainLatin(run), script, markedForm(run));
  if (script === 'other')
    return anyAscii(run)
      .split(/\s+/)
      .flatMap((word) => piece(plainLatin(word), 'latin', ''));
  if (script === 'han') return chineseParts(simplifiedForm(run)).flatMap((part) => piece(part, script, ''));
  if (script === 'burmese') return burmeseSyllables(run).flatMap((part) => piece(part, script, ''));
  return piece(run, script, '');
}

const piece = (text: string, script: Script, marked: string): Piece[] =>
  text === '' ? [] : [{ text, script, marked }];

function withoutTitles(
  pieces: readonly Piece[],
  company: boolean,
  found: { titles: string[]; gender: Gender | null },
): Piece[] {
  const isTitle = ({ text }: Piece): boolean => (company ? companySuffixes.has(text) : titles.has(text));
  const rest = pieces.filter((one) => !isTitle(one));
  if (rest.length === 0) return [...pieces];
  for (const { text } of pieces.filter(isTitle)) {
    found.titles.push(text);
    if (!company) found.gender ??= titles.get(text) ?? null;
  }
  return rest;
}

function tokenOf({ text, script, marked }: Piece, at: number, all: readonly Piece[], company: boolean): Token {
  const part = partOf(text, at, all, company);
  const meant = script === 'latin' && company === false && mistyped(all) ? (untyped(text) ?? text) : text;
  const weight =
    part === 'particle'
      ? 0.12
      : part === 'maybe-title'
        ? 0.2
        : company && companyWords.has(text)
          ? 0.35
          : isCommon(text)
            ? 0.6
            : 1;
  return {
    text: meant,
    script,
    part,
    marked: meant === text ? marked : '',
    surname: script === 'han' && at === 0,
    weight,
  };
}

/** Vietnamese typed with the keyboard set to another language: a key of a tone or letter shows, and all words fit. */
function mistyped(pieces: readonly Piece[]): boolean {
  if (!pieces.some(({ text }) => /dd|[aou]w|[aeiouy][a-z]*[sfrxj]$|[a-z][1-9]/.test(text) && untyped(text) !== null))
    return false;
  const words = pieces.map(({ text }) => untyped(text) ?? text);
  return (
    words.length > 1 &&
    words.every(isVietnameseSyllable) &&
    words.some((word, at) => isVietnameseSurname(word) && !pieces[at]?.text.startsWith('w'))
  );
}

function partOf(text: string, at: number, all: readonly Piece[], company: boolean): Part {
  // Before Văn and Thị stands a surname: Mai, Chu and Ông are some.
  const surname = all[1]?.text === 'van' || all[1]?.text === 'thi';
  if (!company && !surname && at === 0 && all.length > 2 && maybeTitles.has(text) && all[1]?.text !== text)
    return 'maybe-title';
  if (!company && at === 0 && all.length === 2 && /^(?:u|daw|ဦ|ဒော်|mg|maung|မောင်)$/.test(text)) return 'maybe-title';
  const inside = at > 0 && at < all.length - 1;
  return particles.has(text) && (inside || (at > 0 && text.length === 1)) ? 'particle' : 'name';
}

function particleGender(tokens: readonly Token[]): Gender | null {
  const telling = tokens.find(({ part }) => part === 'particle');
  return telling === undefined ? null : (particles.get(telling.text) ?? null);
}

function languagesShown(tokens: readonly Token[]): Language[] {
  const native = tokens.map(({ script }) => NATIVE[script]).filter((one) => one !== undefined);
  if (native.length > 0) return [...new Set(native)];
  return languagesOf(tokens.filter(({ part }) => part !== 'maybe-title').map(({ text }) => text));
}

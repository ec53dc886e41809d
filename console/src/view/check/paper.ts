import type { PaperColumn, PaperPart } from '@tocsin/device/paper';
import { hyphenedDay } from '@tocsin/record';

/** Decimal digits of the region's scripts begin at a multiple of sixteen, and so do the Latin ones. */
const digit = /[0-9๐-๙໐-໙၀-၉០-៩０-９]/gu;
const westernDigits = (text: string): string => text.replace(digit, (each) => String((each.codePointAt(0) ?? 0) & 0xf));

/** The first that fits tells what is written; the officer sees it and changes what is read wrongly. */
const guesses: readonly (readonly [PaperColumn, RegExp])[] = [
  ['wallet', /^(0x[0-9a-f]{40}|(bc1|tb1)[a-z0-9]{20,})$/i],
  ['social', /^(@|https?:\/\/)\S+$|^(facebook|line|telegram|wechat|tiktok|zalo|viber):\s*\S+$/i],
  ['phone', /^(\+[\d ()-]{7,20}|0\d[\d -]{6,10}\d)$/],
  ['national-id', /^(\d[ -]?){12}\d$/],
  // Of three letters the region's only: the rest may be somebody's name.
  ['country', /^([A-Z]{2}|THA|KHM|LAO|MMR|VNM|CHN|MYS|IDN|PHL|SGP)$/],
  ['passport', /^([A-Z]{2} )?[A-Z]{1,2}[ -]?\d([ -]?\d){5,8}$/i],
  ['licence', /\d\s*[/-]\s*\d{4}$/],
  ['company', /บริษัท|ห้างหุ้นส่วน|ក្រុមហ៊ុន|ບໍລິສັດ|ကုမ္ပဏီ|公司|công ty|\b(co|ltd|limited|company|inc|plc)\b/iu],
  ['name', /^\P{Nd}+$/u],
  // Begun at one place only: a long line that is none would else be read again from every letter.
  ['address', /^\P{L}*\p{L}.*[,\s]\p{L}/u],
];

/** As the gateway reads days: one that went for another paper's number would leave the answer without its year. */
const day = /^(19|2[0-6])\d\d([/.-]\d{1,2}([/.-]\d{1,2})?)?$|^\d{1,2}[/. -]\d{1,2}[/. -](19|2[0-6])\d\d$/;

function guess(written: string): PaperColumn {
  const text = westernDigits(written);
  if (day.test(hyphenedDay(text))) return 'born';
  return guesses.find(([, form]) => form.test(text))?.[0] ?? 'document';
}

/** Reads the box: one thing a line, with what it is before a colon where the officer says so. */
export function partsIn(box: string, words: ReadonlyMap<string, PaperColumn>): PaperPart[] {
  const lines = box.split(/[\n\t;]/).map((line) => line.trim());
  return lines.filter((line) => line !== '').map((line) => partOf(line, words));
}

function partOf(line: string, words: ReadonlyMap<string, PaperColumn>): PaperPart {
  const colon = line.search(/[:：]/);
  const named = words.get(line.slice(0, Math.max(colon, 0)).trim().toLowerCase());
  if (named === undefined) return { column: guess(line), text: line };
  return { column: named, text: line.slice(colon + 1).trim() };
}

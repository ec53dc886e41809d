import thai from '../data/thai.json' with { type: 'json' };

/** Pairs of letters that a scanner or a hurried eye takes for one another; half an edit. */
const ALIKE = new Set([
  'il',
  'ij',
  'ao',
  'ce',
  'ec',
  'uv',
  'vy',
  'nu',
  'nh',
  'mn',
  'bh',
  'gq',
  'ft',
  'oc',
  'iy',
  'sz',
  'ck',
  'kq',
  'vw',
  'fp',
  'dt',
  'bp',
]);
const CODES = 128;
const alike = new Uint8Array(CODES * CODES);
for (const pair of ALIKE) {
  const [one, other] = [pair.charCodeAt(0), pair.charCodeAt(1)];
  alike[one * CODES + other] = 1;
  alike[other * CODES + one] = 1;
}

const LONGEST = 40;
/** Instead of the code of a letter where there is none. */
const NONE = 0;
/** The row above the last one, the last one and this one; replaced in turn. */
let old = new Float64Array(LONGEST + 1);
let above = new Float64Array(LONGEST + 1);
let here = new Float64Array(LONGEST + 1);

/** What it costs to take one letter for another, or for none, by their codes. */
type LetterCost = (a: number, b: number) => number;

/** Letter for letter, 0 to 1; a swap of neighbours is one edit. Bounded by 40 letters. */
export function letterLikeness(one: string, other: string, cost: LetterCost = latinCost): number {
  if (one === other) return 1;
  const [rows, columns] = [Math.min(one.length, LONGEST), Math.min(other.length, LONGEST)];
  for (let column = 0; column <= columns; column += 1) above[column] = column;
  for (let row = 1; row <= rows; row += 1) {
    here[0] = row;
    const a = one.charCodeAt(row - 1);
    for (let column = 1; column <= columns; column += 1) {
      const b = other.charCodeAt(column - 1);
      let best = Math.min(
        (above[column - 1] as number) + (a === b ? 0 : cost(a, b)),
        (above[column] as number) + cost(a, NONE),
        (here[column - 1] as number) + cost(NONE, b),
      );
      if (row > 1 && column > 1 && a === other.charCodeAt(column - 2) && b === one.charCodeAt(row - 2))
        best = Math.min(best, (old[column - 2] as number) + 1);
      here[column] = best;
    }
    [old, above, here] = [above, here, old];
  }
  return Math.max(0, 1 - (2 * (above[columns] as number)) / (rows + columns));
}

const latinCost: LetterCost = (a, b) => (a < CODES && b < CODES && alike[a * CODES + b] === 1 ? 0.6 : 1);

/** What scanners join or part: rn and m, vv and w, cl and d, ii and u. */
const JOINED = /rn|vv|cl|ii/;
const scanned = (word: string): string =>
  word.replace(/rn/g, 'm').replace(/vv/g, 'w').replace(/cl/g, 'd').replace(/ii/g, 'u');

/** The same but for what a scanner makes of letters. */
export const sameScanned = (one: string, other: string): boolean =>
  one !== other && (JOINED.test(one) || JOINED.test(other)) && scanned(one) === scanned(other);

const said = new Map(Object.entries(thai.initial).map(([letter, sound]) => [letter.charCodeAt(0), sound]));
const SLIGHT = /[\u0E47-\u0E4E\u0EC8-\u0ECD\u17C9-\u17D1\u1037\u1038\u103A]/;
const slight = new Set([NONE]);
for (let code = 0x0e00; code < 0x1800; code += 1) if (SLIGHT.test(String.fromCharCode(code))) slight.add(code);

/** Letters of the scripts of the region: signs of tone and silence count little, letters said alike count half. */
export const nativeCost: LetterCost = (a, b) => {
  if (slight.has(a) && slight.has(b)) return 0.3;
  const sound = said.get(a);
  return sound !== undefined && sound === said.get(b) ? 0.5 : 1.2;
};

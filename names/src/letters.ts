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
const alike = (one: string, other: string): boolean => ALIKE.has(one + other) || ALIKE.has(other + one);

const LONGEST = 40;

/** Letter for letter, 0 to 1; a swap of neighbours is one edit. Bounded by 40 letters. */
export function letterLikeness(one: string, other: string, cost: (a: string, b: string) => number = latinCost): number {
  if (one === other) return 1;
  const [rows, columns] = [Math.min(one.length, LONGEST), Math.min(other.length, LONGEST)];
  let old: number[] = [];
  let above = Array.from({ length: columns + 1 }, (_, column) => column);
  for (let row = 1; row <= rows; row += 1) {
    const here = [row];
    for (let column = 1; column <= columns; column += 1) {
      const [a, b] = [one[row - 1] ?? '', other[column - 1] ?? ''];
      let best = Math.min(
        (above[column - 1] ?? 0) + (a === b ? 0 : cost(a, b)),
        (above[column] ?? 0) + cost(a, ''),
        (here[column - 1] ?? 0) + cost('', b),
      );
      if (row > 1 && column > 1 && a === other[column - 2] && b === one[row - 2])
        best = Math.min(best, (old[column - 2] ?? 0) + 1);
      here.push(best);
    }
    old = above;
    above = here;
  }
  return Math.max(0, 1 - (2 * (above[columns] ?? 0)) / (rows + columns));
}

const latinCost = (a: string, b: string): number => (a !== '' && b !== '' && alike(a, b) ? 0.6 : 1);

/** What scanners join or part: rn and m, vv and w, cl and d, li and h. */
const scanned = (word: string): string =>
  word.replace(/rn/g, 'm').replace(/vv/g, 'w').replace(/cl/g, 'd').replace(/ii/g, 'u');

/** The same but for what a scanner makes of letters. */
export const sameScanned = (one: string, other: string): boolean => one !== other && scanned(one) === scanned(other);

const said: Readonly<Record<string, string>> = thai.initial;
const SLIGHT = /[\u0E47-\u0E4E\u0EC8-\u0ECD\u17C9-\u17D1\u1037\u1038\u103A]/;

/** Letters of the scripts of the region: signs of tone and silence count little, letters said alike count half. */
export function nativeCost(a: string, b: string): number {
  const slight = (letter: string): boolean => letter === '' || SLIGHT.test(letter);
  if (slight(a) && slight(b)) return 0.3;
  const [one, other] = [said[a], said[b]];
  return one !== undefined && one === other ? 0.5 : 1.2;
}

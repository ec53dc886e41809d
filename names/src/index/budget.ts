import type { BestWords } from './best-words.ts';
import type { Postings } from './postings.ts';

/** What a word tells is a whole number below this. */
export const MOST_TOLD = 4096;
/** By what words tell, how many names have them. */
const names = new Int32Array(MOST_TOLD);

/**
 * Leaves of the list in hand those words that tell most, as far as `budget` names reach, and of those that tell as much
 * the ones that stand first; one word always. What the words tell is a whole number.
 */
export function keepWithinBudget(best: BestWords, postings: Postings, budget: number): void {
  const { words, told } = best;
  const { from, to } = best.list();
  names.fill(0);
  let all = 0;
  let last = 0;
  for (let at = from; at < to; at += 1) {
    const bearers = postings.bearers(words[at] as number);
    const step = told[at] as number;
    names[step] = (names[step] as number) + bearers;
    all += bearers;
    if (step > last) last = step;
  }
  if (all <= budget) return;
  let left = budget;
  for (; last > 0 && (names[last] as number) <= left; last -= 1) left -= names[last] as number;
  keepAbove(best, postings, last, left, left < budget);
}

/** What tells more than `last`, and of those that tell just that as many as `left` names reach; one always. */
function keepAbove(best: BestWords, postings: Postings, last: number, left: number, someAbove: boolean): void {
  const { words, told } = best;
  const { from, to } = best.list();
  let rest = left;
  let some = someAbove;
  let count = 0;
  for (let at = from; at < to; at += 1) {
    const word = words[at] as number;
    const most = told[at] as number;
    if (most < last) continue;
    if (most === last) {
      rest -= postings.bearers(word);
      if (rest < 0 && some) continue;
      some = true;
    }
    words[from + count] = word;
    told[from + count] = most;
    count += 1;
  }
  best.cut(count);
}

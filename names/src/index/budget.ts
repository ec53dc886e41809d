import type { BestWords } from './best-words.ts';
import type { Postings } from './postings.ts';

/** Steps by which words are told apart at first; what tells more than the last stands on it. */
const STEPS = 1024;
const STEP = 1 / 64;
const names = new Int32Array(STEPS);

const stepOf = (told: number): number => Math.min(STEPS - 1, Math.floor(told / STEP));

/**
 * Leaves of the list in hand those words that tell most, as far as `budget` names reach; the first always. Words are
 * counted by steps of what they tell, and put in order only on the step where the budget ends.
 */
export function keepWithinBudget(best: BestWords, postings: Postings, budget: number): void {
  const { words, told } = best;
  const { from, to } = best.list();
  names.fill(0);
  let all = 0;
  for (let at = from; at < to; at += 1) {
    const bearers = postings.bearers(words[at] as number);
    const step = stepOf(told[at] as number);
    names[step] = (names[step] as number) + bearers;
    all += bearers;
  }
  if (all <= budget) return;
  let last = STEPS - 1;
  let left = budget;
  while (last > 0 && (names[last] as number) <= left) {
    left -= names[last] as number;
    last -= 1;
  }
  keepAbove(best, postings, last, left);
}

/** What tells more than the step does, and of those on the step as many as `left` names reach. */
function keepAbove(best: BestWords, postings: Postings, last: number, left: number): void {
  const { words, told } = best;
  const { from, to } = best.list();
  const tied: { word: number; told: number }[] = [];
  let count = 0;
  const keep = (word: number, most: number): void => {
    words[from + count] = word;
    told[from + count] = most;
    count += 1;
  };
  for (let at = from; at < to; at += 1) {
    const step = stepOf(told[at] as number);
    if (step > last) keep(words[at] as number, told[at] as number);
    else if (step === last) tied.push({ word: words[at] as number, told: told[at] as number });
  }
  tied.sort((one, other) => other.told - one.told || one.word - other.word);
  let rest = left;
  for (const one of tied) {
    rest -= postings.bearers(one.word);
    if (rest < 0 && count > 0) break;
    keep(one.word, one.told);
  }
  best.cut(count);
}

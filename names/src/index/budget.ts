import type { Near } from './best-words.ts';
import type { Postings } from './postings.ts';

/** Steps by which words are told apart at first; what tells more than the last stands on it. */
const STEPS = 1024;
const STEP = 1 / 64;
const names = new Float64Array(STEPS);

const stepOf = (told: number): number => Math.min(STEPS - 1, Math.floor(told / STEP));

/**
 * Those words that tell most, as far as `budget` names reach; the first always. Words are counted by steps of what they
 * tell, and put in order only on the step where the budget ends.
 */
export function withinBudget(near: Near, postings: Postings, budget: number): Near {
  const { words, told } = near;
  names.fill(0);
  let all = 0;
  for (let at = 0; at < words.length; at += 1) {
    const bearers = postings.bearers(words[at] as number);
    const step = stepOf(told[at] as number);
    names[step] = (names[step] as number) + bearers;
    all += bearers;
  }
  if (all <= budget) return near;
  let [last, left] = [STEPS - 1, budget];
  while (last > 0 && (names[last] as number) <= left) {
    left -= names[last] as number;
    last -= 1;
  }
  return cut(near, postings, last, left);
}

/** What tells more than the step does, and of those on the step as many as `left` names reach. */
function cut({ words, told }: Near, postings: Postings, last: number, left: number): Near {
  const kept = { words: new Int32Array(words.length), told: new Float64Array(words.length) };
  let count = 0;
  const keep = (at: number): void => {
    kept.words[count] = words[at] as number;
    kept.told[count] = told[at] as number;
    count += 1;
  };
  const tied: number[] = [];
  for (let at = 0; at < words.length; at += 1) {
    const step = stepOf(told[at] as number);
    if (step > last) keep(at);
    else if (step === last) tied.push(at);
  }
  const more = (one: number, other: number): number => (told[other] as number) - (told[one] as number);
  tied.sort((one, other) => more(one, other) || (words[one] as number) - (words[other] as number));
  let rest = left;
  for (const at of tied) {
    rest -= postings.bearers(words[at] as number);
    if (rest < 0 && count > 0) break;
    keep(at);
  }
  return { words: kept.words.subarray(0, count), told: kept.told.subarray(0, count) };
}

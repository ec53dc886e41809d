import type { IntList } from './lists.ts';

/** Words of the index that a word of the query may stand for, in no order. */
export interface Near {
  readonly words: Int32Array;
  /** What each tells: how rare it is, by how alike the classes of sounds are. */
  readonly told: Float32Array;
}

/** Steps by which words are told apart at first; what tells more than the last stands on it. */
const STEPS = 1024;
const STEP = 1 / 64;
const names = new Float64Array(STEPS);

const stepOf = (told: number): number => Math.min(STEPS - 1, Math.floor(told / STEP));

/**
 * Those words that tell most, as far as `budget` names reach; the first always. Words are counted by steps of what they
 * tell, and put in order only on the step where the budget ends.
 */
export function withinBudget({ words, told }: Near, postings: readonly IntList[], budget: number): Near {
  names.fill(0);
  const bearers = (at: number): number => postings[words[at] as number]?.length ?? 0;
  let all = 0;
  for (let at = 0; at < words.length; at += 1) {
    const step = stepOf(told[at] as number);
    names[step] = (names[step] as number) + bearers(at);
    all += bearers(at);
  }
  if (all <= budget) return { words, told };
  let [last, left] = [STEPS - 1, budget];
  while (last > 0 && (names[last] as number) <= left) {
    left -= names[last] as number;
    last -= 1;
  }
  const kept: number[] = [];
  const tied: number[] = [];
  for (let at = 0; at < words.length; at += 1) {
    const step = stepOf(told[at] as number);
    if (step > last) kept.push(at);
    else if (step === last) tied.push(at);
  }
  tied.sort(
    (one, other) =>
      (told[other] as number) - (told[one] as number) || (words[one] as number) - (words[other] as number),
  );
  for (const at of tied) {
    left -= bearers(at);
    if (left < 0 && kept.length > 0) break;
    kept.push(at);
  }
  return {
    words: Int32Array.from(kept, (at) => words[at] as number),
    told: Float32Array.from(kept, (at) => told[at] as number),
  };
}

/** Resident memory of one process at one time. */
export interface Sample {
  readonly pid: number;
  /** MiB. */
  readonly resident: number;
}

/** What became of one process's memory, measured over its longest life. */
export interface Growth {
  readonly name: string;
  readonly lives: number;
  /** Samples of the longest life. */
  readonly samples: number;
  /** Medians of that life's second third and of its last, MiB: the first is for warming up. */
  readonly from: number;
  readonly to: number;
  /** Per cent. */
  readonly percent: number;
}

/** Per cent by which a process that was never killed may grow after it has warmed up. */
export const MOST_GROWTH = 5;

export function growthOf(name: string, samples: readonly Sample[]): Growth {
  const lives = Object.values(Object.groupBy(samples, ({ pid }) => pid)).map((life = []) => life);
  const [longest = []] = lives.sort((a, b) => b.length - a.length);
  const settled = longest.slice(Math.floor(longest.length / 3));
  const [from, to] = [median(settled.slice(0, settled.length >> 1)), median(settled.slice(settled.length >> 1))];
  const percent = from === 0 ? 0 : ((to - from) / from) * 100;
  return { name, lives: lives.length, samples: longest.length, from, to, percent };
}

/** Those that lived all the time and grew too much. One that was killed has no long life to measure. */
export const tooGrown = (all: readonly Growth[]): Growth[] =>
  all.filter(({ lives, percent }) => lives === 1 && percent > MOST_GROWTH);

const median = (samples: readonly Sample[]): number =>
  samples.map(({ resident }) => resident).sort((a, b) => a - b)[samples.length >> 1] ?? 0;

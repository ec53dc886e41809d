import { timed } from './measure.ts';

export interface Crowd {
  /** Transactions in flight. */
  readonly flight: number;
  readonly transactions: number;
}

/** Keeps so many acts in flight until all are done. @returns milliseconds of each, and of the whole */
export async function crowded(act: () => Promise<void>, { flight, transactions }: Crowd) {
  const samples: number[] = [];
  let left = transactions;
  const worker = async (): Promise<void> => {
    while (left-- > 0) samples.push((await timed(act)).ms);
  };
  const { ms: wallMs } = await timed(() => Promise.all(Array.from({ length: flight }, worker)));
  return { samples, wallMs };
}

/** A number of things in words: `1 row`, `2 rows`; those that have another plural say it. */
export const counted = (number: number, one: string, many = `${one}s`): string =>
  `${number} ${number === 1 ? one : many}`;

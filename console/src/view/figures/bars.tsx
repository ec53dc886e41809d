/** One bar: what it is of, and how long; null where the number is withheld. */
export interface Bar {
  readonly name: string;
  readonly value: number | null;
}

interface BarsProps {
  /** What the chart shows; the table beside it has the numbers. */
  readonly label: string;
  readonly bars: readonly Bar[];
}

/** Width of the drawing, in its own units; it is stretched to its place. */
const WIDTH = 1000;
const HEIGHT = 14;

/** A bar chart. Screen readers get its name and the table; a withheld number is hatched over its whole width. */
export function Bars({ label, bars }: BarsProps) {
  const most = Math.max(1, ...bars.map(({ value }) => value ?? 0));
  return (
    <figure class="bars" role="img" aria-label={label}>
      {bars.map(({ name, value }) => (
        <div key={name} class="bar-row" aria-hidden="true">
          <span>{name}</span>
          <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" aria-hidden="true">
            <rect
              class={value === null ? 'withheld' : 'bar-mark'}
              width={value === null ? WIDTH : Math.round((value / most) * WIDTH)}
              height={HEIGHT}
            />
          </svg>
          <span>{value ?? '*'}</span>
        </div>
      ))}
    </figure>
  );
}

import type { VNode } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { t } from '../../text/text.ts';
import type { Pages } from './pages.ts';
import { RecordRow } from './row.tsx';

/** Height of a row, px; the style sheet has the same. */
const ROW = 64;
/** Rows drawn beyond the edges, at least. */
const BEYOND = 4;
/** Rows that come and go together: within so many, scrolling moves pixels and draws nothing. */
const STEP = 4;

/** The first row that is drawn when the list is scrolled to so many pixels. */
const firstAt = (top: number): number => Math.max(0, Math.floor(top / ROW / STEP) * STEP - BEYOND);

/** The record that was opened last: whoever comes back goes on from there. */
let left: string | null = null;

interface RecordListProps {
  readonly pages: Pages;
  readonly box: 'inbox' | 'outbox';
  onOpen(id: string): void;
  onFault(error: unknown): void;
}

/** Draws only the rows that can be seen, whatever their number; arrows move, Enter opens. */
export function RecordList({ pages, box, onOpen, onFault }: RecordListProps) {
  const frame = useRef<HTMLDivElement>(null);
  const [first, setFirst] = useState(0);
  const [height, setHeight] = useState(600);
  const [chosen, setChosen] = useState(0);
  const [, setCount] = useState(0);
  const open = useRef(onOpen);
  open.current = (id) => {
    left = id;
    onOpen(id);
  };
  const { rows } = pages;
  const last = Math.min(rows.length, first + Math.ceil(height / ROW) + 2 * BEYOND + STEP);
  const drawn = useDrawnRows();
  useEffect(() => {
    setHeight(frame.current?.clientHeight ?? 600);
    if (last + 50 < rows.length || pages.isWhole) return;
    pages.more().then(() => setCount(pages.rows.length), onFault);
  }, [last, pages]);

  const move = (to: number): void => {
    const index = Math.max(0, Math.min(rows.length - 1, to));
    setChosen(index);
    const at = frame.current;
    if (at === null) return;
    if (index * ROW < at.scrollTop) at.scrollTop = index * ROW;
    if ((index + 1) * ROW > at.scrollTop + at.clientHeight) at.scrollTop = (index + 1) * ROW - at.clientHeight;
  };
  const hasRows = rows.length > 0;
  useEffect(() => {
    const index = rows.findIndex(({ head }) => head.id === left);
    if (index < 0) return;
    left = null;
    move(index);
    frame.current?.focus({ preventScroll: true });
  }, [hasRows]);
  const keys: Readonly<Record<string, () => void>> = {
    ArrowDown: () => move(chosen + 1),
    ArrowUp: () => move(chosen - 1),
    PageDown: () => move(chosen + Math.floor(height / ROW)),
    PageUp: () => move(chosen - Math.floor(height / ROW)),
    Home: () => move(0),
    End: () => move(rows.length - 1),
    Enter: () => rows[chosen] !== undefined && open.current(rows[chosen].head.id),
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const act = keys[event.key];
    if (act === undefined) return;
    event.preventDefault();
    act();
  };
  if (rows.length === 0) return <p class="quiet">{t(pages.isWhole ? 'inbox.nothing' : 'shell.loading')}</p>;
  return (
    <div
      ref={frame}
      class="rows"
      role="listbox"
      aria-label={t('inbox.records')}
      aria-activedescendant={`row-${chosen}`}
      tabIndex={0}
      onScroll={({ currentTarget }) => setFirst(firstAt(currentTarget.scrollTop))}
      onKeyDown={onKeyDown}
    >
      <div role="presentation" style={{ height: `${rows.length * ROW}px`, position: 'relative' }}>
        {drawn(
          rows.slice(first, last).map((listed, index) => ({
            listed,
            box,
            index: first + index,
            count: pages.isWhole ? rows.length : -1,
            chosen: first + index === chosen,
            top: (first + index) * ROW,
          })),
          (id) => open.current(id),
        )}
      </div>
    </div>
  );
}

type RowProps = Omit<Parameters<typeof RecordRow>[0], 'onOpen'>;

/** Rows as they were drawn last: one that says the same again is the same element, and nothing is done for it. */
function useDrawnRows() {
  const kept = useRef(new Map<string, { readonly props: RowProps; readonly row: VNode }>());
  return (wanted: readonly RowProps[], onOpen: (id: string) => void): VNode[] => {
    const next = wanted.map((props) => {
      const { id } = props.listed.head;
      const before = kept.current.get(id);
      const isSame = before !== undefined && saysSame(before.props, props);
      return [id, isSame ? before : { props, row: <RecordRow key={id} {...props} onOpen={onOpen} /> }] as const;
    });
    kept.current = new Map(next);
    return next.map(([, { row }]) => row);
  };
}

const saysSame = (a: RowProps, b: RowProps): boolean =>
  (Object.keys(a) as (keyof RowProps)[]).every((name) => a[name] === b[name]);

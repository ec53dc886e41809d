import { useEffect, useRef, useState } from 'preact/hooks';
import { t } from '../../text/text.ts';
import type { Pages } from './pages.ts';
import { RecordRow } from './row.tsx';

/** Height of a row, px; the style sheet has the same. */
const ROW = 64;
/** Rows drawn beyond the edges. */
const BEYOND = 6;

interface RecordListProps {
  readonly pages: Pages;
  readonly box: 'inbox' | 'outbox';
  onOpen(id: string): void;
  onFault(error: unknown): void;
}

/** Draws only the rows that can be seen, whatever their number; arrows move, Enter opens. */
export function RecordList({ pages, box, onOpen, onFault }: RecordListProps) {
  const frame = useRef<HTMLDivElement>(null);
  const [top, setTop] = useState(0);
  const [height, setHeight] = useState(600);
  const [chosen, setChosen] = useState(0);
  const [, setCount] = useState(0);
  const { rows } = pages;
  const first = Math.max(0, Math.floor(top / ROW) - BEYOND);
  const last = Math.min(rows.length, Math.ceil((top + height) / ROW) + BEYOND);
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
  const keys: Readonly<Record<string, () => void>> = {
    ArrowDown: () => move(chosen + 1),
    ArrowUp: () => move(chosen - 1),
    PageDown: () => move(chosen + Math.floor(height / ROW)),
    PageUp: () => move(chosen - Math.floor(height / ROW)),
    Home: () => move(0),
    End: () => move(rows.length - 1),
    Enter: () => rows[chosen] !== undefined && onOpen(rows[chosen].head.id),
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
      onScroll={({ currentTarget }) => setTop(currentTarget.scrollTop)}
      onKeyDown={onKeyDown}
    >
      <div role="presentation" style={{ height: `${rows.length * ROW}px`, position: 'relative' }}>
        {rows.slice(first, last).map((listed, index) => (
          <RecordRow
            key={listed.head.id}
            listed={listed}
            box={box}
            index={first + index}
            count={pages.isWhole ? rows.length : -1}
            chosen={first + index === chosen}
            top={(first + index) * ROW}
            onOpen={onOpen}
          />
        ))}
      </div>
    </div>
  );
}

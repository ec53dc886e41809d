import { useEffect, useState } from 'preact/hooks';
import { Fault } from '../../app/fault.tsx';
import { addressOf, go } from '../../app/place.ts';
import type { ViewProps } from '../../app/view.ts';
import { recordNews } from '../../live/live.ts';
import { t } from '../../text/text.ts';
import type { TextKey } from '../../text/words.ts';
import { RecordList } from './list.tsx';
import { Pages } from './pages.ts';

const boxes = {
  new: { title: 'inbox.new', filter: { box: 'inbox', unacknowledged: true } },
  overdue: { title: 'inbox.overdue', filter: { box: 'inbox', overdue: true } },
  all: { title: 'inbox.all', filter: { box: 'inbox' } },
  sent: { title: 'inbox.sent', filter: { box: 'outbox' } },
} as const satisfies Record<string, { title: TextKey; filter: object }>;
type BoxName = keyof typeof boxes;
const boxNames = Object.keys(boxes) as BoxName[];

/** What needs this officer now, and everything else that the agency received or sent. */
export default function Inbox({ parts }: ViewProps) {
  const name: BoxName = boxNames.find((each) => each === parts[0]) ?? 'new';
  const { filter } = boxes[name];
  const [pages, setPages] = useState(() => new Pages(filter));
  const [error, setError] = useState<unknown>(null);
  useEffect(() => {
    // The rows stay until their successors are there: a list must not jump under the hand.
    const fresh = new Pages(filter);
    let current = true;
    const show = (): void => {
      if (!current) return;
      setPages(fresh);
      setError(null);
    };
    fresh.more().then(show, (fault: unknown) => current && setError(fault));
    return () => {
      current = false;
    };
  }, [recordNews.value]);
  return (
    <section class="sheet">
      <h1>{t('view.inbox')}</h1>
      <div class="tabs">
        {boxNames.map((each) => (
          <a key={each} href={addressOf('inbox', each)} aria-current={each === name ? 'true' : undefined}>
            {t(boxes[each].title)}
          </a>
        ))}
      </div>
      <Fault error={error} />
      <RecordList pages={pages} box={filter.box} onOpen={(id) => go('record', id)} onFault={setError} />
    </section>
  );
}

import type { ComponentType } from 'preact';
import { useEffect, useErrorBoundary, useRef, useState } from 'preact/hooks';
import { Guide } from '../guide/guide.tsx';
import { line } from '../live/live.ts';
import { language, t } from '../text/text.ts';
import { Complete, NewDevice } from '../view/welcome/enrol.tsx';
import { Unlock } from '../view/welcome/unlock.tsx';
import { agencyName } from './directory.ts';
import { Fault } from './fault.tsx';
import { LanguageChoice } from './language-choice.tsx';
import { addressOf, place } from './place.ts';
import { device, lockAll, officer } from './session.ts';
import type { View, ViewProps } from './view.ts';
import { views } from './views.ts';

/** What is around every view: brand, navigation, the state of the line, languages, and the place where the view stands. */
export function Shell() {
  return (
    <>
      <button type="button" class="skip" onClick={toMain}>
        {t('shell.skip')}
      </button>
      <header class="bar">
        <span class="brand">Tocsin</span>
        <Who />
        <LanguageChoice />
        <Navigation />
      </header>
      <LineState />
      <Guide />
      <main id="main" tabIndex={-1}>
        <Content />
      </main>
    </>
  );
}

const toMain = (): void => document.getElementById('main')?.focus();

function Navigation() {
  const at = officer.value;
  const row = useRef<HTMLElement>(null);
  const { view } = place.value;
  // On a phone the row is pushed aside: the view that is shown stands in sight.
  useEffect(() => {
    const { current } = row;
    const shown = current?.querySelector<HTMLElement>('[aria-current]');
    if (current && shown) current.scrollLeft = shown.offsetLeft - (current.clientWidth - shown.offsetWidth) / 2;
  }, [view, at, language.value]);
  if (at === null) return null;
  const useful = views.filter(({ listed, roles }) => listed && (roles ?? at.roles).some((r) => at.roles.includes(r)));
  return (
    <nav ref={row} aria-label={t('shell.navigation')}>
      {useful.map(({ name, title }) => (
        <a key={name} href={addressOf(name)} aria-current={view === name ? 'page' : undefined}>
          {t(title)}
        </a>
      ))}
    </nav>
  );
}

function Who() {
  const at = officer.value;
  if (at === null) return null;
  return (
    <>
      <span class="who">
        {agencyName(at.agency)} · {at.unit}
      </span>
      <button type="button" onClick={lockAll}>
        {t('shell.lock')}
      </button>
    </>
  );
}

/** Said once, plainly: what is on the screen may be old, and what is done waits. */
function LineState() {
  const down = officer.value !== null && line.value === 'down';
  return (
    <div role="status" class={down ? 'line-down' : ''}>
      {down ? t('shell.line-down') : ''}
    </div>
  );
}

function Content() {
  switch (device.value.stage) {
    case 'starting':
      return <p class="quiet">{t('shell.loading')}</p>;
    case 'new':
      return <NewDevice />;
    case 'waiting':
      return <Complete code={device.value.code} />;
    default:
      return officer.value === null ? <Unlock /> : <Routed />;
  }
}

function Routed() {
  const { view: name, parts } = place.value;
  const view = views.find((each) => each.name === name);
  if (view === undefined) return <p>{t('shell.no-such-view')}</p>;
  return <Loaded key={[name, ...parts].join('/')} view={view} parts={parts} />;
}

/** Fetches a view's code, then gives it the focus, so that keyboard and screen reader follow. */
function Loaded({ view, parts }: ViewProps & { readonly view: View }) {
  const [Component, setComponent] = useState<ComponentType<ViewProps> | null>(null);
  const [failed, setFailed] = useState(false);
  // What one view cannot show must not take navigation and lock away.
  const [broken] = useErrorBoundary();
  const first = useRef(true);
  useEffect(() => {
    view.load().then(
      (module) => setComponent(() => module.default),
      () => setFailed(true),
    );
    document.title = `${t(view.title)} · Tocsin`;
    if (!first.current) toMain();
    first.current = false;
  }, [view]);
  if (broken !== undefined) return <Fault error={broken} />;
  if (failed) return <p role="alert">{t('shell.line-down')}</p>;
  return Component === null ? <p class="quiet">{t('shell.loading')}</p> : <Component parts={parts} />;
}

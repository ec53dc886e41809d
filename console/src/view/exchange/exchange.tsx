import type { ComponentType } from 'preact';
import { addressOf } from '../../app/place.ts';
import type { ViewProps } from '../../app/view.ts';
import { t } from '../../text/text.ts';
import type { ExchangeKey } from '../../text/words.ts';
import { Agreements } from './agreements.tsx';
import { Directory } from './directory.tsx';
import { Doctor } from './doctor.tsx';
import { Network } from './network.tsx';

interface Part {
  readonly name: string;
  readonly title: ExchangeKey;
  readonly Component: ComponentType;
}

const parts: readonly [Part, ...Part[]] = [
  { name: 'directory', title: 'exchange.directory', Component: Directory },
  { name: 'agreements', title: 'exchange.agreements', Component: Agreements },
  { name: 'network', title: 'exchange.network', Component: Network },
  { name: 'doctor', title: 'exchange.doctor', Component: Doctor },
];

/** The exchange itself: who takes part, under which law, and whether it stands as it should. */
export default function Exchange({ parts: [name] }: ViewProps) {
  const { name: shown, Component } = parts.find((each) => each.name === name) ?? parts[0];
  return (
    <section class="sheet">
      <h1>{t('view.exchange')}</h1>
      <div class="tabs">
        {parts.map((each) => (
          <a
            key={each.name}
            href={addressOf('exchange', each.name)}
            aria-current={each.name === shown ? 'true' : undefined}
          >
            {t(each.title)}
          </a>
        ))}
      </div>
      <Component />
    </section>
  );
}

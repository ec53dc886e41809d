import { useAsked } from '../../app/asked.ts';
import { Fault } from '../../app/fault.tsx';
import { addressOf } from '../../app/place.ts';
import type { ViewProps } from '../../app/view.ts';
import { gateway } from '../../app/worker.ts';
import { codeWord, t } from '../../text/text.ts';
import { Licences } from './licences.tsx';
import { ListingItem } from './listing-item.tsx';

const standings = ['proposed', 'listed', 'contested', 'under-review', 'delisted'] as const;
type Standing = (typeof standings)[number];
/** Listings of one page. */
const PAGE = 500;

/** Listings that this agency proposed or received, by how they count, and the registers of licences. */
export default function Listings({ parts: [name] }: ViewProps) {
  const standing = standings.find((each) => each === name) ?? 'proposed';
  return (
    <section class="sheet">
      <h1>{t('view.listings')}</h1>
      <div class="tabs">
        {standings.map((each) => (
          <a
            key={each}
            href={addressOf('listings', each)}
            aria-current={name !== 'licences' && each === standing ? 'true' : undefined}
          >
            {codeWord('listing', each)}
          </a>
        ))}
        <a href={addressOf('listings', 'licences')} aria-current={name === 'licences' ? 'true' : undefined}>
          {t('listings.licences')}
        </a>
      </div>
      {name === 'licences' ? <Licences /> : <Standings standing={standing} />}
    </section>
  );
}

function Standings({ standing }: { readonly standing: Standing }) {
  const { value, error } = useAsked(() => gateway.listings({ standing, limit: PAGE }), [standing]);
  return (
    <>
      <Fault error={error} />
      {value === undefined && error === null && <p class="quiet">{t('shell.loading')}</p>}
      {value?.listings.length === 0 && <p class="quiet">{t('listings.none')}</p>}
      {value?.listings.map((listed) => (
        <ListingItem key={listed.listing.record} listed={listed} />
      ))}
      {value !== undefined && value.next !== null && <p role="status">{t('listings.more', { count: PAGE })}</p>}
    </>
  );
}

import type { ListedListing } from '@tocsin/gateway/api';
import { useState } from 'preact/hooks';
import { agencyName } from '../../app/directory.ts';
import { Fault } from '../../app/fault.tsx';
import { addressOf } from '../../app/place.ts';
import { officer } from '../../app/session.ts';
import { ask } from '../../app/worker.ts';
import { codeWord, t } from '../../text/text.ts';
import { moment } from '../../text/time.ts';

type ContestReason = ListedListing['listing']['contests'][number]['reason'];
/** Every reason that the law knows: one more there does not compile here. */
const reasons: Readonly<Record<ContestReason, true>> = {
  'identity-mistaken': true,
  'facts-disputed': true,
  'already-cleared': true,
  'is-a-victim': true,
  'procedure-not-kept': true,
};
/** A listing must be looked at again after so many days at the latest. */
const REVIEW_DAYS = 365;
const USUAL_DAYS = 180;

/** Who stands for a listing, until when, what was said against it, and what this officer may do. */
export function ListingItem({ listed: { listing, head, standing } }: { readonly listed: ListedListing }) {
  const { record, proposedBy, confirmedBy, reviewAt, contests } = listing;
  return (
    <article class="item" aria-label={`${codeWord('kind', 'listing')} ${record.slice(0, 8)}`}>
      <p class="row-head">
        <span class="chip">{codeWord('listing', standing)}</span>
        <a href={addressOf('record', record)}>
          {t('check.open')} <span class="code">{record.slice(0, 8)}</span>
        </a>
        <span>{t('listings.proposed-by', { who: agencyName(proposedBy) })}</span>
        <span class="quiet">{moment(head.posted)}</span>
      </p>
      {confirmedBy !== null && (
        <p>
          {t('listings.confirmed-by', { who: agencyName(confirmedBy.agency), at: moment(confirmedBy.at) })}{' '}
          {reviewAt !== null && t('listings.review-at', { at: moment(reviewAt) })}
        </p>
      )}
      {contests.map(({ id, agency, at, reason, settled }) => (
        <p key={id}>
          {t('listings.contested-by', { who: agencyName(agency), at: moment(at), why: codeWord('reason', reason) })}{' '}
          {settled !== null && t('listings.settled', { at: moment(settled) })}
        </p>
      ))}
      <Steps listing={listing} ended={standing === 'delisted'} />
    </article>
  );
}

interface StepsProps {
  readonly listing: ListedListing['listing'];
  readonly ended: boolean;
}

function Steps({ listing: { record, proposedBy, confirmedBy }, ended }: StepsProps) {
  const at = officer.value;
  const [error, setError] = useState<unknown>(null);
  if (at === null || ended || !at.roles.includes('author')) return null;
  const act = (typ: 'listing.confirm/1' | 'listing.contest/1', body: object): void => {
    setError(null);
    ask('act', typ, body as never).catch(setError);
  };
  return (
    <>
      {confirmedBy === null && proposedBy !== at.agency && (
        <Confirm onDays={(days) => act('listing.confirm/1', { record, reviewAt: inDays(days) })} />
      )}
      <Contest onReason={(reason) => act('listing.contest/1', { record, reason })} />
      <Fault error={error} />
    </>
  );
}

const inDays = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString();
const fieldOf = (event: SubmitEvent, name: string): string => {
  event.preventDefault();
  return String(new FormData(event.currentTarget as HTMLFormElement).get(name));
};

const Confirm = ({ onDays }: { onDays(days: number): void }) => (
  <details>
    <summary>{t('listings.confirm')}</summary>
    <form autoComplete="off" class="open" onSubmit={(event) => onDays(Number(fieldOf(event, 'days')))}>
      <p class="quiet">{t('listings.confirm-means')}</p>
      <label>
        {t('listings.days')}
        <input name="days" type="number" min={1} max={REVIEW_DAYS} value={USUAL_DAYS} required />
      </label>
      <button type="submit" class="main">
        {codeWord('step', 'confirm')}
      </button>
    </form>
  </details>
);

const Contest = ({ onReason }: { onReason(reason: string): void }) => (
  <details>
    <summary>{t('listings.contest')}</summary>
    <form autoComplete="off" class="open" onSubmit={(event) => onReason(fieldOf(event, 'reason'))}>
      <label>
        {t('check.why')}
        <select name="reason" required>
          {Object.keys(reasons).map((each) => (
            <option key={each} value={each}>
              {codeWord('reason', each)}
            </option>
          ))}
        </select>
      </label>
      <button type="submit" class="main">
        {codeWord('step', 'contest')}
      </button>
    </form>
  </details>
);

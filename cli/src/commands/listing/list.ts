import { listingStandings, listingsTable, listingText, wordAmong } from '../../listing.ts';
import { answer, nextSteps } from '../../output.ts';
import { inSession } from '../../session.ts';
import type { Terminal } from '../../terminal.ts';
import { officerVerb } from '../../verb.ts';
import { sameProfile } from '../../words.ts';

export const listListings = (terminal: Terminal) =>
  officerVerb('list', 'list the listings that your agency proposed or received, and how each counts', [
    'listing list --standing proposed --as kh-immigration-officer',
    'listing list --standing under-review --json',
  ])
    .option('--standing <word>', `one of ${listingStandings.join(', ')}`)
    .option('--limit <number>', 'at most so many, 1 to 500', '100')
    .option('--after <record>', 'go on where another list ended')
    .action((options) =>
      inSession(terminal, options, async ({ client }) => {
        const { after } = options;
        const standing =
          options.standing === undefined ? undefined : wordAmong('--standing', listingStandings, options.standing);
        const { listings, next } = await client.listings({ standing, after, limit: Number(options.limit) });
        const more = next === null ? '' : nextSteps(sameProfile([`tocsin listing list --after ${next}`], options.as));
        answer(terminal, options, 'listings/1', { listings, next }, `${listingsTable(listings) || 'none\n'}${more}`);
      }),
    );

export const showListing = (terminal: Terminal) =>
  officerVerb('show', 'show who stands for a listing and what was said against it; its content stays sealed', [
    'listing show mzxw6ytboi4dknbvgm3dinzwha',
    'listing show mzxw6ytboi4dknbvgm3dinzwha --json',
  ])
    .argument('<record>', 'identifier of the listing')
    .action((record, options) =>
      inSession(terminal, options, async ({ client }) => {
        const { listing, standing, head } = await client.listing(record);
        answer(terminal, options, 'listing/1', { listing, standing, head }, listingText({ listing, standing, head }));
      }),
    );

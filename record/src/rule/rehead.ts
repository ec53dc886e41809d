import { must } from '../error.ts';
import { mustBeReadable } from '../opening.ts';
import { itemKey, recordKey, write } from '../state.ts';
import { known } from './record.ts';
import type { Rule } from './rule.ts';
import { mustBeDelivered, mustFitRoster, rosterOf, withEpoch } from './sealed.ts';

/** Hashes of earlier files that an item keeps; all of them stand in the statements. */
const EARLIER = 16;

/**
 * The author's agency seals an item's payload anew: for renewed keys, another roster, or an agency it consented to. What is
 * witnessed stays witnessed. That the payload is the same one, the author's signature inside tells every reader.
 */
export const rehead: Rule<'record.rehead/1'> = {
  roles: ['author'],
  reads: ({ record, item, sealed }) => [recordKey(record), itemKey(item), ...rosterOf(sealed)],
  fileOf: ({ item }) => item,
  judge(statement, context) {
    const head = known(statement, context);
    mustBeReadable(head, context.now);
    const item = context.state.get(itemKey(statement.item));
    must(item?.record === head.id && item.sealed !== null, 'UNKNOWN_RECORD', statement.item);
    must(item.author === statement.agency, 'NOT_THE_AUTHOR', statement.agency);
    const { id, sealed } = statement;
    if (sealed.mode === 'witnessed') mustFitRoster(sealed, context);
    else must(item.sealed.mode === 'direct', 'WITNESS_REQUIRED', item.id);
    mustBeDelivered(sealed, context.delivered);
    const earlier = [...item.earlier, item.sealed.hash].slice(-EARLIER);
    const changed = write(itemKey(item.id), { ...item, sealed, sealedBy: id, earlier });
    const rosters = withEpoch(head.rosters, sealed);
    return rosters.length === head.rosters.length
      ? [changed]
      : [write(recordKey(head.id), { ...head, rosters }), changed];
  },
};

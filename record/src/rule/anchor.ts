import { must } from '../error.ts';
import { anchorKey, write } from '../state.ts';
import type { Rule } from './rule.ts';

/** The agency's own log only grows: each anchor names the last one, so that a log begun anew is seen. */
export const anchorLog: Rule<'log.anchor/1'> = {
  roles: ['gateway'],
  reads: ({ agency }) => [anchorKey(agency)],
  judge({ agency, size, root, previous }, { state, now }) {
    const last = state.get(anchorKey(agency));
    must(last?.size === previous?.size && last?.root === previous?.root, 'ANCHOR_BROKEN', 'previous');
    must(size > (last?.size ?? 0), 'ANCHOR_BROKEN', 'size');
    return [write(anchorKey(agency), { agency, size, root, at: now })];
  },
};

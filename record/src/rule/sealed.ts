import type { Precedence } from '../agreement.ts';
import { must } from '../error.ts';
import type { StatementId } from '../id.ts';
import { type Item, MAX_SEALED_BYTES, type Sealed, type WitnessedSealed, type Witnessing } from '../record.ts';
import type { Roster } from '../roster.ts';
import { rosterKey, type StateKey } from '../state.ts';
import { hoursAfter } from '../time.ts';
import type { Context, Delivered } from './rule.ts';

/** Files locked by the last roster are taken in for this long, so that a change of trustees loses nobody's work. */
export const ROSTER_GRACE_HOURS = 1;

/** The roster to load for a file. */
export const rosterOf = (sealed: Sealed | null): StateKey<'roster'>[] => epochsOf(sealed).map((e) => rosterKey(e));

/** Epoch of the roster that a file is locked by, if it is. */
export const epochsOf = (sealed: Sealed | null): number[] => (sealed?.mode === 'witnessed' ? [sealed.roster] : []);

export const withEpoch = (epochs: readonly number[], sealed: Sealed): number[] => [
  ...new Set([...epochs, ...epochsOf(sealed)]),
];

/** What an item says of a file that was just sealed. */
export const fresh = (
  sealed: Sealed | null,
  sealedBy: StatementId,
): Pick<Item, 'sealed' | 'sealedBy' | 'earlier' | 'purged' | 'shared'> => ({
  sealed,
  sealedBy,
  earlier: [],
  purged: null,
  shared: [],
});

/** The sealed file travels with its statement and is exactly the one the statement names. */
export function mustBeDelivered(sealed: Sealed | null, delivered: Delivered | null): void {
  must((sealed === null) === (delivered === null), sealed === null ? 'SEALED_FILE_MISMATCH' : 'SEALED_FILE_MISSING');
  if (sealed === null || delivered === null) return;
  must(delivered.size <= MAX_SEALED_BYTES, 'SEALED_FILE_TOO_LARGE');
  must(sealed.hash === delivered.hash && sealed.size === delivered.size, 'SEALED_FILE_MISMATCH');
}

interface Lock {
  /** Whether the kind wants this file witnessed. */
  readonly needed: boolean;
  readonly witnessed: Witnessing;
  readonly precedence: Precedence;
}

/**
 * Once the network has trustees, what its kind says is witnessed is locked by them; what is urgent may do without where
 * the kind lets it. A lock is the roster's own, or nobody could open it.
 */
export function mustBeLocked(sealed: Sealed | null, lock: Lock, context: Context): void {
  if (sealed === null) return;
  if (sealed.mode === 'witnessed') mustFitRoster(sealed, context);
  else must(context.network.roster === undefined || mayBeDirect(lock), 'WITNESS_REQUIRED');
}

const mayBeDirect = ({ needed, witnessed, precedence }: Lock): boolean =>
  !needed || (witnessed.urgentDirect && (precedence === 'IMMEDIATE' || precedence === 'FLASH'));

/** Refuses a lock that is not by the roster in force, or by the last one shortly after its end. */
export function mustFitRoster({ roster: epoch, t, n }: WitnessedSealed, { state, network, now }: Context): void {
  const roster = state.get(rosterKey(epoch));
  must(roster && isInForce(roster, now), 'UNKNOWN_ROSTER', String(epoch));
  must(t === roster.t && n === roster.trustees.length, 'ROSTER_MISMATCH', `${roster.t} of ${roster.trustees.length}`);
  const left = roster.trustees.filter(({ agency }) =>
    network.members.some(({ code, status }) => code === agency && status === 'active'),
  );
  must(left.length >= roster.t, 'UNKNOWN_ROSTER', `${epoch}: too few of its trustees are members`);
}

function isInForce({ superseded, until }: Roster, now: string): boolean {
  return now < until && (superseded === null || now <= hoursAfter(superseded, ROSTER_GRACE_HOURS));
}

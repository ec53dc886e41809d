/**
 * What a gateway did with its keys, or refused to do.
 * `open`: the own unit's layer of a file was wrapped for an own device. `release`: a trustee's share for another agency's
 * device, or an own one. `grant`: a deposited key, when the glass was broken. `deposit`: a key was left here. `reheading`:
 * a deposited key was used to write a new header. `evaluate`: a batch of blind checks was
 * evaluated for another agency, or the own one. `look`: an auditor looked, at the route that `code` names. `refusal`: any of
 * these was asked for and refused, or a listing that an officer proposed or stood for.
 */
export const entryKinds = [
  'open',
  'release',
  'grant',
  'deposit',
  'reheading',
  'check',
  'evaluate',
  'look',
  'refusal',
] as const;
export type EntryKind = (typeof entryKinds)[number];

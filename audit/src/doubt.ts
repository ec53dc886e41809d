/** Why a bundle of evidence is not believed, in English; `{name}` is a place for a value. */
const doubtWords = {
  'too-long': 'it is too long',
  'no-bundle': 'it is not an evidence bundle',
  changed: 'its digest is another: it was changed',
  'cut-off': 'it is cut off',
  'other-members': 'its members are not those of a bundle',
  'not-canonical': 'it is not canonical JSON',
  'not-unpacked': 'its transactions do not unpack',
  'other-lengths': 'its transactions have other lengths',
  'other-order': 'its transactions stand in another order than on the ledger',
  'other-bytes': 'block {block}: other bytes',
  'other-identifier': 'block {block}: another identifier',
  invalid: 'block {block}: {code}',
  'other-statement': '{id}: its transaction applied other bytes',
  'no-root': 'you trust no root of {agency}',
  'no-certificate': 'no certificate of {officer}',
  'other-agency': "{id}: another agency's officer",
  'other-officer': '{id}: the certificate is of another officer',
  'not-registrar': "{id}: not a registrar's",
  'too-few': '{vouched} agencies vouched, {needed} are needed',
  'other-ledger': 'block {block}: of another ledger',
  'no-post': 'the statement that posted it is missing',
  twice: 'a statement stands there twice',
  'item-missing': 'its item {item} is missing',
  /** A check of ours refused it: its code, as docs/errors.md has it. */
  refused: '{code}',
  'refused-about': '{about}: {code}',
  unreadable: 'it cannot be read',
  'unreadable-about': '{about}: it cannot be read',
} as const;
export type DoubtCode = keyof typeof doubtWords;
export type DoubtValues = Readonly<Record<string, string | number>>;

/** The doubt in English. */
export const doubtText = (code: DoubtCode, values: DoubtValues = {}): string =>
  doubtWords[code].replace(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? ''));

/** A text that is no bundle, by what is wrong with its form. */
export class BadBundle extends TypeError {
  readonly code: DoubtCode;
  constructor(code: DoubtCode) {
    super(doubtText(code));
    this.code = code;
  }
}

import type { EvidenceVerdict } from '@tocsin/audit';
import { agencyName } from '../../app/directory.ts';
import { t } from '../../text/text.ts';
import type { ExchangeKey } from '../../text/words.ts';

type Fault = NonNullable<EvidenceVerdict['fault']>;

/** Several doubts that ask the same of whoever reads them share a sentence; the code beside it tells them apart. */
const words: Readonly<Record<Fault['code'], ExchangeKey>> = {
  'too-long': 'doubt.too-long',
  'no-bundle': 'doubt.no-bundle',
  changed: 'doubt.changed',
  'cut-off': 'doubt.cut-off',
  'other-members': 'doubt.form',
  'not-canonical': 'doubt.form',
  'not-unpacked': 'doubt.form',
  'other-lengths': 'doubt.form',
  'other-order': 'doubt.form',
  'other-bytes': 'doubt.other-bytes',
  'other-identifier': 'doubt.other-bytes',
  invalid: 'doubt.invalid',
  'other-statement': 'doubt.other-statement',
  'no-root': 'doubt.no-root',
  'no-certificate': 'doubt.other-certificate',
  'other-agency': 'doubt.other-certificate',
  'other-officer': 'doubt.other-certificate',
  'not-registrar': 'doubt.not-registrar',
  'too-few': 'doubt.too-few',
  'other-ledger': 'doubt.other-ledger',
  'no-post': 'doubt.missing',
  'item-missing': 'doubt.missing',
  twice: 'doubt.twice',
  refused: 'doubt.refused',
  'refused-about': 'doubt.refused',
  unreadable: 'doubt.unreadable',
  'unreadable-about': 'doubt.unreadable',
};
const refusals: Readonly<Record<string, ExchangeKey>> = {
  CERTIFICATE_REVOKED: 'doubt.revoked',
  CERTIFICATE_EXPIRED: 'doubt.expired',
};

/** Why a bundle is not believed, in the language on the screen. */
export function doubtWords({ code, values }: Pick<Fault, 'code' | 'values'>): string {
  const key = (code.startsWith('refused') ? refusals[String(values.code)] : undefined) ?? words[code];
  return t(key, { ...values, agency: agencyName(String(values.agency ?? '')) });
}

/** What somebody looks up: the layer, the code, and which statement it is about. */
export const doubtCode = ({ layer, code, values }: Fault): string =>
  [`[${layer}]`, values.code ?? code, values.id ?? values.about ?? values.item ?? ''].join(' ').trim();

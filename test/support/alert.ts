import { fromBase64url, type HpkeSealed, type SealedFile, sealFile, sealWitnessed } from '@tocsin/envelope';
import type { AlertContent, ReadingTerms, Roster, Sealed, StatementId } from '@tocsin/record';
import type { AgencyKeys } from './agency.ts';

/** An alert about people who do not exist. */
export const fictitiousAlert: AlertContent = {
  schema: 'alert/1',
  language: 'en',
  title: 'Job offer that leads to a guarded compound',
  summary: 'A fictitious person answered a fictitious advertisement and has not been able to leave since.',
  grading: { scheme: '4x4', source: 'B', information: '2' },
  exploitation: ['OnlineScamCompound'],
  people: [],
  victims: { atLeast: 1 },
  phones: ['+15550100100'],
  requested: ['locate', 'rescue'],
};

export interface SealOrder {
  readonly id: StatementId;
  readonly from: AgencyKeys;
  readonly to: readonly AgencyKeys[];
  readonly agreement: StatementId;
  readonly handling: object;
  /** RFC 3339. */
  readonly created: string;
  readonly content: unknown;
  /** Seals it as witnessed by these trustees, under these terms. */
  readonly witness?: { readonly roster: Roster; readonly terms: ReadingTerms } | undefined;
}

/** A file with what its statement says of it. */
export interface Sealing {
  readonly file: Uint8Array;
  readonly sealed: Sealed;
  /** The file's key for the author's own gateway; null for a direct file. */
  readonly deposit: HpkeSealed | null;
}

/** Seals content for the desks of the addressees and the author's own. */
export async function sealedFor(order: SealOrder): Promise<Sealing> {
  const { id, from, to, agreement, handling, created, content } = order;
  const author = { agency: from.code, handle: from.officer.handle };
  const codes = to.map(({ code }) => code).sort();
  const request = {
    inner: { typ: 'tocsin/sealed/1' as const, id, author, to: codes, agreement, handling, created, content },
    signer: from.officer.signer,
    chain: from.officer.chain,
    recipients: [...to, from].map(({ sealKey }) => sealKey.publicKey),
  };
  if (order.witness === undefined) {
    const sealed = await sealFile(request);
    return { file: sealed.file, sealed: headOf(sealed), deposit: null };
  }
  const { roster, terms } = order.witness;
  const trustees = roster.trustees.map(({ agency, key }) => ({ agency, publicKey: fromBase64url(key) }));
  const held = { epoch: roster.epoch, t: roster.t, trustees };
  const depositTo = from.sealKey.publicKey;
  const { deposit, ...locked } = await sealWitnessed({ ...request, policy: terms, roster: held, depositTo });
  const { epoch, t, n, cm } = locked.witness;
  return { file: locked.file, sealed: { ...headOf(locked), mode: 'witnessed', roster: epoch, t, n, cm }, deposit };
}

const headOf = ({ fileHash, headerHash, size }: SealedFile) => ({
  mode: 'direct' as const,
  hash: fileHash,
  header: headerHash,
  size,
});

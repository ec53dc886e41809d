import { type SealedFile, sealFile } from '@tocsin/envelope';
import type { AlertContent, Sealed, StatementId } from '@tocsin/record';
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
  phones: ['+15550100'],
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
}

/** Seals content for the desks of the addressees and the author's own. */
export async function sealedFor(order: SealOrder): Promise<{ file: Uint8Array; sealed: Sealed }> {
  const { id, from, to, agreement, handling, created, content } = order;
  const author = { agency: from.code, handle: from.officer.handle };
  const codes = to.map(({ code }) => code).sort();
  const sealed = await sealFile({
    inner: { typ: 'tocsin/sealed/1', id, author, to: codes, agreement, handling, created, content },
    signer: from.officer.signer,
    chain: from.officer.chain,
    recipients: [...to, from].map(({ sealKey }) => sealKey.publicKey),
  });
  return { file: sealed.file, sealed: headOf(sealed) };
}

const headOf = ({ fileHash, headerHash, size }: SealedFile): Sealed => ({
  mode: 'direct',
  hash: fileHash,
  header: headerHash,
  size,
});

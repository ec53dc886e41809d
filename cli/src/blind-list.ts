import { partsOf } from '@tocsin/device/paper';
import { randomBytes, toBase64url, utf8 } from '@tocsin/envelope';
import type { Purpose } from '@tocsin/record';
import { inputReader } from './blind-asking.ts';
import { noteCheck } from './check/asking.ts';
import { columnsOf } from './check/file.ts';
import { queryOf } from './check/query.ts';
import { readCsv } from './csv-reading.ts';
import { CliError } from './error.ts';
import type { Session } from './session.ts';

/** One number of a list as bytes that are asked about, and what the table answers to it. */
export interface ListedInput {
  readonly input: Uint8Array;
  readonly says: string;
}

/**
 * What each row of a CSV file lists. Every row counts: one that cannot be read ends it, for a table with a gap misleads.
 * @throws CliError CSV_MALFORMED, INPUT_MALFORMED, USAGE
 */
export async function listedInFile(session: Session, bytes: Uint8Array): Promise<ListedInput[]> {
  const { heading, rows } = readCsv(bytes, 'CSV_MALFORMED');
  const said = heading.indexOf('says');
  if (said === -1) throw new CliError('CSV_MALFORMED', 'it has no column `says`');
  const { columns } = columnsOf(heading);
  const [reader, { MAX_ROW_TEXT }] = await Promise.all([inputReader(session), import('@tocsin/envelope/blind')]);
  return rows.flatMap(({ row, cells }) => {
    const says = cells?.[said]?.trim() ?? '';
    const inputs = cells === null ? [] : reader(queryOf(partsOf(columns, cells)));
    const { length } = new TextEncoder().encode(says);
    if (inputs.length === 0) throw new CliError('INPUT_MALFORMED', `row ${row}: no number that can be read`);
    if (length === 0 || length > MAX_ROW_TEXT)
      throw new CliError('INPUT_MALFORMED', `row ${row}: says has 1 to ${MAX_ROW_TEXT} bytes`);
    return inputs.map((input) => ({ input, says }));
  });
}

/** What the own agency's table is made of, and how many listings are kept out of it. */
export interface OwnListed {
  readonly listed: readonly ListedInput[];
  readonly kept: number;
}

/**
 * What the own agency has listed, of each subject's own numbers: whoever asks learns which listing it is, and asks its owner.
 * @throws ApiError NOT_READY while one of them is not opened; CliError NOTHING_LISTED
 */
export async function listedByOwn(session: Session, purpose: Purpose): Promise<OwnListed> {
  const salt = toBase64url(randomBytes(32));
  const { listings, kept, commitment } = await session.client.ownNumbers({ purpose, salt });
  await noteCheck(session, { purpose, count: listings.length, salt, commitment });
  const listed = listings.flatMap(({ record, reviewAt, numbers }) => {
    const says = `listing ${record}, counts until ${reviewAt?.slice(0, 10) ?? 'its review'}`;
    return numbers.map((number) => ({ input: utf8(number), says }));
  });
  if (listed.length === 0)
    throw new CliError('NOTHING_LISTED', kept === 0 ? undefined : `${kept} are kept out by their handling`);
  return { listed, kept };
}

import { appendFile } from 'node:fs/promises';
import { join } from 'node:path';
import { randomBytes, toBase64url } from '@tocsin/envelope';
import type { CheckQuery, ChecksAnswered } from '@tocsin/gateway/api';
import { type Purpose, purposes } from '@tocsin/record';
import { CliError } from '../error.ts';
import type { Session } from '../session.ts';

/** What officers at posts and counters check for, unless they say otherwise. */
export const USUAL_PURPOSE: Purpose = 'border-control';

/** @throws CliError USAGE */
export function purposeFor(word: string | undefined): Purpose {
  const purpose = purposes.find((each) => each === (word ?? USUAL_PURPOSE));
  if (purpose === undefined) throw new CliError('USAGE', `--purpose is one of ${purposes.join(', ')}`);
  return purpose;
}

/** Who answers: the own gateway, or a copy that was taken along. */
export type Ask = (queries: readonly CheckQuery[]) => Promise<ChecksAnswered>;

/**
 * Asks the own gateway. The salt of the commitment stays on this device, with no word of what was asked: whoever remembers
 * the words can show an auditor that they, and no others, were meant.
 */
export const asking =
  (session: Session, purpose: Purpose): Ask =>
  async (queries) => {
    const salt = toBase64url(randomBytes(32));
    const answered = await session.client.check({ purpose, salt, queries: [...queries] });
    await noteCheck(session, { purpose, count: queries.length, salt, commitment: answered.commitment });
    return answered;
  };

interface CheckNote {
  readonly purpose: Purpose;
  readonly count: number;
  readonly salt: string;
  readonly commitment: string;
}

/** Keeps what opens an entry of the gateway's own log to an auditor. */
export async function noteCheck({ folder, clock }: Session, note: CheckNote): Promise<void> {
  const line = JSON.stringify({ at: clock().toISOString(), ...note });
  await appendFile(join(folder, 'checks.ndjson'), `${line}\n`, { mode: 0o600 });
}

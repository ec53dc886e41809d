import { setTimeout as pause } from 'node:timers/promises';
import { DeviceError } from '@tocsin/device';
import { parseStatement } from '@tocsin/envelope/verify';
import { ApiError, type Author, signed } from '@tocsin/gateway/api';
import { statementId } from '@tocsin/record';
import { CliError } from '../error.ts';
import { authorOf, type Session } from '../session.ts';

import type { Batch, Journal } from './journal.ts';
import { textOf } from './register.ts';

/** Statements under way at once: the gateway puts those that wait into one transaction. */
const AT_ONCE = 48;
/** A line that is down or a ledger that is busy is tried again so often, after waits that grow, ms. */
const ATTEMPTS = 8;
const WAIT_MS = { first: 250, longest: 15_000 };

export interface SendingOptions {
  readonly journal: Journal;
  readonly signal: AbortSignal;
  progress(licences: number): void;
}

/**
 * Sends batches side by side, each until it stands on the ledger.
 * @throws ApiError for what is refused or stays unreachable; CliError INTERRUPTED. What was sent stands in the journal.
 */
export async function sendAll(
  session: Session,
  authority: string,
  batches: readonly Batch[],
  { journal, signal, progress }: SendingOptions,
): Promise<void> {
  // Once for all: the first answer to which network this is gets pinned.
  const author = await authorOf(session);
  const waiting = batches.values();
  let failed = false;
  const worker = async (): Promise<void> => {
    for (const batch of waiting) {
      if (failed) return;
      if (signal.aborted) throw new CliError('INTERRUPTED');
      await send(session, author, authority, batch);
      await journal.done(batch);
      progress(batch.licences.length);
    }
  };
  const workers = Array.from({ length: AT_ONCE }, () =>
    worker().catch((error: unknown) => {
      failed = true;
      throw error;
    }),
  );
  const outcomes = await Promise.allSettled(workers);
  const broken = outcomes.find((outcome) => outcome.status === 'rejected');
  if (broken !== undefined) throw broken.reason;
}

async function send(session: Session, author: Author, authority: string, { nonce, licences }: Batch): Promise<void> {
  const draft = { nonce, id: statementId(session.agency, nonce) };
  for (let attempt = 1, wait = WAIT_MS.first; ; attempt++, wait = Math.min(wait * 2, WAIT_MS.longest)) {
    try {
      // Signed anew for each attempt: an officer's clock holds for five minutes.
      const { jws } = await signed(author, 'licence.set/1', { authority, licences: [...licences] }, draft);
      await session.client.submit(jws);
      return;
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      if (error.code === 'CONFLICT') return await mustStand(session, draft.id, { authority, licences });
      const passes = error.status === 0 || error.status === 429 || error.status >= 500;
      if (!passes || attempt >= ATTEMPTS) throw error;
      await pause(wait);
    }
  }
}

/** The identifier was used before: by an attempt of which no answer came, with the same licences. */
async function mustStand(session: Session, id: string, expected: object): Promise<void> {
  const { jws } = await session.client.statement(id);
  const { authority, licences } = parseStatement(jws).payload;
  if (textOf({ authority, licences }) !== textOf(expected)) throw new DeviceError('STATEMENT_NOT_PROVEN', id);
}

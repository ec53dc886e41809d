import { digest } from '@tocsin/envelope/verify';
import type { Committed, StatementType } from '@tocsin/record';
import type { Exchange } from './exchange.ts';
import type { Body, Officer, Signed } from './officer.ts';
import { seenByAll } from './seen.ts';

export interface Done extends Signed {
  readonly digest: string;
  readonly committed: Committed;
}

/** Signs and submits through the officer's own agency; resolves when every agency's ledger holds it. */
export async function act<T extends StatementType>(
  exchange: Pick<Exchange, 'agency' | 'agencies'>,
  officer: Officer,
  typ: T,
  body: Body<T>,
  file: Uint8Array | null = null,
): Promise<Done> {
  const signed = await officer.sign(typ, body);
  const committed = await exchange.agency(officer.agency).ledger.submit(signed.jws, file);
  await seenByAll(exchange.agencies, committed);
  return { ...signed, digest: digest(signed.jws), committed };
}

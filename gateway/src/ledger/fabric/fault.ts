import { status } from '@grpc/grpc-js';
import { GatewayError } from '@hyperledger/fabric-gateway';
import { type LedgerErrorCode, LedgerFault, type Refusal, refusalIn } from '@tocsin/record';

/** A fault whose cause says which step failed and how, and nothing that somebody wrote into a statement. */
export function ledgerFault(code: LedgerErrorCode, step: string, error?: unknown): LedgerFault {
  return new LedgerFault(code, new Error(error === undefined ? step : `${step}: ${inShort(error)}`));
}

/** Fabric's own words are short and name peers, orderers and policies; what a chaincode answered is left out. */
function inShort(error: unknown): string {
  if (!(error instanceof Error)) return 'failed';
  return (error.message.split('chaincode response')[0] ?? '').slice(0, 200);
}

/** Who refused: the own peer's word is final, another's may only mean that it lags. */
export interface Refused {
  readonly refusal: Refusal;
  readonly byOwnPeer: boolean;
}

/** The refusal in a failed endorsement or query, the own peer's before any other; null when it tells of none. */
export function refusedBy(error: unknown, agency: string): Refused | null {
  if (!(error instanceof GatewayError)) return null;
  const told = error.details.flatMap(({ mspId, message }) => {
    const refusal = refusalIn(message);
    return refusal === null ? [] : [{ refusal, byOwnPeer: mspId === agency }];
  });
  return told.find(({ byOwnPeer }) => byOwnPeer) ?? told[0] ?? null;
}

/** These say that our request can never be answered; all others may pass. */
const lasting: readonly number[] = [
  status.INVALID_ARGUMENT,
  status.NOT_FOUND,
  status.PERMISSION_DENIED,
  status.UNAUTHENTICATED,
  status.UNIMPLEMENTED,
];

export const mayPass = (error: unknown): boolean => error instanceof GatewayError && !lasting.includes(error.code);

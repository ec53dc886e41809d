import { EnvelopeError, fromBase64url, verifyStatement } from '@tocsin/envelope/verify';
import { type Officer, Refusal } from '@tocsin/record';

/** The statement is signed by the key that the register holds under its handle. */
export async function mustBeSigned(statement: string, officer: Officer | undefined): Promise<void> {
  if (officer === undefined) throw new Refusal('UNKNOWN_OFFICER');
  try {
    await verifyStatement(statement, fromBase64url(officer.key));
  } catch (error) {
    if (error instanceof EnvelopeError) throw new Refusal('BAD_STATEMENT_SIGNATURE');
    throw error;
  }
}

import { LedgerFault, Refusal } from '@tocsin/record';

/** What became of a submission: its code when it was refused or failed. Anything but a code is a bug and is thrown. */
export async function outcomeOf(act: Promise<unknown>): Promise<string> {
  try {
    await act;
    return 'committed';
  } catch (error) {
    if (error instanceof Refusal || error instanceof LedgerFault) return error.code;
    throw error;
  }
}

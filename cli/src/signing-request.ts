import { readCsr } from '@tocsin/crypto-config';
import { handleOf } from '@tocsin/record';
import { CliError } from './error.ts';

/**
 * The handle that a signing request asks for. An officer's handle is derived from the key, so nobody can ask for
 * another's. @throws CryptoConfigError BAD_CSR; CliError INPUT_MALFORMED
 */
export async function requestIn(csr: string): Promise<string> {
  const { handle, publicKey } = await readCsr(csr);
  if (handle !== handleOf(publicKey)) throw new CliError('INPUT_MALFORMED', 'the handle is not that of the key');
  return handle;
}

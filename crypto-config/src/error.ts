/** Every reason this room refuses something. Closed: a new reason is a new code here and a new row below. */
export type CryptoConfigErrorCode =
  | 'BAD_NAME'
  | 'BAD_LIFETIME'
  | 'BAD_PUBLIC_KEY'
  | 'BAD_CSR'
  | 'BAD_PEM'
  | 'BAD_CERTIFICATE'
  | 'BAD_CRL'
  | 'BAD_KEY'
  | 'BAD_PKCS12'
  | 'UNSUPPORTED_KEY'
  | 'WEAK_PASSPHRASE'
  | 'WRONG_PASSPHRASE'
  | 'KEY_FILE_MISSING'
  | 'KEY_FILE_EXPOSED'
  | 'AUTHORITY_EXISTS'
  | 'AUTHORITY_MISSING'
  | 'AUTHORITY_DAMAGED'
  | 'AUTHORITY_BUSY'
  | 'UNKNOWN_SERIAL'
  | 'ALREADY_REVOKED'
  | 'UNTRUSTED_ISSUER'
  | 'CERTIFICATE_NOT_YET_VALID'
  | 'CERTIFICATE_EXPIRED'
  | 'CERTIFICATE_REVOKED'
  | 'CRL_MISSING'
  | 'CRL_EXPIRED';

interface ErrorRow {
  readonly meaning: string;
  readonly hint: string;
}

/** The one table of this room's errors: what each code means and what the reader can do about it. */
export const cryptoConfigErrors: Readonly<Record<CryptoConfigErrorCode, ErrorRow>> = {
  BAD_NAME: {
    meaning: 'a code, handle, unit, role or host breaks its rule',
    hint: 'see the table of names in docs/spec/certificates.md',
  },
  BAD_LIFETIME: {
    meaning: 'the certificate would live too long, not at all, or longer than its issuer',
    hint: 'ask for fewer days, or renew the authority first',
  },
  BAD_PUBLIC_KEY: {
    meaning: 'the public key is not a P-256 key as SPKI DER',
    hint: 'make the key with `openssl ecparam -name prime256v1` or by a signing request',
  },
  BAD_CSR: {
    meaning: 'the signing request is unreadable, not signed by its own key, or for another handle',
    hint: 'make a new request on the officer’s device',
  },
  BAD_PEM: {
    meaning: 'the text is not one PEM block with the label expected here',
    hint: 'check that the file is complete and is the file asked for',
  },
  BAD_CERTIFICATE: {
    meaning: 'the bytes are not a certificate of the kind Tocsin issues',
    hint: 'ask the issuing agency for the certificate again',
  },
  BAD_CRL: {
    meaning: 'the revocation list is unreadable',
    hint: 'fetch the agency’s revocation list again',
  },
  BAD_KEY: {
    meaning: 'the private key is not encrypted PKCS#8 as Tocsin writes it',
    hint: 'convert it with `openssl pkcs8 -topk8 -v2 aes-256-cbc -v2prf hmacWithSHA256`',
  },
  BAD_PKCS12: {
    meaning: 'the file is not a password-protected PKCS#12 with one key and its certificate',
    hint: 'export the identity again, with its certificate chain and a password',
  },
  UNSUPPORTED_KEY: {
    meaning: 'the key is neither P-256 nor RSA of at least 2048 bits',
    hint: 'ask for an identity with a P-256 key',
  },
  WEAK_PASSPHRASE: {
    meaning: 'the passphrase is shorter than 8 characters',
    hint: 'use several words',
  },
  WRONG_PASSPHRASE: {
    meaning: 'the passphrase does not open this key',
    hint: 'check the keyboard layout and try again',
  },
  KEY_FILE_MISSING: {
    meaning: 'there is no such key file',
    hint: 'check the path, or make the key first',
  },
  KEY_FILE_EXPOSED: {
    meaning: 'other users of this machine can read or replace the key file',
    hint: 'set the file to mode 0600 and its folder to 0700, and consider the key known to others',
  },
  AUTHORITY_EXISTS: {
    meaning: 'the folder is not empty, nothing was changed',
    hint: 'open the authority that is there, or name another folder',
  },
  AUTHORITY_MISSING: {
    meaning: 'the folder holds no authority',
    hint: 'create the authority first',
  },
  AUTHORITY_DAMAGED: {
    meaning: 'the files of the authority do not belong together or cannot be read',
    hint: 'restore the folder from its backup',
  },
  AUTHORITY_BUSY: {
    meaning: 'another process is changing this authority',
    hint: 'try again when it has finished; if none is running, delete the file lock in its folder',
  },
  UNKNOWN_SERIAL: {
    meaning: 'the authority has issued no certificate with this serial number',
    hint: 'look the serial number up in issued.json',
  },
  ALREADY_REVOKED: {
    meaning: 'the certificate is revoked already, the first date and reason stand',
    hint: 'nothing to do',
  },
  UNTRUSTED_ISSUER: {
    meaning: 'the certificate was not issued by this agency’s authority',
    hint: 'check which agency the certificate claims to come from',
  },
  CERTIFICATE_NOT_YET_VALID: {
    meaning: 'the certificate is not valid yet at the time asked about',
    hint: 'check this machine’s clock',
  },
  CERTIFICATE_EXPIRED: {
    meaning: 'the certificate had expired at the time asked about',
    hint: 'renew the certificate',
  },
  CERTIFICATE_REVOKED: {
    meaning: 'the certificate has been revoked by its agency',
    hint: 'do not rely on it; ask the agency',
  },
  CRL_MISSING: {
    meaning: 'a revocation list of an issuer in the chain is missing',
    hint: 'fetch the revocation lists of the agency’s root and issuing authorities',
  },
  CRL_EXPIRED: {
    meaning: 'no revocation list of an issuer in the chain was current at the time asked about',
    hint: 'fetch newer revocation lists',
  },
};

/** A refusal of this room. `code` is for programs, the message for people; neither ever holds a name, key or path. */
export class CryptoConfigError extends Error {
  override readonly name = 'CryptoConfigError';
  readonly code: CryptoConfigErrorCode;

  constructor(code: CryptoConfigErrorCode, detail?: string) {
    super(detail === undefined ? cryptoConfigErrors[code].meaning : `${cryptoConfigErrors[code].meaning}: ${detail}`);
    this.code = code;
  }

  get hint(): string {
    return cryptoConfigErrors[this.code].hint;
  }
}

/** Runs `read` on foreign input and turns whatever a parser throws into one code, so that no input text leaks out. */
export function refusing<T>(code: CryptoConfigErrorCode, read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw refusal(code, error);
  }
}

/** The same for reading that takes time. */
export async function refusingAsync<T>(code: CryptoConfigErrorCode, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    throw refusal(code, error);
  }
}

function refusal(code: CryptoConfigErrorCode, error: unknown): CryptoConfigError {
  return error instanceof CryptoConfigError ? error : new CryptoConfigError(code);
}

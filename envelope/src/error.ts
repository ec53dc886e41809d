/** Everything that can be wrong with bytes somebody handed us; closed, so that callers can switch over it. */
export type EnvelopeErrorCode =
  | 'BAD_CERTIFICATE'
  | 'BAD_KEY'
  | 'BAD_PADDING'
  | 'BAD_SIGNATURE'
  | 'CERTIFICATE_EXPIRED'
  | 'CERTIFICATE_REVOKED'
  | 'FILE_HASH_MISMATCH'
  | 'FILE_TAMPERED'
  | 'HEADER_HASH_MISMATCH'
  | 'HEAD_MISMATCH'
  | 'MALFORMED_CERTIFICATE'
  | 'MALFORMED_ENCODING'
  | 'MALFORMED_FILE'
  | 'MALFORMED_INNER'
  | 'MALFORMED_JSON'
  | 'MALFORMED_JWS'
  | 'MALFORMED_UTF8'
  | 'NOT_CANONICAL'
  | 'NOT_FOR_ME'
  | 'NOT_JSON'
  | 'TOO_LARGE'
  | 'TOO_MANY_RECIPIENTS'
  | 'WRONG_KEY';

/** What each code means and what the person or program that meets it may do. */
export const envelopeErrors: Record<EnvelopeErrorCode, { meaning: string; hint: string }> = {
  BAD_CERTIFICATE: {
    meaning: "the certificate chain does not lead to the agency's own authority",
    hint: 'check which authority issued the certificate and which root your profile trusts for that agency',
  },
  BAD_KEY: {
    meaning: 'the key does not have the form its use requires',
    hint: 'fetch the key statement again and compare its fingerprint with the agency',
  },
  BAD_PADDING: {
    meaning: 'the padding inside the sealed file is not what the format prescribes',
    hint: "the author's software is faulty or the file carries hidden data: ask the author to post again",
  },
  BAD_SIGNATURE: {
    meaning: 'the signature was not made by the stated key over these bytes',
    hint: 'refuse the document and tell the agency it claims to come from',
  },
  CERTIFICATE_EXPIRED: {
    meaning: 'a certificate in the chain was not valid at the time of signing',
    hint: 'the signer needs a certificate that is valid now; check the clocks too',
  },
  CERTIFICATE_REVOKED: {
    meaning: 'a certificate in the chain had been revoked at the time of signing',
    hint: 'refuse the document and tell the agency it claims to come from',
  },
  FILE_HASH_MISMATCH: {
    meaning: 'the sealed file is not the one the ledger names',
    hint: 'fetch the file again, from another peer if it happens twice',
  },
  FILE_TAMPERED: {
    meaning: 'the sealed file was changed after it was sealed',
    hint: 'fetch the file again, from another peer if it happens twice',
  },
  HEADER_HASH_MISMATCH: {
    meaning: 'the header of the sealed file is not the one the ledger names',
    hint: 'fetch the file again, from another peer if it happens twice',
  },
  HEAD_MISMATCH: {
    meaning: 'what the author signed is not what the ledger says about this file',
    hint: 'the file was moved, forwarded or claimed by another: refuse it and tell the author',
  },
  MALFORMED_CERTIFICATE: {
    meaning: 'the bytes are not one certificate or revocation list in DER',
    hint: 'export the certificate again as DER or PEM',
  },
  MALFORMED_ENCODING: {
    meaning: 'the text is not in the strict form of its encoding',
    hint: 'encode without padding, line breaks or stray bits',
  },
  MALFORMED_FILE: {
    meaning: 'the bytes are not a sealed file of a known kind',
    hint: 'check that the whole file was read and that your software is up to date',
  },
  MALFORMED_INNER: {
    meaning: 'the signed statement inside the file lacks a member or has a surplus one',
    hint: "the author's software speaks another version: ask the author which",
  },
  MALFORMED_JSON: {
    meaning: 'the bytes are not JSON',
    hint: 'sign canonical JSON (RFC 8785) and send it as it was signed',
  },
  MALFORMED_JWS: {
    meaning: 'the text is not a compact signature of the prescribed form',
    hint: 'sign with ES256 and exactly the prescribed header members',
  },
  MALFORMED_UTF8: {
    meaning: 'the bytes are not UTF-8',
    hint: 'encode text as UTF-8 without a byte order mark',
  },
  NOT_CANONICAL: {
    meaning: 'the JSON is not in its one canonical form',
    hint: 'write it with RFC 8785 before signing',
  },
  NOT_FOR_ME: {
    meaning: 'the file is not addressed to your agency or to this key',
    hint: 'ask the author to share it with your agency',
  },
  NOT_JSON: {
    meaning: 'the value has no canonical JSON form',
    hint: 'use only plain objects, arrays, finite numbers, well-formed strings, booleans and null',
  },
  TOO_LARGE: {
    meaning: 'the document is larger than its kind may be',
    hint: 'split it, or send large attachments as files of their own',
  },
  TOO_MANY_RECIPIENTS: {
    meaning: 'a file has from one to sixteen recipients',
    hint: 'post to fewer units at once',
  },
  WRONG_KEY: {
    meaning: 'the key handed over does not belong to this',
    hint: 'check the profile in use and the key epoch',
  },
};

/** The only error this room throws on purpose. Its text comes from the table and carries nothing secret or personal. */
export class EnvelopeError extends Error {
  readonly code: EnvelopeErrorCode;

  /** `detail` must be a constant of ours, never part of the input. */
  constructor(code: EnvelopeErrorCode, detail?: string) {
    const { meaning } = envelopeErrors[code];
    super(detail === undefined ? meaning : `${meaning}: ${detail}`);
    this.name = 'EnvelopeError';
    this.code = code;
  }

  get hint(): string {
    return envelopeErrors[this.code].hint;
  }
}

/** What the gateway itself refuses, besides the codes of record, envelope and ledger. Closed: each has its status. */
export const gatewayErrors = {
  UNAUTHENTICATED: {
    meaning: "the request carries no signature by one of this agency's officers",
    hint: "sign it with the officer's registered key as docs/spec/gateway-api.md says",
  },
  REPLAYED_REQUEST: {
    meaning: 'a request with this nonce was served already',
    hint: 'sign every request anew, retries too',
  },
  BODY_TOO_LARGE: {
    meaning: 'the request is larger than the gateway takes in',
    hint: 'a sealed file may hold 8 MiB at most: split the attachments',
  },
  MALFORMED_REQUEST: {
    meaning: 'the request does not fit its schema',
    hint: 'see the field named in detail and /openapi.json',
  },
  NOT_FOUND: { meaning: 'there is nothing under this address', hint: 'check the identifier and /openapi.json' },
  TOO_MANY_REQUESTS: { meaning: 'too many requests within a minute', hint: 'wait as long as Retry-After says' },
  BATCH_TOO_OLD: {
    meaning: 'a batch of blind checks is evaluated within 15 minutes of its statement only',
    hint: 'commit to a new batch and ask again',
  },
  KEY_NOT_HELD: {
    meaning: 'this gateway holds no unit key that opens the file',
    hint: "the file was sealed to another unit's key or to an epoch that is gone: ask your keymaster",
  },
  FOUNDING_CLOSED: {
    meaning: 'the exchange is not founded yet, and this gateway lets through the founding alone',
    hint: 'let every founding member sign: tocsin network sign; a gateway takes part only with `roots` in its configuration',
  },
  ROOT_NOT_TRUSTED: {
    meaning: "an agency's root is not the one that was compared and stands in the configuration",
    hint: 'sign nothing: read the fingerprints out to each other, then make the founding bundle again',
  },
  PEER_NOT_TRUSTED: {
    meaning: "the other side is not the gateway that the ledger's directory names",
    hint: 'compare the certificate of the gateway with its agency; one of kind gateway by its own authority is needed',
  },
  PEER_UNREACHABLE: {
    meaning: "the other agency's gateway does not answer",
    hint: 'try again in a moment; its address stands in the directory: tocsin gateway list',
  },
  NOT_WITNESSING: {
    meaning: 'this gateway has no steward key, trustee key or line to other gateways',
    hint: 'let its operator add them to its configuration: docs/spec/witness.md',
  },
  NOT_A_TRUSTEE: {
    meaning: 'this agency holds no share of that file',
    hint: 'ask the trustees of the roster that the item names',
  },
  NOT_COVERED: {
    meaning: 'the access stands in no block that the agencies vouch for',
    hint: 'request access again; if it stays so, a peer tells another story than the ledger',
  },
  NOT_GRANTED: {
    meaning: "the author's agency has not granted this access",
    hint: 'let an author of it do so: tocsin access grant',
  },
  DEPOSIT_MISSING: {
    meaning: "the author's gateway does not hold the key of this file",
    hint: 'the author can post again; a direct file needs no grant',
  },
  OWN_LOG_BROKEN: {
    meaning: "this gateway's own log is not what it anchored on the ledger",
    hint: 'stop it and look into it: tocsin audit own-log names what was changed',
  },
  NOTHING_TO_CHECK: {
    meaning: 'a check names nothing that could be looked for',
    hint: 'give a name, a company or a number from the paper',
  },
  IDENTIFIER_UNREADABLE: {
    meaning: 'a number of a check is not of the kind that its field is for',
    hint: 'compare the field named with the paper; national phone numbers are read as of your own country',
  },
  BIRTH_DATE_UNREADABLE: {
    meaning: 'the date of birth is no date',
    hint: 'write it as 1980, 1980-05, 1980-05-01, 1/5/1980 or 1 MAY 1980; years of the Buddhist calendar and 1980年5月1日 are read too',
  },
  DECISION_UNSURE: {
    meaning: 'too little is said to tell this person from others the next time',
    hint: "give a paper's number, or a name and the whole day of birth",
  },
  LISTINGS_REFUSED: {
    meaning: 'too many listings by this officer were refused within a day',
    hint: "let another officer look into it; the agency's own log has each refusal",
  },
  TOO_MANY_COPIES: {
    meaning: 'this officer was given as many offline copies within a day as one may have',
    hint: 'ask this gateway itself while the line is up, and take another copy when Retry-After says; each copy is in the own log',
  },
  NOT_SCREENED: {
    meaning:
      "whom the agency's own alerts protect is not known yet, and no listing is taken before; nothing was written",
    hint: 'submit the same listing again in a moment; if it stays so, its operator looks at the peer and the unit keys: the log names the alerts',
  },
  NOT_READY: {
    meaning: 'the gateway cannot answer yet: it follows the ledger from afar or is overloaded',
    hint: 'try again in a moment; /ready says what it waits for',
  },
  CHECKPOINT_INCONSISTENT: {
    meaning: "this gateway's ledger and another agency's are not the same: nothing is done on either's word",
    hint: 'compare the notes in the folder mirror/evidence with the agency named; one of the ledgers was forked or changed',
  },
  CHECKPOINT_NOT_COSIGNED: {
    meaning: 'too few agencies vouch for what this ledger says at the moment',
    hint: 'try again in a moment; tocsin audit checkpoint shows which agencies are missing',
  },
  LEDGER_SET_BACK: {
    meaning:
      'the ledger holds less than this gateway has vouched for: an old copy was put back, or it still catches up',
    hint: 'let the peer catch up; nothing is done on its word before',
  },
  LEDGER_WITHHELD: {
    meaning: "other agencies' ledgers have gone on, and this gateway's peer has not",
    hint: 'check the line between the peer and its orderers; somebody may be keeping blocks back',
  },
  STORAGE_FULL: {
    meaning: "the gateway's storage is full; what the ledger took in stays there",
    hint: 'free space, then submit the same statement again: it is applied once',
  },
  INTERNAL: { meaning: 'the gateway failed: this is our bug', hint: 'tell its operator the time and the route' },
} as const satisfies Record<string, { meaning: string; hint: string }>;

export type GatewayErrorCode = keyof typeof gatewayErrors;

/** The gateway's own "no". `detail` names fields, codes or identifiers: never a person, never content. */
export class GatewayError extends Error {
  readonly code: GatewayErrorCode;
  readonly detail: string | undefined;
  constructor(code: GatewayErrorCode, detail?: string, cause?: unknown) {
    super(detail === undefined ? gatewayErrors[code].meaning : `${gatewayErrors[code].meaning}: ${detail}`, { cause });
    this.name = 'GatewayError';
    this.code = code;
    this.detail = detail;
  }
}

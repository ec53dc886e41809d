/**
 * Why the ledger's rules refuse a statement. The union is closed: every code stands in `recordErrors`,
 * in docs/errors.md and in a test.
 */
export const recordErrors = {
  MALFORMED_STATEMENT: {
    meaning: 'the statement does not fit its schema',
    hint: 'see the field named in detail; write it again with a current client',
  },
  MALFORMED_CONTENT: {
    meaning: 'the content to be sealed does not fit the schema of its kind',
    hint: 'see the field named in detail and examples/alerts',
  },
  UNKNOWN_TYPE: { meaning: 'no contract knows this statement type', hint: 'upgrade the client or the chaincode' },
  BAD_ID: {
    meaning: 'the identifier is not derived from agency and nonce',
    hint: 'derive it: base32(SHA-256("tocsin/id" || agency || nonce)), 26 characters',
  },
  CONFLICT: { meaning: 'another statement with this identifier is on the ledger', hint: 'use a fresh nonce' },
  CLOCK_SKEW: {
    meaning: "the officer's clock differs from ledger time by more than 5 minutes",
    hint: 'set the clock of the device and sign again',
  },
  NETWORK_NOT_FOUNDED: {
    meaning: 'the founding members have not all signed yet',
    hint: 'let every founding member sign',
  },
  ALREADY_FOUNDED: { meaning: 'the network is founded already', hint: 'propose a change instead' },
  NOT_A_FOUNDER: { meaning: 'this agency is not named in the founding statement', hint: 'propose its admission' },
  UNKNOWN_AGENCY: { meaning: 'no active member has this agency code', hint: 'list members: tocsin agency list' },
  AGENCY_EXISTS: { meaning: 'an agency with this code is a member already', hint: 'choose another code' },
  AGENCY_REMOVED: {
    meaning: 'this agency is no longer a member',
    hint: 'propose its admission again: under the same root, or under another code',
  },
  UNKNOWN_UNIT: { meaning: 'the agency has no such unit', hint: 'list units: tocsin unit list' },
  UNKNOWN_OFFICER: { meaning: 'no officer is registered under this handle', hint: "ask the agency's registrar" },
  OFFICER_EXISTS: { meaning: 'this handle is registered already', hint: 'renew with a new key' },
  OFFICER_REVOKED: { meaning: "the officer's registration is revoked", hint: "ask the agency's registrar" },
  OFFICER_EXPIRED: { meaning: "the officer's registration is outside its validity", hint: 'renew the certificate' },
  WRONG_AGENCY: {
    meaning: "the statement's agency is not the register's or not the submitting gateway's",
    hint: "submit through your own agency's gateway",
  },
  WRONG_NETWORK: {
    meaning: 'the statement was signed for another network',
    hint: 'use a profile of its own for each network, and sign again',
  },
  BAD_STATEMENT_SIGNATURE: { meaning: 'the signature does not verify under the registered key', hint: 'sign again' },
  BAD_OFFICER_CERTIFICATE: {
    meaning: "the certificate does not chain to the agency's root, or names another handle or key",
    hint: 'issue the certificate again',
  },
  ROLE_LACKING: { meaning: "the officer's roles do not allow this step", hint: 'ask the registrar for the role named' },
  KEY_EPOCH: { meaning: 'the epoch must follow the last one and name it', hint: 'publish the next epoch' },
  KEY_NOT_YET: {
    meaning: 'a new key takes effect 24 hours after its announcement',
    hint: 'wait, or let a second agency countersign',
  },
  UNKNOWN_KEY: { meaning: 'no such key is announced', hint: 'list keys: tocsin key list' },
  UNKNOWN_AGREEMENT: { meaning: 'no agreement has this identifier', hint: 'list them: tocsin agreement list' },
  AGREEMENT_NOT_IN_FORCE: { meaning: 'not every party has signed this agreement', hint: 'let the parties sign' },
  AGREEMENT_NOT_STARTED: { meaning: "the agreement's term has not begun", hint: 'wait for its first day' },
  AGREEMENT_EXPIRED: { meaning: "the agreement's term has ended", hint: 'renew it' },
  AGREEMENT_SUSPENDED: { meaning: 'a party has suspended this agreement', hint: 'the same party may resume it' },
  AGREEMENT_ENDED: { meaning: 'this agreement has ended', hint: 'propose a new one' },
  NOT_A_PARTY: { meaning: 'this agency is not a party to it', hint: 'see the parties' },
  ALREADY_SIGNED: { meaning: 'this agency has signed already', hint: 'nothing to do' },
  DIGEST_MISMATCH: { meaning: 'what was signed is not what stands on the ledger', hint: 'read it again, then sign' },
  KIND_NOT_COVERED: { meaning: 'no clause of the agreement covers this kind', hint: 'choose another agreement' },
  CLASS_NOT_COVERED: {
    meaning: 'no clause lets this class of agency send to that one',
    hint: 'choose other addressees or another agreement',
  },
  PURPOSE_NOT_COVERED: { meaning: 'no clause allows this purpose', hint: 'choose a purpose of the clause' },
  HANDLING_ABOVE_CEILING: {
    meaning: "the handling is above the clause's ceiling",
    hint: 'lower it or use another channel',
  },
  DUE_NOT_COVERED: {
    meaning: 'the due time is past or later than the clause allows',
    hint: "use the clause's due times",
  },
  RETENTION_NOT_COVERED: { meaning: 'retention is past or longer than the clause allows', hint: 'shorten it' },
  UNKNOWN_KIND: { meaning: 'no such kind of record', hint: 'see docs/spec/kinds.md' },
  UNKNOWN_RECORD: { meaning: 'no record has this identifier', hint: 'check the identifier' },
  NOT_ADDRESSED: {
    meaning: 'this agency is neither author nor addressee',
    hint: 'ask the author for consent to share',
  },
  NOT_THE_AUTHOR: { meaning: 'only the authoring agency may do this', hint: 'ask the author' },
  ALREADY_ACKNOWLEDGED: { meaning: 'this agency has acknowledged already', hint: 'follow up instead' },
  NOT_ACKNOWLEDGED: { meaning: 'acknowledge before following up', hint: 'run: tocsin alert ack' },
  RECORD_CLOSED: { meaning: 'the record is closed', hint: 'post a new one and link it' },
  RECORD_WITHDRAWN: { meaning: 'the author has withdrawn the record', hint: 'destroy copies' },
  RECORD_EXPIRED: { meaning: 'the record is past its retention', hint: 'ask the author for a new one' },
  SEALED_FILE_MISSING: {
    meaning: 'the sealed file was not submitted with its statement',
    hint: 'submit both together',
  },
  SEALED_FILE_MISMATCH: { meaning: 'the sealed file is not the one the statement names', hint: 'seal again' },
  SEALED_FILE_TOO_LARGE: { meaning: 'a sealed file may hold 8 MiB at most', hint: 'split the attachments' },
  PURPOSE_NOT_ALLOWED: {
    meaning: 'the record may not be opened for this purpose',
    hint: "choose one of the record's purposes",
  },
  UNKNOWN_ACCESS: { meaning: 'no access statement has this identifier', hint: 'request access first' },
  NOT_YOUR_ACCESS: { meaning: 'another officer asked for this access', hint: 'request your own' },
  ALREADY_RECEIPTED: { meaning: 'this access has its receipt already', hint: 'nothing to do' },
  QUOTA_EXCEEDED: {
    meaning: 'too many openings by this officer within the hour, or too many blind checks within the day',
    hint: 'wait, or ask a colleague',
  },
  NOT_A_DEALER: {
    meaning: 'this agency is no trustee of the roster that shares the key for blind checks',
    hint: 'list the trustees: tocsin roster list',
  },
  BLIND_KEY_NOT_IN_FORCE: {
    meaning: 'this key for blind checks is not signed by every trustee yet, or another has taken its place',
    hint: 'use the key in force',
  },
  UNKNOWN_BATCH: { meaning: 'no batch of blind checks has this identifier', hint: 'check the identifier' },
  NOT_YOUR_BATCH: {
    meaning: 'another agency asked this, and only an auditor may have it opened',
    hint: 'ask an auditor agency, or an auditor of the agency that asked',
  },
  ALREADY_DEMANDED: {
    meaning: 'you demand an opening of this batch already',
    hint: 'wait until it is answered; other auditors may demand one of their own',
  },
  NOT_DEMANDED: {
    meaning: 'no auditor, or not the one named, waits for an opening of this batch',
    hint: 'who does: tocsin blind batches --demanded --json',
  },
  SUBMIT_APART: {
    meaning: 'these statements cannot be applied in one transaction with the others: their positions are told',
    hint: 'submit each of them by itself; the gateway does',
  },
  TOO_MUCH_TOGETHER: {
    meaning: 'a transaction carries 1 to 100 statements, and several only up to 1 MiB with their sealed files',
    hint: 'submit fewer together; the gateway does',
  },
  ACCESS_TOO_OLD: {
    meaning: 'a key is released within 15 minutes of its access statement only',
    hint: 'request access again',
  },
  ALREADY_GRANTED: { meaning: 'the author has granted this access already', hint: 'nothing to do' },
  WITNESS_REQUIRED: {
    meaning: 'this file must be locked by the trustees too',
    hint: 'seal it as witnessed: a current client does so by itself',
  },
  UNKNOWN_ROSTER: {
    meaning: 'no roster of trustees of this epoch is in force',
    hint: 'seal again for the roster in force: tocsin roster list',
  },
  ROSTER_MISMATCH: {
    meaning: 'the file is not locked as its roster says',
    hint: "seal it again with the roster's threshold and all of its trustees",
  },
  RECEIPT_UNFOUNDED: {
    meaning: 'the receipt names trustees who cannot have released, or fewer than it takes',
    hint: "name the trustees of the file's roster whose shares opened it; none for a direct file",
  },
  ROSTER_UNFIT: {
    meaning: 'this roster does not protect record keys',
    hint: 'name 2 to 16 agencies with keys in force and a majority as the threshold, fewer than that of any country',
  },
  UNKNOWN_GATEWAY: {
    meaning: 'the agency has not entered its gateway in the directory',
    hint: 'let its registrar do so: tocsin gateway set',
  },
  AUDITOR_ONLY: {
    meaning: 'an auditor agency holds no keys, writes nothing, receives nothing and opens nothing',
    hint: 'name another agency or another role',
  },
  KEY_DESTROYED: { meaning: 'this key has been destroyed', hint: 'publish the next epoch' },
  KEY_IN_USE: {
    meaning: 'the roster in force rests on this key',
    hint: 'let a majority adopt a roster without it first',
  },
  CONSENT_REQUIRED: {
    meaning: "the author's consent for this agency is over",
    hint: 'ask the author to consent again',
  },
  CONSENT_WITHDRAWN: { meaning: 'the author has withdrawn this consent', hint: 'destroy copies' },
  UNKNOWN_CONSENT: { meaning: 'no consent has this identifier', hint: 'check the identifier' },
  ALREADY_ADDRESSED: { meaning: 'this agency may open it without consent', hint: 'nothing to do' },
  RECORD_PURGED: { meaning: 'the record has been purged', hint: 'destroy copies and attest it' },
  ALREADY_PURGED: { meaning: 'the record has been purged already', hint: 'nothing to do' },
  NOT_PURGED: { meaning: 'the record has not been purged', hint: 'purge it first' },
  RETENTION_NOT_OVER: {
    meaning: "the record's retention is not over",
    hint: "before that only its author's agency may purge it",
  },
  NOT_A_HOLDER: { meaning: 'this agency never held anything of the record', hint: 'nothing to do' },
  ALREADY_ATTESTED: { meaning: 'this agency has attested already', hint: 'nothing to do' },
  LIMIT_REACHED: {
    meaning: 'the ledger keeps no more of these in one place',
    hint: 'go on in a new record or lease and refer to this one',
  },
  UNKNOWN_LEASE: { meaning: 'no lease has this identifier', hint: 'take one while the line is up' },
  LEASE_OVER: {
    meaning: 'the lease is over, is closed, or would last too long',
    hint: 'a lease lasts 72 hours at most; openings are accounted for within 30 days',
  },
  NOT_IN_LEASE: { meaning: 'the lease does not name this item', hint: 'request access to it' },
  DIRECT_REQUIRED: {
    meaning: 'a listing must open with the keys of its addressees alone: their gateways screen names by it',
    hint: 'seal it as direct: a current client does so by itself; evidence follows in witnessed files',
  },
  NOT_A_LISTING: { meaning: 'this record is not a listing', hint: 'list them: tocsin listing list' },
  SELF_CONFIRMATION: {
    meaning: 'the agency that proposed a listing neither confirms it nor rejects what was contested',
    hint: 'let an agency of another authority do so that the listing is addressed to',
  },
  LISTING_CONFIRMED: { meaning: 'this listing is confirmed already', hint: 'review it instead: tocsin listing review' },
  LISTING_NOT_CONFIRMED: {
    meaning: 'no second agency stands for this listing yet',
    hint: 'let one confirm it first: tocsin listing confirm',
  },
  NOT_YOUR_LISTING: {
    meaning: 'only the agency that proposed or confirmed the listing may do this',
    hint: 'contest it: tocsin listing contest',
  },
  ALREADY_HEARD: { meaning: 'the subject of this listing was heard', hint: 'nothing to do' },
  DELISTED: { meaning: 'this listing has ended', hint: 'propose a new one' },
  REVIEW_DATE: {
    meaning: 'the review date is past or more than a year away',
    hint: 'choose a day within the next 365 days',
  },
  PROTECTED_SUBJECT: {
    meaning: 'victims, witnesses, children and whoever is not to be punished are not listed',
    hint: 'post an alert instead: the listing of such a person would be their second harm',
  },
  NOT_A_REGISTER: {
    meaning: 'an agency of this class keeps no register of licences',
    hint: 'let the authority that issues the licences publish them',
  },
  LICENCE_NUMBER: {
    meaning: 'this is no licence number',
    hint: 'give letters and at least one digit, 2 to 40 without spaces and signs',
  },
  LICENCE_TWICE: {
    meaning: 'the same licence number stands twice in one statement',
    hint: 'keep the row that is right; spaces, hyphens, case and the script of digits make no difference',
  },
  LICENCE_DATES: {
    meaning: 'the dates of a licence cannot be',
    hint: 'give days of the Gregorian calendar, the first not after the last',
  },
  ANCHOR_BROKEN: {
    meaning: "the anchor does not follow the last one of the agency's own log",
    hint: 'find out what became of the log before anything is anchored again',
  },
  UNKNOWN_PROPOSAL: {
    meaning: 'no open proposal has this identifier',
    hint: 'ask the agency that proposed it for its identifier',
  },
} as const satisfies Record<string, { meaning: string; hint: string }>;

export type RecordErrorCode = keyof typeof recordErrors;

/** A rule's "no". `detail` names fields, codes, clauses or identifiers: never a person, never content. */
export class Refusal extends Error {
  readonly code: RecordErrorCode;
  readonly detail: string | undefined;
  constructor(code: RecordErrorCode, detail?: string) {
    super(detail === undefined ? recordErrors[code].meaning : `${recordErrors[code].meaning}: ${detail}`);
    this.name = 'Refusal';
    this.code = code;
    this.detail = detail;
  }
}

/** Throws a Refusal unless the condition holds. */
export function must(condition: unknown, code: RecordErrorCode, detail?: string): asserts condition {
  if (!condition) throw new Refusal(code, detail);
}

/** What the command itself refuses, besides the codes of the other rooms. Closed: each has its exit code. */
export const cliErrors = {
  USAGE: { meaning: 'the command was not called as it must be', hint: 'see its --help' },
  INPUT_UNREADABLE: { meaning: 'the input file cannot be read', hint: 'check the path and its permissions' },
  INPUT_MALFORMED: {
    meaning: 'the input is not of the form asked for',
    hint: 'see --help, and a file of its form in examples',
  },
  CSV_MALFORMED: {
    meaning: 'the file is no table that can be read; nothing was done',
    hint: 'save it as CSV UTF-8, the names of its columns in the first row; examples/passengers.csv is one, --help tells the columns',
  },
  OUTPUT_EXISTS: { meaning: 'there is a file of this name already', hint: 'choose another name, or move it away' },
  PROFILE_MISSING: {
    meaning: 'there is no such profile',
    hint: 'name one with --as; profiles lie in $TOCSIN_HOME/profiles, or run `npm run demo` to get some',
  },
  PROFILE_MALFORMED: { meaning: 'the profile is incomplete or unreadable', hint: 'see the README on profiles' },
  PASSPHRASE_NEEDED: {
    meaning: 'the key is protected by a passphrase and nobody can be asked for it',
    hint: 'give --passphrase-file, set TOCSIN_PASSPHRASE_FILE, or run on a terminal',
  },
  GATEWAY_UNREACHABLE: {
    meaning: "the agency's gateway does not answer; nothing was sent, or it is not known to have arrived",
    hint: 'check that it runs (`tocsin gateway serve`) and the address in the profile, then try again',
  },
  GATEWAY_NOT_TRUSTED: {
    meaning: "the gateway's TLS certificate is not one of the agency's own authority",
    hint: 'do not go on: check the address and ask your administrator',
  },
  GATEWAY_MISANSWERED: {
    meaning: 'the gateway answered what its interface does not provide for',
    hint: 'gateway and command may be of different versions',
  },
  OWN_LOG_ALTERED: {
    meaning: "the gateway's own log is not what it anchored on the ledger",
    hint: 'keep its folder as evidence and find out who could write to it',
  },
  EXPORT_NOT_VERIFIED: {
    meaning: 'the export of the ledger does not verify',
    hint: 'keep the file as evidence and compare with an export of another agency',
  },
  NO_LEASE: {
    meaning: 'this device holds no lease in force that names it',
    hint: 'take one while the line is up: tocsin lease take',
  },
  LEASE_DAMAGED: {
    meaning: 'what this device keeps of a lease cannot be read',
    hint: 'take another while the line is up, and account for this one: tocsin lease account',
  },
  TABLES_LATE: {
    meaning: 'the ledger or the trustees did not answer about the tables in time',
    hint: 'ask the tables alone once the line is better: tocsin blind check',
  },
  NOTHING_LISTED: {
    meaning: 'the own agency has proposed no listing that counts now and has a number',
    hint: 'see: tocsin listing list --standing listed; or give a list with --file',
  },
  BATCH_NOT_KEPT: {
    meaning: 'this device keeps nothing that opens this batch of blind checks',
    hint: 'open it on the device that asked, as the officer who did',
  },
  OPENING_INCOMPLETE: {
    meaning: 'the words given are not those that were asked at a place the auditor demands',
    hint: 'give everything that stood on the paper, as it was asked; what fills a batch up needs no words',
  },
  OPENING_FALSE: {
    meaning: 'what is shown is not what the batch of blind checks committed to',
    hint: 'keep the file as evidence, and ask the officer who asked',
  },
  UNKNOWN_ENTRY: {
    meaning: 'the outbox holds nothing of this identifier',
    hint: 'see what it holds: tocsin outbox list',
  },
  OUTBOX_NOT_EMPTY: {
    meaning: 'not everything in the outbox was sent',
    hint: 'see what was refused and why: tocsin outbox list',
  },
  PAYLOAD_CHANGED: {
    meaning: 'the gateway gave back other bytes than it was asked to put under a new header; nothing was signed',
    hint: 'tell its operator; the file on the ledger is as it was',
  },
  REHEAD_INCOMPLETE: {
    meaning: 'not every file could be put under a new header',
    hint: 'see which and why in the answer; the same command goes on with those that are left',
  },
  RECOVERY_MISSING: {
    meaning: 'there is no recovery set in this folder; nothing was written',
    hint: 'make one with `tocsin key recovery split`, or name its folder with --recovery',
  },
  RECOVERY_DAMAGED: {
    meaning: 'a file of the recovery folder is not what its name says',
    hint: 'put it back from a backup; the shares are not to blame',
  },
  EVIDENCE_NOT_VERIFIED: {
    meaning: 'the evidence does not verify',
    hint: 'do not rely on it: ask for the bundle again, or let another agency export it',
  },
  PDF_NOT_AVAILABLE: {
    meaning: 'this machine has no typesetter for PDF; nothing was written',
    hint: 'the package is built for Linux, macOS and Windows on x64 and arm64: take --csv or --json instead',
  },
  LEDGER_BROKEN: {
    meaning: 'blocks of the ledger are missing, unreadable or do not follow from one another',
    hint: 'nothing was reported: export again, and compare with an export of another agency',
  },
  EXCHANGE_UNWELL: {
    meaning: 'something of the exchange does not work now',
    hint: 'each finding says what mends it, and whose people can',
  },
  NODES_NOT_RUNNING: {
    meaning: 'not every node of the network does what it is there for',
    hint: '`tocsin network up` starts what is down; `tocsin network logs NODE` shows what a node says',
  },
  NETWORK_IN_USE: {
    meaning: 'nodes of this network are running for somebody else',
    hint: 'end the other demo with Ctrl-C, or its network with `tocsin network down`, or choose another --folder',
  },
  CODE_DIFFERS: {
    meaning: 'what is here has another comparison code than the one expected',
    hint: 'do not go on: a file may have been replaced on its way; read fingerprints out to each other, and compare',
  },
  CONFIRMATION_NEEDED: {
    meaning: 'nobody has confirmed this, and nothing was done',
    hint: 'answer on a terminal, or give --yes',
  },
  IMPORT_MALFORMED: {
    meaning: 'the file is not a register in a form that can be imported; nothing was written',
    hint: 'CSV with a heading (docs/spec/licence.md has its columns), or FollowTheMoney entities, one JSON object a line',
  },
  OFFLINE_COPY_EXPIRED: {
    meaning: 'the offline copy does not answer at this time',
    hint: 'take another while the line is up: tocsin check offline-copy',
  },
  OFFLINE_COPY_UNPROVED: {
    meaning: "the offline copy is not what your own agency's gateway has signed for this device",
    hint: 'do not go by it: take another while the line is up, tocsin check offline-copy, and tell who gave you this one',
  },
  CLOCK_SET_BACK: {
    meaning: 'the clock of this device stands before a time that was already',
    hint: 'set the clock right; where it is right, take another copy while the line is up: tocsin check offline-copy',
  },
  OFFLINE_COPY_DAMAGED: {
    meaning: 'this is no offline copy for this device',
    hint: 'take another while the line is up: tocsin check offline-copy',
  },
  IMPORT_REFUSED: {
    meaning: 'some rows cannot be imported; nothing was written',
    hint: 'put right what the answer names, or leave those rows out with --skip-refused',
  },
  IMPORT_CHANGED: {
    meaning: 'an import of this file was begun by another version of the command',
    hint: 'compare anew what is to be written: the same command with --restart; nothing is written twice',
  },
  UNKNOWN_LICENCE: {
    meaning: 'no register that was asked has a licence of this number',
    hint: 'compare it with the paper; a licence that no member publishes is unknown here, which proves nothing',
  },
  INTERRUPTED: {
    meaning: 'interrupted before it was done',
    hint: 'give the same command again: it goes on with what is there',
  },
  DEMO_STEP_FAILED: {
    meaning: 'a step of the demo did not do what it shows',
    hint: 'this is our bug: please report it',
  },
  INTERNAL_ERROR: { meaning: 'the command failed', hint: 'this is our bug: please report it' },
} as const satisfies Record<string, { meaning: string; hint: string }>;

export type CliErrorCode = keyof typeof cliErrors;

/** The command's own "no". `detail` names files, fields, agencies and codes: never content. */
export class CliError extends Error {
  override readonly name = 'CliError';
  readonly code: CliErrorCode;
  constructor(code: CliErrorCode, detail?: string, cause?: unknown) {
    super(detail === undefined ? cliErrors[code].meaning : `${cliErrors[code].meaning}: ${detail}`, { cause });
    this.code = code;
  }
}

/** A failure that the answer has told already: only the error output still speaks of it. */
export class AnsweredError extends CliError {}

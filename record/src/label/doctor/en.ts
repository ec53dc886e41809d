/** What the doctor says in English: what every other language translates. */
export const en = {
  language: 'en',
  machine: false,
  findings: {
    'desk-without-key': {
      what: 'Nobody can write to {what} of {agency}: no key of it is in effect',
      fix: 'The keymaster announces a key.',
    },
    'key-ends': {
      what: 'The key of {what} of {agency} ends {when}, and the next one is not announced',
      fix: 'The keymaster announces the next one now: it needs days of notice.',
    },
    'key-left-over': {
      what: 'Key no. {count} of {what} was replaced, is over and is still kept',
      fix: 'The keymaster destroys it: whoever stole it could open old files.',
    },
    'post-over': {
      what: 'The focal point {what} of {agency} ended {when}: nobody answers for its steps',
      fix: 'The coordinator confirms it anew or names somebody else.',
    },
    'post-ends': {
      what: 'The focal point {what} of {agency} ends {when}',
      fix: 'The coordinator confirms it anew or names somebody else.',
    },
    'agency-without-gateway': {
      what: '{agency} has published no gateway: it can neither vouch for the ledger nor help to open files',
      fix: 'Its registrar publishes the gateway.',
    },
    'agreement-unsigned': {
      what: 'The agreement {what} waits for the signature of {agency}',
      fix: 'A signatory reads it and signs it.',
    },
    'agreement-suspended': {
      what: '{who} suspended the agreement {what}: nothing may be sent under it',
      fix: 'Ask why; only who suspended it resumes it.',
    },
    'agreement-ends': {
      what: 'The agreement {what} ends {when}',
      fix: 'The parties agree on another one in time.',
    },
    'no-agreement': {
      what: 'No agreement with {agency} is in force: it can send and receive nothing',
      fix: 'A signatory proposes one, and the other parties sign it.',
    },
    'membership-unsigned': {
      what: 'A change of members or trustees waits for the word of {agency}',
      fix: 'A registrar reads it and approves it, or leaves it.',
    },
    'clock-off': {
      what: 'The clocks of this device and of the gateway are {count} seconds apart',
      fix: 'Set the one that is wrong: requests that look old are refused.',
    },
    'peer-silent': {
      what: 'The gateway gets no answer from the peer of {agency}: what it shows is old, and it can send nothing',
      fix: 'The operator looks whether the peer runs, and starts it.',
    },
    'view-behind': {
      what: 'The gateway is {count} blocks behind its peer: what it shows is old',
      fix: 'It catches up by itself. If the number does not fall, the operator reads its log.',
    },
    'view-broken': {
      what: 'The ledger contradicts what the gateway has seen of it: the gateway follows it no further',
      fix: 'Change nothing; tell the operator and the auditor at once.',
    },
    'not-cosigned': {
      what: 'Too few agencies vouch for the ledger now: witnessed files cannot be opened',
      fix: 'The operators of {who} look whether their gateways run and can be reached.',
    },
    'cosigner-silent': {
      what: '{agency} does not vouch for the ledger now',
      fix: 'Its operator looks whether its gateway runs and can be reached.',
    },
    contradiction: {
      what: 'A contradiction between the ledgers of {who} and the own one was found {when}',
      fix: 'Tell the auditors of both; the signed evidence lies in the folder mirror of the gateway.',
    },
    'no-trustees': {
      what: 'No trustees are agreed on: the keys of its addressees alone open a file',
      fix: 'The members agree on trustees.',
    },
    'trustees-end': {
      what: 'The roster of trustees ends {when}: nothing can be locked by it after that',
      fix: 'Keymasters announce the next trustee keys, then a roster is proposed.',
    },
    'registration-ends': {
      what: 'Your registration ends {when}: your key signs and opens nothing after that',
      fix: 'The registrar renews it; the key stays.',
    },
  },
} as const;

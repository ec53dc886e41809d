/** Why a name cannot be read. The union is closed: every code stands here, in docs/errors.md and in a test. */
export const nameErrors = {
  NAME_EMPTY: { meaning: 'there is no name here', hint: 'type or paste at least one word' },
  NAME_TOO_LONG: { meaning: 'a name has at most 300 characters', hint: 'check that only the name was pasted' },
  NAME_UNREADABLE: {
    meaning: 'the text holds no letter of any script, or is broken',
    hint: 'copy it again from its source, or type it',
  },
  NAME_INDEX_BROKEN: {
    meaning: 'the snapshot of the index of names is damaged or of another version',
    hint: 'delete it; the index is built anew from the records',
  },
} as const;

export type NameErrorCode = keyof typeof nameErrors;

/** The message never repeats the name. */
export class NameError extends Error {
  readonly code: NameErrorCode;

  constructor(code: NameErrorCode) {
    super(nameErrors[code].meaning);
    this.name = 'NameError';
    this.code = code;
  }
}

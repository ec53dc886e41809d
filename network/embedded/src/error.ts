/** Why an embedded ledger does not open. */
export const embeddedErrors = {
  LEDGER_LOCKED: { meaning: 'another process serves this ledger', hint: 'stop it first, or use another folder' },
  LEDGER_KEY_EXPOSED: { meaning: "others may read the ledger's key", hint: 'chmod 600 the key file' },
  LEDGER_KEY_MISSING: {
    meaning: 'the ledger has blocks but not the key that signed them',
    hint: 'restore the key file from a backup',
  },
  LEDGER_DAMAGED: { meaning: 'the last block does not verify', hint: 'restore the folder from a backup' },
} as const satisfies Record<string, { meaning: string; hint: string }>;
export type EmbeddedErrorCode = keyof typeof embeddedErrors;

export class EmbeddedError extends Error {
  readonly code: EmbeddedErrorCode;
  constructor(code: EmbeddedErrorCode) {
    super(embeddedErrors[code].meaning);
    this.name = 'EmbeddedError';
    this.code = code;
  }
}

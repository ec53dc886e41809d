/** What a device refuses by itself, before or after it asks its gateway. Closed. */
export const deviceErrors = {
  NO_AGREEMENT: {
    meaning: 'no agreement in force covers this sharing',
    hint: 'see which clause is missing with `tocsin agreement list`, or name one with --agreement',
  },
  NO_SEAL_KEY: {
    meaning: 'an addressee has no unit with a valid seal key',
    hint: 'ask its keymaster to publish one: tocsin key publish',
  },
  KEY_NOT_PROVEN: {
    meaning: 'a seal key is not announced by a keymaster of the agency it is said to belong to',
    hint: 'nothing was sealed: tell the agency, by another way than this gateway',
  },
  KEY_SUBSTITUTED: {
    meaning: 'a seal key is not the one that this device has pinned',
    hint: 'nothing was sealed: tell the agency, by another way than this gateway; see pins.json',
  },
  NO_ROOT: {
    meaning: 'there is no root certificate of the agency at hand',
    hint: 'get its root by a trusted way and put it into the folder of roots: of the profile, or named by --roots',
  },
  TRUSTEES_SILENT: {
    meaning: 'fewer trustees than needed have released their shares',
    hint: 'try again in a moment; where life depends on it, the author can grant: tocsin access grant, and open --by-grant',
  },
  NOT_GRANTED_IN_TIME: {
    meaning: "the author's agency has not granted the access within its 15 minutes",
    hint: 'ask the author again, then open with --by-grant anew',
  },
  ROSTER_NOT_PROVEN: {
    meaning: 'a trustee of the roster has no key that its agency announced',
    hint: 'nothing was sealed: tell the agency, by another way than this gateway',
  },
  STATEMENT_NOT_PROVEN: {
    meaning: 'the gateway shows a statement that is not what the author signed',
    hint: 'do not rely on it: tell the author agency, by another way than this gateway',
  },
} as const satisfies Record<string, { meaning: string; hint: string }>;

export type DeviceErrorCode = keyof typeof deviceErrors;

/** The device's own "no". `detail` names agencies, units and codes: never content. */
export class DeviceError extends Error {
  override readonly name = 'DeviceError';
  readonly code: DeviceErrorCode;
  constructor(code: DeviceErrorCode, detail?: string, cause?: unknown) {
    super(detail === undefined ? deviceErrors[code].meaning : `${deviceErrors[code].meaning}: ${detail}`, { cause });
    this.code = code;
  }
}

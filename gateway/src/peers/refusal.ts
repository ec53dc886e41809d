import { type ErrorCode, errorWords } from '../plugins/status.ts';

/** Another gateway's "no", by its code; that gateway's words are not passed on. */
export class PeerRefusal extends Error {
  readonly code: ErrorCode;
  constructor(code: ErrorCode) {
    super(errorWords[code].meaning);
    this.name = 'PeerRefusal';
    this.code = code;
  }
}

/** The refusal in another gateway's answer, if it is one that we know. */
export function refusalFrom(body: unknown): PeerRefusal | null {
  const { code } = (body ?? {}) as { code?: unknown };
  return typeof code === 'string' && Object.hasOwn(errorWords, code) ? new PeerRefusal(code as ErrorCode) : null;
}

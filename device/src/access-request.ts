import { digest, randomBytes, toBase64url } from '@tocsin/envelope';
import { type Item, type Purpose, Refusal } from '@tocsin/record';
import { purposesFor } from './consent.ts';
import { act, type Done, type Session } from './session.ts';

/** Why an item is to be opened, and for which device. */
export interface AccessWish {
  readonly item: Item;
  /** Default: the first that the own agency may open it for. */
  readonly purpose?: Purpose | undefined;
  /** Why, in words: only their salted digest leaves this device. */
  readonly basis: string;
  readonly caseReference?: string | undefined;
  /** The device's one-time X-Wing public key, 1216 bytes. */
  readonly epk: Uint8Array;
}

/** Puts the wish on the ledger, and a note of its words on this device. @throws Refusal PURPOSE_NOT_ALLOWED; ApiError */
export async function requestAccess(session: Session, wish: AccessWish): Promise<Done> {
  const { item, basis, caseReference, epk } = wish;
  const purpose = wish.purpose ?? purposesFor(item, session.agency)[0];
  if (purpose === undefined) throw new Refusal('PURPOSE_NOT_ALLOWED');
  const why = committed(basis);
  const matter = caseReference === undefined ? null : committed(caseReference);
  const access = await act(session, 'access.request/1', {
    record: item.record,
    item: item.id,
    purpose,
    basis: why.digest,
    case: matter?.digest ?? null,
    epk: digest(epk),
  });
  await session.notes.words(access, { basis: why, case: matter });
  return access;
}

/** Words that are committed to without being told: their salted digest goes out, they stay here. */
export interface Commitment {
  readonly salt: string;
  readonly text: string;
  readonly digest: string;
}

export function committed(text: string): Commitment {
  const salt = toBase64url(randomBytes(32));
  return { salt, text, digest: digest(`${salt}.${text}`) };
}

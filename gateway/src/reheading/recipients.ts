import { fromBase64url } from '@tocsin/envelope';
import { type Instant, type Item, type Ledger, mustConcern, publishedKeyKey, Refusal } from '@tocsin/record';
import type { KeyName } from '../api/upkeep.ts';
import { GatewayError } from '../error.ts';

/**
 * The seal keys that a new header is for, as the own peer has them at this moment: of the item's author, its addressees
 * and those whom the author consented to, and of nobody else. A device that could name any key would read by re-heading.
 * @returns X-Wing keys in the order asked for, and one of the author's own, for the deposit
 * @throws Refusal NOT_ADDRESSED, CONSENT_WITHDRAWN, CONSENT_REQUIRED, UNKNOWN_KEY, KEY_DESTROYED, KEY_NOT_YET,
 *   DIGEST_MISMATCH; GatewayError MALFORMED_REQUEST where the author's own unit is not among them
 */
export async function recipientKeys(
  ledger: Pick<Ledger, 'state'>,
  item: Item,
  { recipients, now }: { readonly recipients: readonly KeyName[]; readonly now: Instant },
): Promise<{ readonly keys: Uint8Array[]; readonly own: Uint8Array }> {
  for (const { agency } of recipients) mustConcern(item, agency, now);
  const keys = await Promise.all(recipients.map((name) => keyNamed(ledger, name, now)));
  const own = keys[recipients.findIndex(({ agency }) => agency === item.author)];
  if (own === undefined) throw new GatewayError('MALFORMED_REQUEST', 'body/recipients none of the author');
  return { keys, own };
}

async function keyNamed(
  ledger: Pick<Ledger, 'state'>,
  { agency, unit, epoch, digest }: KeyName,
  now: Instant,
): Promise<Uint8Array> {
  const name = `${agency}/${unit} ${epoch}`;
  const key = await ledger.state(publishedKeyKey(agency, unit, 'seal', epoch));
  if (key === undefined || now >= key.until) throw new Refusal('UNKNOWN_KEY', name);
  if (key.destroyed !== null) throw new Refusal('KEY_DESTROYED', name);
  if (now < key.from) throw new Refusal('KEY_NOT_YET', name);
  // The device has proved this very announcement; a peer that was led to another key must not be obeyed.
  if (key.digest !== digest) throw new Refusal('DIGEST_MISMATCH', name);
  return fromBase64url(key.key);
}

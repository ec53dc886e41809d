import { EnvelopeError, fromBase64url, parseStatement, verifyStatement } from '@tocsin/envelope';
import type { ListedKey } from '@tocsin/gateway/api';
import { ensureStatement, type Instant, Refusal, type StatementId, type StatementOf } from '@tocsin/record';
import { DeviceError } from './error.ts';
import { type Link, mustFollow, type Pins } from './pins.ts';
import type { Roots } from './roots.ts';

/** A unit's seal key that was proved to be its agency's. */
export interface SealKey extends Link {
  readonly agency: string;
  readonly unit: string;
  /** The network that it was announced to. */
  readonly network: StatementId;
  /** X-Wing public key, 1216 bytes. */
  readonly publicKey: Uint8Array;
  readonly from: Instant;
  readonly until: Instant;
}

export interface UnitName {
  readonly agency: string;
  readonly unit: string;
  /** Default: for sealing. */
  readonly use?: 'seal' | 'trustee';
}

/**
 * Proves an announced key: the statement is signed by an officer whose certificate chains to the agency's root in
 * this profile and names the role of keymaster. What the gateway says beside the statement is not believed.
 * @throws DeviceError KEY_NOT_PROVEN, NO_ROOT
 */
export async function provenKey(
  roots: Roots,
  listed: ListedKey,
  { agency, unit, use = 'seal' }: UnitName,
): Promise<SealKey> {
  const whose = `${agency}/${unit}`;
  try {
    const announced = await announcementIn(roots, listed, agency);
    const { payload, digest } = announced;
    if (payload.agency !== agency || payload.unit !== unit || payload.use !== use) throw new TypeError('another key');
    const { network, epoch, previous, from, until } = payload;
    return { agency, unit, network, epoch, digest, previous, from, until, publicKey: fromBase64url(payload.key) };
  } catch (error) {
    if (error instanceof DeviceError) throw error;
    const why = error instanceof EnvelopeError || error instanceof Refusal ? error.code : 'another key';
    throw new DeviceError('KEY_NOT_PROVEN', `${whose}: ${why}`, error);
  }
}

async function announcementIn(roots: Roots, { statement, keymaster }: ListedKey, agency: string) {
  const payload = ensureStatement(parseStatement(statement).payload) as StatementOf<'key.publish/1'>;
  if (payload.typ !== 'key.publish/1') throw new TypeError('another statement');
  const certificate = await roots.certified(agency, keymaster.certificate, keymaster.issuing, new Date(payload.at));
  if (!certificate.roles.includes('keymaster')) throw new TypeError('not by a keymaster');
  const { header, digest } = await verifyStatement(statement, certificate.spki);
  if (header.kid !== certificate.commonName) throw new TypeError('signed by another');
  return { payload, digest };
}

/**
 * The key to seal to for a unit now: the newest epoch in effect, proved and following from the pin.
 * @param listed what the gateway says about this unit
 * @returns null when the unit has no key in effect
 * @throws DeviceError KEY_NOT_PROVEN, KEY_SUBSTITUTED, NO_ROOT
 */
export async function currentSealKey(
  { roots, pins }: { readonly roots: Roots; readonly pins: Pins },
  listed: readonly ListedKey[],
  name: UnitName,
  now: Instant,
): Promise<(SealKey & { readonly known: boolean }) | null> {
  const pin = pins.of(name.agency, name.unit);
  const own = listed.filter(({ key }) => key.agency === name.agency && key.unit === name.unit && key.use === 'seal');
  const keys = await Promise.all(own.map((each) => provenKey(roots, each, name)));
  if (keys.some((key) => pins.network !== null && key.network !== pins.network))
    throw new DeviceError('KEY_NOT_PROVEN', `${name.agency}/${name.unit}: announced to another network`);
  const held = new Map(own.map(({ key }) => [key.epoch, key.from]));
  // The ledger may put the beginning off (its notice), never forward unseen: whichever is later counts.
  const inEffect = keys.filter((key) => key.until > now && (held.get(key.epoch) ?? key.from) <= now);
  const chosen = inEffect.sort((a, b) => b.epoch - a.epoch)[0];
  if (chosen === undefined) return null;
  if (pin !== undefined) mustFollow(pin, chosen, keys, `${name.agency}/${name.unit}`);
  return { ...chosen, known: pin !== undefined };
}

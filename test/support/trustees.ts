import { generateSealKey, type SealKey, toBase64url } from '@tocsin/envelope';
import type { ProposedRoster } from '@tocsin/record';
import { act } from './act.ts';
import { DESK, type TestAgency } from './agency.ts';
import type { Exchange } from './exchange.ts';
import { registrationOf } from './founding.ts';
import { certifiedOfficer, type Officer } from './officer.ts';

/** An agency whose gateway may hold shares of record keys. */
export interface TestTrustee {
  readonly agency: TestAgency;
  /** The officer of role `gateway` that signs for the agency's node. */
  readonly steward: Officer;
  /** X-Wing key that its shares are sealed to. */
  readonly key: SealKey;
  /** Ed25519 keys by which it cosigns checkpoints. */
  readonly cosigner: CryptoKeyPair;
  /** As a roster names it. */
  readonly named: ProposedRoster['trustees'][number];
}

/** Every agency enters its gateway and announces a trustee key; a majority adopts them as the roster, `t` to release. */
export async function entrust(exchange: Exchange, t: number): Promise<readonly TestTrustee[]> {
  const trustees: TestTrustee[] = [];
  for (const agency of exchange.agencies) trustees.push(await trusteeOf(exchange, agency));
  await adopt(exchange, { t, trustees: trustees.map(({ named }) => named) });
  return trustees;
}

/** The first agency proposes a roster, as many others as make a majority approve it. */
export async function adopt(exchange: Exchange, roster: ProposedRoster): Promise<void> {
  const [first, ...others] = exchange.agencies as readonly [TestAgency, ...TestAgency[]];
  const { id: proposal } = await act(exchange, first.registrar, 'network.propose/1', { change: { roster } });
  for (const { registrar } of others.slice(0, Math.floor(exchange.agencies.length / 2)))
    await act(exchange, registrar, 'network.approve/1', { proposal });
}

async function trusteeOf(exchange: Exchange, agency: TestAgency): Promise<TestTrustee> {
  const { code, authority, registrar, keymaster } = agency;
  const { clock } = exchange;
  const steward = await certifiedOfficer({ authority, clock, unit: DESK, roles: ['gateway'] });
  const cosigner = (await crypto.subtle.generateKey('Ed25519', true, ['sign', 'verify'])) as CryptoKeyPair;
  const key = generateSealKey();
  await act(exchange, registrar, 'officer.register/1', registrationOf(steward, clock()));
  await act(exchange, registrar, 'gateway.set/1', {
    address: `gateway.${code}.example:7443`,
    cosigner: toBase64url(new Uint8Array(await crypto.subtle.exportKey('raw', cosigner.publicKey))),
    steward: steward.handle,
  });
  const after = (days: number): string => new Date(clock() + days * 86_400_000).toISOString();
  const life = { previous: null, from: after(0), until: after(365) };
  const body = { unit: DESK, use: 'trustee' as const, epoch: 1, key: toBase64url(key.publicKey), ...life };
  const { digest } = await act(exchange, keymaster, 'key.publish/1', body);
  return { agency, steward, key, cosigner, named: { agency: code, unit: DESK, epoch: 1, digest } };
}

import { toBase64url } from '@tocsin/envelope';
import { agreementKey, type Committed, networkKey, SEAL_KEY_DAYS } from '@tocsin/record';
import { type AgencyKeys, DESK, membershipOf, type TestAgency } from './agency.ts';
import { alertClause } from './agreement.ts';
import { type Body, type Officer, type Signed, takesPart } from './officer.ts';
import { seenByAll } from './seen.ts';

const year = 365 * 86_400_000;

/** The network founded and signed by every agency. @returns the founding statement's identifier */
export async function foundNetwork(agencies: readonly TestAgency[]): Promise<string> {
  const [first, ...others] = agencies as readonly [TestAgency, ...TestAgency[]];
  const members = agencies.map(membershipOf);
  const founding = await first.registrar.sign('network.found/1', { name: 'test-exchange', members });
  await seenByAll(agencies, await first.ledger.submit(founding.jws, null));
  const network = await first.ledger.state(networkKey);
  for (const { authority } of agencies) takesPart(authority, founding.id);
  const body = { digest: network?.digest ?? '' };
  for (const { ledger, registrar } of others)
    await seenByAll(agencies, await submitted(ledger, registrar.sign('network.sign/1', body)));
  return founding.id;
}

/** Submits what is being signed. */
export async function submitted(ledger: TestAgency['ledger'], statement: Promise<Signed>): Promise<Committed> {
  return ledger.submit((await statement).jws, null);
}

/** The agency's desk, its officers and its desk's seal key; an auditor agency has no key. */
export async function furnish(agency: TestAgency, now: number): Promise<void> {
  const { ledger, registrar, officer, keymaster } = agency;
  const names = { en: 'Duty desk' };
  const desk = { unit: DESK, level: 'national', names, desk: true, closed: false } as const;
  await submitted(ledger, registrar.sign('unit.set/1', desk));
  const audits = agency.class === 'auditor';
  for (const one of audits ? [officer] : [officer, keymaster])
    await submitted(ledger, registrar.sign('officer.register/1', registrationOf(one, now)));
  if (!audits) await submitted(ledger, keymaster.sign('key.publish/1', sealKeyOf(agency, now)));
}

/** How a registrar registers an officer for half a year. */
export function registrationOf({ handle, unit, roles, certificate }: Officer, now: number): Body<'officer.register/1'> {
  const from = new Date(now - 60_000).toISOString();
  const until = new Date(now + year / 2).toISOString();
  return { officer: handle, unit, roles: [...roles], certificate: toBase64url(certificate), from, until };
}

function sealKeyOf({ sealKey }: AgencyKeys, now: number): Body<'key.publish/1'> {
  const from = new Date(now).toISOString();
  const until = new Date(now + SEAL_KEY_DAYS * 86_400_000).toISOString();
  return { unit: DESK, use: 'seal', epoch: 1, key: toBase64url(sealKey.publicKey), previous: null, from, until };
}

/** An agreement between all of them on alerts, in force. @returns its identifier */
export async function agree(agencies: readonly TestAgency[], now: number): Promise<string> {
  const [first, ...others] = agencies as readonly [TestAgency, ...TestAgency[]];
  const parties = agencies.map(({ code }) => code);
  const term = { from: new Date(now - 60_000).toISOString(), until: new Date(now + 5 * year).toISOString() };
  const clauses = [alertClause(agencies)];
  const proposal = await first.registrar.sign('agreement.propose/1', { name: 'test-mou', parties, clauses, ...term });
  await seenByAll(agencies, await first.ledger.submit(proposal.jws, null));
  const digest = (await first.ledger.state(agreementKey(proposal.id)))?.digest ?? '';
  const body = { agreement: proposal.id, digest };
  for (const { ledger, registrar } of others)
    await seenByAll(agencies, await submitted(ledger, registrar.sign('agreement.sign/1', body)));
  return proposal.id;
}

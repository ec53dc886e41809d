import type { Client, KeyDates, ListedAgency, ListedAgreement, NetworkState } from '@tocsin/gateway/api';
import type { AgencyCode, FocalPoint, Gateway, Instant, Roster, Unit } from '@tocsin/record';
import { type KeyStanding, standingOf } from '../key-due.ts';
import { agreementFindings } from './agreements.ts';
import type { Finding } from './finding.ts';
import { keyFindings } from './keys.ts';
import { memberFindings } from './members.ts';
import { networkFindings } from './network.ts';
import { officerFindings } from './officer.ts';

/** Who asks, and the time by their own clock. */
export interface Examiner {
  readonly client: Client;
  readonly own: AgencyCode;
  readonly now: Instant;
}

/** A part of the exchange as the gateway shows it, and what of it is wrong. */
export interface DirectoryExamined {
  readonly agencies: readonly ListedAgency[];
  readonly units: readonly Unit[];
  readonly keys: readonly (KeyDates & Pick<KeyStanding, 'standing'>)[];
  readonly focalPoints: readonly FocalPoint[];
  readonly gateways: readonly Gateway[];
  readonly findings: readonly Finding[];
}

export interface AgreementsExamined {
  readonly agreements: readonly ListedAgreement[];
  readonly findings: readonly Finding[];
}

export interface NetworkExamined {
  readonly network: NetworkState;
  readonly roster: Roster | null;
  readonly findings: readonly Finding[];
}

async function directory({ client, own, now }: Examiner): Promise<DirectoryExamined> {
  const [agencies, units, dates, focalPoints, gateways] = await Promise.all([
    client.agencies(),
    client.units(),
    client.keyDates(),
    client.focalPoints(),
    client.gateways(),
  ]);
  const findings = [
    ...keyFindings({ now, own, agencies, units, keys: dates }),
    ...memberFindings({ now, agencies, gateways, focalPoints }),
  ];
  const inOrder = dates.toSorted((a, b) => a.epoch - b.epoch);
  const keys = inOrder.map((key) => ({ ...key, standing: standingOf(key, dates, now).standing }));
  return { agencies, units, keys, focalPoints, gateways, findings };
}

async function agreements({ client, own, now }: Examiner): Promise<AgreementsExamined> {
  const [agencies, listed] = await Promise.all([client.agencies(own), client.agreements()]);
  return { agreements: listed, findings: agreementFindings({ now, own, agencies, agreements: listed }) };
}

async function network({ client, own, now }: Examiner): Promise<NetworkExamined> {
  const [state, roster] = await Promise.all([client.network(), client.roster()]);
  return { network: state, roster, findings: networkFindings({ now, own, network: state, roster }) };
}

async function officer({ client, own, now }: Examiner): Promise<{ readonly findings: readonly Finding[] }> {
  const [me, proposals] = await Promise.all([client.me(), client.proposals()]);
  return { findings: officerFindings({ now, own, me, proposals }) };
}

/** All of it: what does not work first. */
async function everything(examiner: Examiner): Promise<{ readonly findings: readonly Finding[] }> {
  const found = await Promise.all([network, directory, agreements, officer].map((part) => part(examiner)));
  const findings = found.flatMap((each) => each.findings);
  const wrong = findings.filter(({ weight }) => weight === 'wrong');
  return { findings: [...wrong, ...findings.filter((one) => !wrong.includes(one))] };
}

const parts = { directory, agreements, network, everything };
export type PartName = keyof typeof parts;
export type Examined<P extends PartName> = Awaited<ReturnType<(typeof parts)[P]>>;

/** Asks the gateway about one part of the exchange and holds it against the rules. @throws ApiError */
export const examine = <P extends PartName>(part: P, examiner: Examiner): Promise<Examined<P>> =>
  parts[part](examiner) as Promise<Examined<P>>;

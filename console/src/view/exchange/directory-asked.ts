import { type Finding, keyFindings, memberFindings } from '@tocsin/device/doctor';
import type { KeyDates, ListedAgency } from '@tocsin/gateway/api';
import type { FocalPoint, Gateway, Unit } from '@tocsin/record';
import { gateway } from '../../app/worker.ts';

/** One member with all that the directory says of it, and what of that is wrong or stale. */
export interface Member {
  readonly agency: ListedAgency;
  readonly units: readonly Unit[];
  readonly keys: readonly KeyDates[];
  readonly focalPoints: readonly FocalPoint[];
  readonly gateway: Gateway | undefined;
  readonly findings: readonly Finding[];
}

/** The whole directory by members, those with something wrong first. */
export async function askedDirectory(own: string): Promise<Member[]> {
  const [agencies, units, keys, focalPoints, gateways] = await Promise.all([
    gateway.agencies(),
    gateway.units(),
    gateway.keyDates(),
    gateway.focalPoints(),
    gateway.gateways(),
  ]);
  const now = new Date().toISOString();
  const findings = [
    ...keyFindings({ now, own, agencies, units, keys }),
    ...memberFindings({ now, agencies, gateways, focalPoints }),
  ];
  const members = agencies.map((agency) => ({
    agency,
    units: units.filter((unit) => unit.agency === agency.code),
    keys: keys.filter((key) => key.agency === agency.code && key.use === 'seal'),
    focalPoints: focalPoints.filter((point) => point.agency === agency.code && !point.closed),
    gateway: gateways.find((each) => each.agency === agency.code),
    findings: findings.filter((one) => one.agency === agency.code),
  }));
  return members.toSorted((a, b) => b.findings.length - a.findings.length);
}

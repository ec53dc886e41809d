import type { Examined, Finding } from '@tocsin/device/doctor';
import { examined } from './examined.ts';

type Told = Examined<'directory'>;

/** One member with all that the directory says of it, and what of that is wrong or stale. */
export interface Member extends Pick<Told, 'units' | 'keys' | 'focalPoints' | 'findings'> {
  readonly agency: Told['agencies'][number];
  readonly gateway: Told['gateways'][number] | undefined;
}

/** The whole directory by members, those with something wrong first. */
export async function askedDirectory(): Promise<Member[]> {
  const { agencies, units, keys, focalPoints, gateways, findings } = await examined('directory');
  const members = agencies.map((agency) => ({
    agency,
    units: units.filter((unit) => unit.agency === agency.code),
    keys: keys.filter((key) => key.agency === agency.code && key.use === 'seal'),
    focalPoints: focalPoints.filter((point) => point.agency === agency.code && !point.closed),
    gateway: gateways.find((each) => each.agency === agency.code),
    findings: findings.filter((one: Finding) => one.agency === agency.code),
  }));
  return members.toSorted((a, b) => b.findings.length - a.findings.length);
}

import type { KeyDates, ListedAgency } from '@tocsin/gateway/api';
import type { AgencyCode, Instant, Unit } from '@tocsin/record';
import { rotateBy, standingOf } from '../key-due.ts';
import { type Finding, finding } from './finding.ts';

/** What is looked at of units and their keys. */
export interface KeyFacts {
  readonly now: Instant;
  readonly own: AgencyCode;
  readonly agencies: readonly ListedAgency[];
  readonly units: readonly Unit[];
  readonly keys: readonly KeyDates[];
}

/** Desks that nobody can write to, keys that run out without another, and replaced ones that are still kept. */
export function keyFindings({ now, own, agencies, units, keys }: KeyFacts): Finding[] {
  // Nobody writes to auditors: their desks need no key.
  const receiving = agencies.filter((agency) => agency.status === 'active' && agency.class !== 'auditor');
  const open = units.filter(({ agency, closed }) => !closed && receiving.some(({ code }) => code === agency));
  return open.flatMap((unit) => {
    const seals = keys.filter(
      ({ agency, unit: code, use }) => agency === unit.agency && code === unit.code && use === 'seal',
    );
    return [...unreachable(unit, seals, now), ...ending(unit, seals, now), ...leftOver(unit, seals, { now, own })];
  });
}

function unreachable({ agency, code, desk }: Unit, keys: readonly KeyDates[], now: Instant): Finding[] {
  if (!desk || keys.some((key) => standingOf(key, keys, now).standing === 'in effect')) return [];
  const command =
    keys.length === 0
      ? `tocsin key publish --unit ${code} --out FOLDER`
      : `tocsin key rotate --unit ${code} --out FOLDER`;
  return [finding('desk-without-key', 'wrong', agency, { what: code, command })];
}

function ending({ agency, code }: Unit, keys: readonly KeyDates[], now: Instant): Finding[] {
  const last = keys.toSorted((a, b) => b.epoch - a.epoch)[0];
  if (last === undefined || standingOf(last, keys, now).standing !== 'in effect' || now < rotateBy(last)) return [];
  return [
    finding('key-ends', 'soon', agency, {
      what: code,
      at: last.until,
      command: `tocsin key rotate --unit ${code} --out FOLDER`,
    }),
  ];
}

/** Only the own agency's: of others nobody here can know what they still hold. */
function leftOver({ agency, code }: Unit, keys: readonly KeyDates[], { now, own }: Pick<KeyFacts, 'now' | 'own'>) {
  const over = keys.filter((key) => {
    const { standing, due } = standingOf(key, keys, now);
    return standing === 'over' && due?.act === 'destroy';
  });
  if (agency !== own) return [];
  return over.map(({ epoch, until }) => {
    const command = `tocsin key destroy --unit ${code} --epoch ${epoch} --seal FOLDER --dry-run`;
    return finding('key-left-over', 'soon', agency, { what: code, at: until, count: epoch, command });
  });
}

import { isIP } from 'node:net';
import { CryptoConfigError } from './error.ts';

/**
 * Rules for what may stand in a certificate. All are plain ASCII, so that no name needs escaping
 * in a distinguished name, and none can hold a person's name with its spaces and capitals by accident.
 */
const country = /^[A-Z]{2}$/;
const agency = /^[a-z]{2}(-[a-z0-9]+)+$/;
const label = /^[a-z0-9]+([._-][a-z0-9]+)*$/;
const dnsName = /^(?=.{1,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*$/;

/** The organisational units by which Fabric's MSP tells identities apart (NodeOUs). */
const ledgerUnits = new Set(['client', 'peer', 'admin', 'orderer']);

function ensure(what: string, valid: boolean): void {
  if (!valid) throw new CryptoConfigError('BAD_NAME', what);
}

/** ISO 3166 alpha-2 in capitals, and an agency code of at most 32 characters that begins with it, as `th-police`. */
export function ensureValidAgency(code: string, countryCode: string): void {
  ensure('country', country.test(countryCode));
  ensure('agency', code.length <= 32 && agency.test(code) && code.startsWith(`${countryCode.toLowerCase()}-`));
}

/** Lower-case letters, digits and single `.`, `_`, `-` between them, at most 64 (the limit of a common name, X.520). */
export function ensureValidHandle(handle: string): void {
  ensure('handle', handle.length <= 64 && label.test(handle));
}

/** As a handle, at most 32, and never one of Fabric's own units: `OU=admin` would make an officer an administrator. */
export function ensureValidUnit(unit: string): void {
  ensure('unit', unit.length <= 32 && label.test(unit) && !ledgerUnits.has(unit));
}

/** One to sixteen different roles, each as a handle of at most 32 characters. */
export function ensureValidRoles(roles: readonly string[]): void {
  ensure('roles', roles.length >= 1 && roles.length <= 16 && new Set(roles).size === roles.length);
  for (const role of roles) ensure('role', role.length <= 32 && label.test(role));
}

/** A DNS name in lower case or an IP address as text. */
export function ensureValidHost(host: string): void {
  ensure('host', isIP(host) !== 0 || (dnsName.test(host) && !/^[0-9.]+$/.test(host)));
}

/** What people call an agency: 1 to 120 characters of any script, without control characters. Never in a certificate. */
export function ensureValidTitle(title: string): void {
  ensure(
    'name',
    title.trim() !== '' && title.length <= 120 && !/\p{C}/u.test(title.replaceAll(/[\u200b-\u200d]/g, '')),
  );
}

import type { ListedAgency } from '@tocsin/gateway/api';
import { type AgencyCode, daysAfter, type FocalPoint, type Gateway, type Instant } from '@tocsin/record';
import { type Finding, finding } from './finding.ts';

/** A focal point's confirmation is asked for so many days before it runs out. */
const NOTICE_DAYS = 14;

/** What is looked at of members, their gateways and their focal points. */
export interface MemberFacts {
  readonly now: Instant;
  readonly agencies: readonly ListedAgency[];
  readonly gateways: readonly Gateway[];
  readonly focalPoints: readonly FocalPoint[];
}

/** Focal points that have run out or will, and members that no other gateway can reach. */
export function memberFindings({ now, agencies, gateways, focalPoints }: MemberFacts): Finding[] {
  const active = agencies.filter(({ status }) => status === 'active').map(({ code }) => code);
  return active.flatMap((code) => [
    ...focalPoints.filter(({ agency, closed }) => agency === code && !closed).flatMap((point) => stale(point, now)),
    ...withoutGateway(code, gateways),
  ]);
}

function stale({ agency, post, unit, until }: FocalPoint, now: Instant): Finding[] {
  const about = {
    what: post,
    at: until,
    command: `tocsin focal-point set ${post} --unit ${unit} --holder HANDLE --language CODE`,
  };
  if (until <= now) return [finding('post-over', 'wrong', agency, about)];
  return until <= daysAfter(now, NOTICE_DAYS) ? [finding('post-ends', 'soon', agency, about)] : [];
}

/** Before the first gateway is published nobody expects one. */
function withoutGateway(code: AgencyCode, gateways: readonly Gateway[]): Finding[] {
  if (gateways.length === 0 || gateways.some(({ agency }) => agency === code)) return [];
  return [finding('agency-without-gateway', 'wrong', code, { command: 'tocsin gateway set --help' })];
}

import type { Trail } from '@tocsin/audit';
import { DeviceError } from '@tocsin/device/keyless';
import { fromBase64url, parseStatement, verifyStatement } from '@tocsin/envelope/verify';
import { type AnchoredRoot, type Entry, type LogFault, type Logged, recheckLog } from '@tocsin/gateway/api';
import { ensureStatement } from '@tocsin/record';
import { CliError } from './error.ts';
import type { Session } from './session.ts';

/** A gateway's own log as it was rechecked. */
export interface CheckedLog {
  readonly size: number;
  readonly anchor: AnchoredRoot | null;
  readonly entries: readonly (Entry & { readonly place: number })[];
  readonly faults: readonly LogFault[];
}

const PAGE = 500;

/** Entries that may be missing in a row before a log is not worth comparing, so that none fills the memory. */
const LONGEST_GAP = 1_000_000;

/**
 * Fetches the own gateway's whole log and holds it against its anchors: those that the gateway shows, each proved to be
 * signed by the agency's automated officer, and those of a verified export, from which the gateway can hide none.
 * @throws CliError STATEMENT_NOT_PROVEN, NO_ROOT, OWN_LOG_ALTERED; ApiError ROLE_LACKING
 */
export async function checkedLog(session: Session, exported: readonly AnchoredRoot[] = []): Promise<CheckedLog> {
  const [log, shown] = await Promise.all([wholeLog(session), provenAnchors(session)]);
  const anchors = [...shown, ...exported].sort((a, b) => a.size - b.size);
  const faults = recheckLog(log, anchors);
  const named = new Set(faults.flatMap((fault) => (fault.fault === 'rewritten' ? [] : [fault.place])));
  const entries = log.flatMap(({ place, entry }) => {
    const read = entry === null ? null : entryIn(entry.body);
    return read === null ? [] : [{ place, ...read }];
  });
  const readable = new Set(entries.map(({ place }) => place));
  const unreadable = log
    .map(({ place }) => place)
    .filter((place) => !readable.has(place) && !named.has(place))
    .map((place) => ({ fault: 'altered' as const, place }));
  return { size: log.length, anchor: anchors.at(-1) ?? null, entries, faults: [...faults, ...unreadable] };
}

/** The anchors of an agency's log in the blocks of a ledger. */
export const anchorsIn = (trail: Trail, agency: string): AnchoredRoot[] =>
  trail
    .told('log.anchor/1')
    .filter((anchor) => anchor.agency === agency)
    .map(({ payload }) => ({ size: Number(payload.size), root: String(payload.root) }));

const texts = ['at', 'kind', 'agency'] as const;
const nullable = ['officer', 'access', 'item', 'key', 'code'] as const;

/** An entry, or null where somebody has written something else in its place. */
function entryIn(body: string): Entry | null {
  try {
    const value = JSON.parse(body) as Record<string, unknown> | null;
    const isText = (member: string): boolean => typeof value?.[member] === 'string';
    const whole = texts.every(isText) && nullable.every((member) => value?.[member] === null || isText(member));
    const counted = value?.count === undefined || (Number.isSafeInteger(value.count) && Number(value.count) > 0);
    return whole && counted ? (value as unknown as Entry) : null;
  } catch {
    return null;
  }
}

async function wholeLog({ client }: Session): Promise<Logged[]> {
  const log: Logged[] = [];
  for (;;) {
    const from = (log.at(-1)?.place ?? -1) + 1;
    const { entries } = await client.ownLog({ from, limit: PAGE });
    for (const { place, leaf, entry } of entries) {
      const next = (log.at(-1)?.place ?? -1) + 1;
      if (!(place >= next && place < next + LONGEST_GAP))
        throw new CliError('OWN_LOG_ALTERED', 'its places do not follow');
      const held = entry === null ? null : { body: entry.body, salt: fromBase64url(entry.salt) };
      log.push({ place, leaf: fromBase64url(leaf), entry: held });
    }
    if (entries.length < PAGE) return log;
  }
}

async function provenAnchors(session: Session): Promise<AnchoredRoot[]> {
  const { client, agency, roots } = session;
  const [statements, officers, agencies] = await Promise.all([
    client.ownLogAnchors(),
    client.officers(agency),
    client.agencies(agency),
  ]);
  const issuing = agencies.find(({ code }) => code === agency)?.issuing ?? '';
  const anchors = await Promise.all(
    statements.map(async (jws) => {
      const { header, payload } = parseStatement(jws);
      const officer = officers.find(({ handle }) => handle === header.kid);
      const statement = ensureStatement(payload);
      if (officer === undefined || statement.typ !== 'log.anchor/1' || statement.agency !== agency) {
        throw new DeviceError('STATEMENT_NOT_PROVEN', 'an anchor');
      }
      const leaf = await roots.certified(agency, officer.certificate, issuing, new Date(statement.at));
      if (!leaf.roles.includes('gateway')) throw new DeviceError('STATEMENT_NOT_PROVEN', 'an anchor by somebody else');
      await verifyStatement(jws, leaf.spki);
      return statement;
    }),
  );
  for (const [i, { previous, size }] of anchors.entries()) {
    const before = anchors[i - 1];
    if (previous?.size !== before?.size || previous?.root !== before?.root)
      throw new DeviceError('STATEMENT_NOT_PROVEN', `an anchor before the one of ${size} entries is missing`);
  }
  return anchors;
}

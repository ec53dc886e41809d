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

/**
 * Fetches the own gateway's whole log and holds it against its anchors, each proved to be signed by the agency's automated
 * officer. @throws CliError STATEMENT_NOT_PROVEN, NO_ROOT; ApiError ROLE_LACKING
 */
export async function checkedLog(session: Session): Promise<CheckedLog> {
  const [log, anchors] = await Promise.all([wholeLog(session), provenAnchors(session)]);
  const entries = log.flatMap(({ place, entry }) =>
    entry === null ? [] : [{ place, ...(JSON.parse(entry.body) as Entry) }],
  );
  return { size: log.length, anchor: anchors.at(-1) ?? null, entries, faults: recheckLog(log, anchors) };
}

async function wholeLog({ client }: Session): Promise<Logged[]> {
  const log: Logged[] = [];
  for (;;) {
    const from = (log.at(-1)?.place ?? -1) + 1;
    const { entries } = await client.ownLog({ from, limit: PAGE });
    for (const { place, leaf, entry } of entries) {
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
  return Promise.all(
    statements.map(async (jws) => {
      const { header, payload } = parseStatement(jws);
      const officer = officers.find(({ handle }) => handle === header.kid);
      const statement = ensureStatement(payload);
      if (officer === undefined || statement.typ !== 'log.anchor/1' || statement.agency !== agency) {
        throw new CliError('STATEMENT_NOT_PROVEN', 'an anchor');
      }
      const leaf = await roots.certified(agency, officer.certificate, issuing, new Date(statement.at));
      if (!leaf.roles.includes('gateway')) throw new CliError('STATEMENT_NOT_PROVEN', 'an anchor by somebody else');
      await verifyStatement(jws, leaf.spki);
      return { size: statement.size, root: statement.root };
    }),
  );
}

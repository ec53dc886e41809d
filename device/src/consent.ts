import type { AgencyCode, Item, Purpose, Share } from '@tocsin/record';
import { provenStatement } from './proven-head.ts';
import type { Session } from './session.ts';

/**
 * The own agency, where it reads by its author's consent and the author's agency signed that; nobody where it needs none
 * or has none: a copy that came to hand without one is refused.
 * @throws DeviceError STATEMENT_NOT_PROVEN, NO_ROOT
 */
export async function provenConsents(session: Session, item: Item): Promise<readonly AgencyCode[]> {
  const { agency } = session;
  for (const { consent } of sharesOf(item, agency)) {
    const { statement } = await provenStatement(session, consent, item.author);
    const names = statement.typ === 'consent.reshare/1' && statement.item === item.id && statement.to === agency;
    if (names) return [agency];
  }
  return [];
}

/** For what an agency may open an item: as its author consented later, else as it was shared. */
export function purposesFor(item: Item, agency: AgencyCode): readonly Purpose[] {
  const consented = sharesOf(item, agency).flatMap(({ purposes }) => purposes);
  return consented.length > 0 ? consented : item.purposes;
}

const sharesOf = (item: Item, agency: AgencyCode): readonly Share[] =>
  isParty(item, agency) ? [] : item.shared.filter((share) => share.agency === agency && share.withdrawn === null);

const isParty = ({ author, to }: Item, agency: AgencyCode): boolean => author === agency || to.includes(agency);

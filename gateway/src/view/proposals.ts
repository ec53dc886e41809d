import { type AgencyCode, type Instant, isParty, networkKey, type Proposal, type StatementId } from '@tocsin/record';
import type { OpenProposal } from '../api/directory.ts';
import { listAgreements, statementOf } from './directory.ts';
import type { View } from './view.ts';

/** Everything that waits for the view's own agency to sign or approve it, the founding first. */
export function listProposals(view: View, now: Instant): OpenProposal[] {
  return [...founding(view), ...memberships(view), ...agreements(view, now)];
}

function founding(view: View): OpenProposal[] {
  const network = view.state(networkKey);
  const own = network?.members.find(({ code }) => code === view.agency);
  if (network === undefined || own?.status !== 'signing') return [];
  const signed = network.members.filter(({ status }) => status === 'active').map(({ code }) => code);
  return proposal(view, 'founding', network.id, signed);
}

function memberships(view: View): OpenProposal[] {
  // Whom a removal would remove has no vote on it.
  const votes = (change: Proposal['change']): boolean => !('remove' in change && change.remove === view.agency);
  const open = view.statesUnder('proposal').filter(({ state, change }) => state === 'open' && votes(change));
  return open.flatMap(({ id, approved }) => unlessSigned(view, 'membership', id, approved));
}

function agreements(view: View, now: Instant): OpenProposal[] {
  const open = listAgreements(view, now).filter(({ agreement, standing }) => {
    return standing === 'proposed' && now < agreement.until && isParty(agreement, view.agency);
  });
  return open.flatMap(({ agreement: { id, signed } }) => unlessSigned(view, 'agreement', id, signed));
}

type Kind = OpenProposal['kind'];

const unlessSigned = (view: View, kind: Kind, id: StatementId, signed: readonly AgencyCode[]): OpenProposal[] =>
  signed.includes(view.agency) ? [] : proposal(view, kind, id, signed);

function proposal(view: View, kind: Kind, id: StatementId, signed: readonly AgencyCode[]): OpenProposal[] {
  const statement = statementOf(view, id);
  return statement === undefined ? [] : [{ kind, id, at: statement.at, statement: statement.jws, signed: [...signed] }];
}

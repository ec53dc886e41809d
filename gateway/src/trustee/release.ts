import { parseStatement, releaseShare, signRelease } from '@tocsin/envelope';
import {
  type AgencyCode,
  type Ledger,
  Refusal,
  type Roster,
  rosterKey,
  type StatementId,
  type Trustee,
} from '@tocsin/record';
import { openable, sealedFile } from '../access/openable.ts';
import type { Showing, Shown } from '../access/shown.ts';
import { isWitnessed, recordOf, type WitnessedItem } from '../access/witnessed.ts';
import { GatewayError } from '../error.ts';
import type { UnitKeys } from '../keys/unit-keys.ts';
import { keyName, noted } from '../own-log/noted.ts';
import type { OwnLog } from '../own-log/own-log.ts';
import type { Steward } from '../steward/steward.ts';
import { statementOf } from '../view/directory.ts';
import type { View } from '../view/view.ts';
import type { Coverage } from './coverage.ts';

/** What a trustee works with. */
export interface TrusteeServices {
  readonly ledger: Pick<Ledger, 'agency' | 'state' | 'sealed'>;
  readonly view: View;
  /** The trustee keys that this gateway holds. */
  readonly keys: Pick<UnitKeys, 'named'>;
  readonly steward: Pick<Steward, 'key'>;
  readonly coverage: Coverage;
  readonly log: Pick<OwnLog, 'append'>;
}

/** What another agency's gateway, or the own one, shows to get a share. */
export interface ReleaseAsked extends Omit<Showing, 'officer'> {
  /** The item as the asker names it; held against the access. */
  readonly item: StatementId;
}

/**
 * A trustee's act (docs/spec/witness.md): releases this agency's share of a witnessed file's key to the one device that a
 * committed access names. Everything is read from the own peer at this moment, and that the own peer tells what the others
 * tell is vouched for by cosigned checkpoints. @returns the signed release, compact JWS
 * @throws Refusal, GatewayError, EnvelopeError, WitnessError, LedgerFault
 */
export function release(services: TrusteeServices, asked: ReleaseAsked): Promise<string> {
  const { ledger, keys, steward, log } = services;
  return noted(log, 'release', { ...asked, officer: null }, async (note) => {
    note.item = asked.item;
    const { shown, item } = await openable(ledger, { ...asked, officer: null });
    if (item.id !== asked.item) throw new Refusal('NOT_YOUR_ACCESS', 'another item');
    if (!isWitnessed(item)) throw new GatewayError('NOT_A_TRUSTEE', 'a direct file');
    const [{ index, trustee }, header] = await Promise.all([
      ownPlace(ledger, item),
      sealedFile(ledger, item),
      mustBeWitnessed(services, shown, asked),
    ]);
    const key = await keys.named(trustee.unit, trustee.keyEpoch);
    note.key = keyName('trustee', key);
    const order = { header, record: recordOf(item), index, access: shown.id, epk: asked.epk };
    const share = releaseShare({ ...order, trusteeKey: key.secretKey });
    const facts = { trustee: ledger.agency, access: shown.id, item: item.id, at: asked.now.toISOString() };
    return signRelease(share, facts, steward.key.signer, steward.key.chain);
  });
}

/** This agency's place among the trustees whom the file was locked by. */
async function ownPlace(
  ledger: Pick<Ledger, 'agency' | 'state'>,
  { sealed }: WitnessedItem,
): Promise<{ readonly index: number; readonly trustee: Trustee }> {
  const roster = await ledger.state(rosterKey(sealed.roster));
  if (roster === undefined) throw new Refusal('UNKNOWN_ROSTER', String(sealed.roster));
  if (sealed.t !== roster.t || sealed.n !== roster.trustees.length) throw new Refusal('ROSTER_MISMATCH');
  return placeIn(roster, ledger.agency);
}

function placeIn({ trustees }: Roster, agency: AgencyCode): { index: number; trustee: Trustee } {
  const place = trustees.findIndex((one) => one.agency === agency);
  const trustee = trustees[place];
  if (trustee === undefined) throw new GatewayError('NOT_A_TRUSTEE', agency);
  return { index: place + 1, trustee };
}

/**
 * The access must stand in a block as the peer's state says it, and the block under a checkpoint that enough agencies
 * cosigned: so a fork, a rollback or a doctored peer is found before anything is released.
 */
async function mustBeWitnessed(
  { view, coverage }: Pick<TrusteeServices, 'view' | 'coverage'>,
  { id, agency, item, epk }: Shown,
  { ticket }: ReleaseAsked,
): Promise<void> {
  // Where it stands is the view's hint; what stands there is what the agencies vouch for.
  const { block } = await coverage.covered(BigInt(statementOf(view, id)?.block ?? 0));
  const typ = 'access' in ticket ? 'access.request/1' : 'lease.take/1';
  const said = block.transactions
    .filter(({ code }) => code === 'VALID')
    .map(({ statement }) => parseStatement(statement).payload)
    .find((payload) => payload.id === id && payload.typ === typ && payload.agency === agency && payload.epk === epk);
  if (said === undefined) throw new GatewayError('NOT_COVERED', id);
  const items = 'access' in ticket ? [said.item] : (said.items as { item: unknown }[]).map((one) => one.item);
  if (!items.includes(item)) throw new GatewayError('NOT_COVERED', id);
}

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { AccessModel, type ModelItem } from '../../fixture/access-model.ts';
import {
  accessBody,
  agree,
  alertBody,
  delivered,
  followUpBody,
  khmer,
  lao,
  officer,
  registrar,
  staffedLedger,
  thai,
} from '../../fixture/exchange.ts';
import { certificateLife, type TestLedger } from '../../fixture/ledger.ts';
import { verdictOn } from '../../fixture/refusal.ts';
import { consentBody, leaseBody } from '../../fixture/witnessed.ts';
import { ACCESS_QUOTA_PER_HOUR } from '../access.ts';
import type { Purpose } from '../agreement.ts';
import type { AgencyCode, StatementId } from '../id.ts';
import { quotaKey } from '../state.ts';
import { hoursAfter, toMillis } from '../time.ts';

const everyone = [thai, khmer, lao] as const;
const agency = fc.constantFrom<AgencyCode>(...everyone);
/** The first is every record's, the second the clause's too, the third nobody's. */
const purpose = fc.oneof(
  { weight: 6, arbitrary: fc.constant<Purpose>('trafficking-investigation') },
  { weight: 2, arbitrary: fc.constant<Purpose>('victim-protection') },
  { weight: 1, arbitrary: fc.constant<Purpose>('border-control') },
);
const which = fc.nat(3);
/** Spans that ages, leases, consents and retention end with, to the moment. */
const hours = fc.constantFrom(0.25, 0.26, 1, 72, 72.1, 720);

interface Attempt {
  readonly does: string;
  readonly by?: AgencyCode;
  readonly to?: AgencyCode;
  readonly of?: number;
  readonly why?: Purpose;
  readonly hours?: number;
  readonly file?: boolean;
}

/** One thing that somebody tries; most of them are refused at some time. */
const attempt: fc.Arbitrary<Attempt> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ does: fc.constant('open'), by: agency, of: which, why: purpose }) },
  { weight: 2, arbitrary: fc.record({ does: fc.constant('lease'), by: agency, of: which, why: purpose, hours }) },
  { weight: 2, arbitrary: fc.record({ does: fc.constant('grant'), by: agency, of: which }) },
  {
    weight: 3,
    arbitrary: fc.record({ does: fc.constant('share'), by: agency, of: which, to: agency, why: purpose, hours }),
  },
  { weight: 2, arbitrary: fc.record({ does: fc.constant('unshare'), by: agency, of: which }) },
  { weight: 2, arbitrary: fc.record({ does: fc.constant('post'), by: agency, to: agency }) },
  {
    weight: 2,
    arbitrary: fc.record({ does: fc.constant('answer'), by: agency, to: agency, of: which, file: fc.boolean() }),
  },
  { weight: 2, arbitrary: fc.record({ does: fc.constant('wait'), hours }) },
  { weight: 1, arbitrary: fc.record({ does: fc.constantFrom('withdraw', 'purge', 'tire'), by: agency, of: which }) },
  { weight: 1, arbitrary: fc.record({ does: fc.constantFrom('suspend', 'resume', 'leave', 'revoke'), by: agency }) },
);

/** Attempts that meet the very moment at which a consent, an hour's quota or a retention ends. */
const edge: fc.Arbitrary<readonly Attempt[]> = fc
  .record({ by: agency, to: agency, of: which, why: purpose, hours })
  .chain(({ by, to, of, why, hours: span }) => {
    const share: Attempt = { does: 'share', by, to, of, why, hours: span };
    const open: Attempt = { does: 'open', by: to, of, why };
    return fc.constantFrom<readonly Attempt[]>(
      [share, { does: 'wait', hours: span }, open],
      [share, open, { does: 'unshare', by, of: 0 }, open],
      [
        { does: 'tire', by },
        { does: 'lease', by, of, why, hours: 1 },
      ],
      [
        { does: 'wait', hours: 720 - span },
        { does: 'lease', by, of, why, hours: span + 0.01 },
      ],
    );
  });

/** What somebody tries, one thing after the other. */
const attempts: fc.Arbitrary<readonly Attempt[]> = fc
  .array(fc.oneof({ weight: 9, arbitrary: attempt.map((one) => [one]) }, { weight: 1, arbitrary: edge }), {
    minLength: 1,
    maxLength: 24,
  })
  .map((some) => some.flat());

const stage = (() => {
  const ledger = staffedLedger();
  return { ledger, agreement: agree(ledger) };
})();

/** One exchange on which attempts are made, and what the model believes of it. */
class Trial {
  readonly ledger: TestLedger = stage.ledger.fork();
  readonly model = new AccessModel(toMillis(this.ledger.now), everyone, toMillis(certificateLife.until));
  readonly decided = { lawful: 0, refused: 0 };

  constructor() {
    this.post(thai, khmer);
  }

  /** The rules decide, and the model must have known. */
  decide(expected: boolean, act: () => StatementId): StatementId | null {
    let id: StatementId | null = null;
    const verdict = verdictOn(() => {
      id = act();
    });
    expect(verdict === 'lawful', verdict).toBe(expected);
    this.decided[expected ? 'lawful' : 'refused'] += 1;
    return id;
  }

  /** What changes who may open; whether it is lawful, other tests say. */
  change(act: () => StatementId): StatementId | null {
    let id: StatementId | null = null;
    verdictOn(() => {
      id = act();
    });
    return id;
  }

  item(of: number): ModelItem {
    return this.model.items[of % this.model.items.length] as ModelItem;
  }

  post(by: AgencyCode, to: AgencyCode): void {
    const body = { ...alertBody(this.ledger, stage.agreement), to: [to] };
    const id = this.change(() => this.ledger.say('record.post/1', officer(by), body, { delivered }));
    if (id === null) return;
    const record = { id, retain: toMillis(body.retain), over: null };
    this.model.items.push({ id, record, author: by, to: [to], purposes: body.purposes, file: true, shares: [] });
  }

  answer({ by = thai, to = thai, of = 0, file = true }: Attempt): void {
    const { record, purposes } = this.item(of);
    this.change(() => this.ledger.say('record.acknowledge/1', officer(by), { record: record.id }));
    const body = { ...followUpBody(record.id, [to]), ...(file ? {} : { sealed: null }) };
    const how = { delivered: file ? delivered : null };
    const id = this.change(() => this.ledger.say('record.follow-up/1', officer(by), body, how));
    if (id !== null) this.model.items.push({ id, record, author: by, to: [to], purposes, file, shares: [] });
  }

  open({ by = thai, of = 0, why = 'border-control' }: Attempt): void {
    const item = this.item(of);
    const body = { ...accessBody(item.record.id, item.id), purpose: why };
    const may = this.model.mayOpen(by, item, why);
    const id = this.decide(may, () => this.ledger.say('access.request/1', officer(by), body));
    if (id === null) return;
    this.model.count(by, 1);
    this.model.accesses.set(id, { item, at: this.model.now, granted: false });
  }

  lease({ by = thai, of = 0, why = 'border-control', hours: span = 1 }: Attempt): void {
    const items = [...new Set([this.item(of), this.item(of + 1)])];
    const until = hoursAfter(this.ledger.now, span);
    const named = items.map((item) => ({ record: item.record.id, item: item.id }));
    const body = leaseBody(this.ledger, [], { items: named, until, purpose: why });
    const may = this.model.mayLease(by, items, why, toMillis(until));
    const id = this.decide(may, () => this.ledger.say('lease.take/1', officer(by), body));
    if (id !== null) this.model.count(by, items.length);
  }

  grant({ by = thai, of = 0 }: Attempt): void {
    const ids = [...this.model.accesses.keys()];
    const access = ids[ids.length - 1 - (of % Math.max(1, ids.length))] ?? 'a'.repeat(26);
    const may = this.model.mayGrant(by, access);
    const body = { access, reason: 'life-at-risk' };
    const id = this.decide(may, () => this.ledger.say('access.grant/1', officer(by), body));
    const granted = this.model.accesses.get(access);
    if (id !== null && granted !== undefined) granted.granted = true;
  }

  share({ by = thai, to = lao, of = 0, why = 'border-control', hours: span = 1 }: Attempt): void {
    const item = this.item(of);
    const until = hoursAfter(this.ledger.now, span);
    const body = consentBody(this.ledger, item.record.id, { item: item.id, to, purposes: [why], until });
    const id = this.change(() => this.ledger.say('consent.reshare/1', officer(by), body));
    if (id === null) return;
    item.shares.push({ id, agency: to, purposes: [why], until: toMillis(until), withdrawn: false });
  }

  unshare({ by = thai, of = 0 }: Attempt): void {
    const shares = this.model.items.flatMap((item) => item.shares);
    const share = shares[of % Math.max(1, shares.length)];
    if (share === undefined) return;
    const body = { consent: share.id };
    if (this.change(() => this.ledger.say('consent.withdraw/1', officer(by), body)) !== null) share.withdrawn = true;
  }

  end(over: 'withdrawn' | 'purged', { by = thai, of = 0 }: Attempt): void {
    const { record } = this.item(of);
    const typ = over === 'purged' ? 'record.purge/1' : 'record.withdraw/1';
    const body = { record: record.id, reason: 'mistaken' };
    if (this.change(() => this.ledger.say(typ, officer(by), body)) !== null) record.over = over;
  }

  agreement(does: string, by: AgencyCode): void {
    const { agreement } = stage;
    const { model, ledger } = this;
    const said = (typ: 'agreement.suspend/1' | 'agreement.resume/1' | 'agreement.withdraw/1') =>
      this.change(() => ledger.say(typ, officer(by), { agreement })) !== null;
    if (does === 'suspend' && said('agreement.suspend/1')) model.suspended = by;
    if (does === 'resume' && said('agreement.resume/1')) model.suspended = null;
    if (does === 'leave' && said('agreement.withdraw/1')) {
      model.parties.delete(by);
      // Whoever leaves takes its own suspension along.
      if (model.suspended === by) model.suspended = null;
    }
  }

  /** The officer has one opening left of this hour. */
  tire(by: AgencyCode): void {
    const count = ACCESS_QUOTA_PER_HOUR - 1;
    this.ledger.state.set(quotaKey(officer(by).handle), { from: this.ledger.now, count });
    this.model.tire(by, count);
  }

  revoke(by: AgencyCode): void {
    const body = { officer: officer(by).handle, reason: 'left-post' as const };
    if (this.change(() => this.ledger.say('officer.revoke/1', registrar(by), body)) !== null)
      this.model.revoked.add(by);
  }

  wait(span: number): void {
    this.ledger.now = hoursAfter(this.ledger.now, span);
    this.model.now = toMillis(this.ledger.now);
  }

  try(one: Attempt): void {
    const { does, by = thai } = one;
    if (does === 'open') this.open(one);
    else if (does === 'lease') this.lease(one);
    else if (does === 'grant') this.grant(one);
    else if (does === 'share') this.share(one);
    else if (does === 'unshare') this.unshare(one);
    else if (does === 'post') this.post(by, one.to ?? khmer);
    else if (does === 'answer') this.answer(one);
    else if (does === 'wait') this.wait(one.hours ?? 1);
    else if (does === 'withdraw') this.end('withdrawn', one);
    else if (does === 'purge') this.end('purged', one);
    else if (does === 'tire') this.tire(by);
    else if (does === 'revoke') this.revoke(by);
    else this.agreement(does, by);
  }
}

const numRuns = Number(process.env.SLOW ?? 0) > 0 ? 100_000 : 2_000;

test('whatever is tried in whatever order, the rules open what the model says and nothing else', {
  timeout: 3_600_000,
}, () => {
  const decided = { lawful: 0, refused: 0 };
  fc.assert(
    fc.property(attempts, (all) => {
      const trial = new Trial();
      for (const one of all) trial.try(one);
      decided.lawful += trial.decided.lawful;
      decided.refused += trial.decided.refused;
    }),
    { numRuns },
  );
  // A comparison in which everything is refused would compare nothing.
  expect(Math.min(decided.lawful, decided.refused)).toBeGreaterThan(numRuns / 4);
});

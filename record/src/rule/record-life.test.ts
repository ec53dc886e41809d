import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  accessBody,
  delivered,
  followUpBody,
  khmer,
  lao,
  officer,
  postedLedger,
  thai,
} from '../../fixture/exchange.ts';
import { verdictOn } from '../../fixture/refusal.ts';
import { recordErrors } from '../error.ts';
import { alert } from '../kind/alert.ts';
import { recordKey } from '../state.ts';
import { hoursAfter } from '../time.ts';

const agency = fc.constantFrom(thai, khmer, lao);
const act = fc.constantFrom(
  'acknowledge',
  'follow-up',
  'withdraw',
  'close',
  'open',
  'suspend',
  'resume',
  'leave',
  'wait',
);
const life = fc.array(fc.tuple(act, agency, agency), { maxLength: 24 });

test('whatever members do in whatever order, a record keeps to its table', () => {
  fc.assert(
    fc.property(life, (acts) => {
      const { ledger, agreement, record } = postedLedger();
      const head = () => ledger.held<'record'>(recordKey(record));
      const posted = head();
      const doing = (name: string, by: string, to: string) =>
        ({
          acknowledge: () => ledger.say('record.acknowledge/1', officer(by), { record }),
          'follow-up': () => ledger.say('record.follow-up/1', officer(by), followUpBody(record, [to]), { delivered }),
          withdraw: () => ledger.say('record.withdraw/1', officer(by), { record, reason: 'mistaken' }),
          close: () => ledger.say('record.close/1', officer(by), { record, reason: 'resolved' }),
          open: () => ledger.say('access.request/1', officer(by), accessBody(record)),
          suspend: () => ledger.say('agreement.suspend/1', officer(by), { agreement }),
          resume: () => ledger.say('agreement.resume/1', officer(by), { agreement }),
          leave: () => ledger.say('agreement.withdraw/1', officer(by), { agreement }),
          wait: () => (ledger.now = hoursAfter(ledger.now, 100)),
        })[name] ?? expect.unreachable;
      const acknowledgements: string[] = [];
      let followUps = 0;
      for (const [name, by, to] of acts) {
        const before = new Map(ledger.state);
        const was = head();
        const verdict = verdictOn(doing(name, by, to));
        if (verdict !== 'lawful') {
          expect(Object.keys(recordErrors)).toContain(verdict);
          expect(ledger.state).toEqual(before);
          continue;
        }
        if (name === 'acknowledge') acknowledgements.push(by);
        if (name === 'follow-up') followUps += 1;
        if (was.ended !== null) expect(head(), 'what has ended never changes').toBe(was);
        expect((head().ended === null) === (head().state === 'open')).toBe(true);
      }
      expect(new Set(acknowledgements).size, 'acknowledged at most once').toBe(acknowledgements.length);
      expect(head().followUps).toBe(followUps);
      expect([alert.procedure.first, ...alert.procedure.ended]).toContain(head().state);
      for (const fixed of [
        'id',
        'author',
        'to',
        'agreement',
        'clause',
        'purposes',
        'handling',
        'due',
        'retain',
        'posted',
      ] as const)
        expect(head()[fixed]).toEqual(posted[fixed]);
    }),
    { numRuns: Number(process.env.SLOW ?? 0) > 0 ? 2000 : 60 },
  );
});

import { describe, expect, test } from 'vitest';
import { accessBody, desk, khmer, membership, registrar, registration, thai } from '../../fixture/exchange.ts';
import { signer } from '../../fixture/ledger.ts';
import { verdictOn } from '../../fixture/refusal.ts';
import { postWitnessed, trusteeKey, witnessedLedger } from '../../fixture/witnessed.ts';
import { type Role, roles } from '../agency.ts';
import { officerKey } from '../state.ts';

const court = 'th-audit';
const world = () => {
  const { ledger, agreement, record } = witnessedLedger();
  const proposal = ledger.say('network.propose/1', registrar(thai), {
    change: { admit: membership(court, 'auditor') },
  });
  ledger.say('network.approve/1', registrar(khmer), { proposal });
  ledger.say('unit.set/1', registrar(court), desk);
  const register = (held: Role[], by = court) => {
    const who = signer(by, `clerk: ${held}`);
    return verdictOn(() => ledger.say('officer.register/1', registrar(by), registration(who, held)));
  };
  return { ledger, agreement, record, register };
};

describe('an auditor agency', () => {
  test.each(roles)('and an officer of role %s', (role) => {
    const inRecords = ['author', 'reader', 'keymaster'].includes(role);
    expect(world().register([role])).toBe(inRecords ? 'AUDITOR_ONLY' : 'lawful');
  });

  test('is addressed by nobody, whatever an agreement says', () => {
    const { ledger, agreement } = world();
    expect(verdictOn(() => postWitnessed({ ledger, agreement }, { to: [khmer, court] }))).toBe('AUDITOR_ONLY');
  });

  test('publishes no key and opens nothing, even were its officer registered for it', () => {
    const { ledger, record, register } = world();
    register(['auditor']);
    const clerk = signer(court, 'clerk: auditor');
    const key = officerKey(clerk.handle);
    ledger.state.set(key, { ...ledger.held<'officer'>(key), roles: ['keymaster', 'reader'] });
    expect(verdictOn(() => ledger.say('key.publish/1', clerk, trusteeKey(ledger, court)))).toBe('AUDITOR_ONLY');
    expect(verdictOn(() => ledger.say('access.request/1', clerk, accessBody(record)))).toBe('NOT_ADDRESSED');
  });
});

test('a gateway’s key is registered for that alone: it lies in a node, and must not do what officers do', () => {
  const { register } = world();
  expect(register(['gateway'], thai)).toBe('lawful');
  for (const role of roles.filter((other) => other !== 'gateway'))
    expect(register(['gateway', role], thai), role).toBe('MALFORMED_STATEMENT');
});

test('an agency may have auditors of its own beside other roles', () => {
  expect(world().register(['auditor', 'reader'], thai)).toBe('lawful');
});

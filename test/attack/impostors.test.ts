import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { issueTls, pemToDer } from '@tocsin/crypto-config';
import { webCryptoSigner } from '@tocsin/envelope';
import { connect, type EmbeddedLedger, type GatewayIdentity, openEmbeddedLedger } from '@tocsin/network-embedded';
import { unitKey } from '@tocsin/record';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Exchange, openExchange } from '../support/exchange.ts';
import { keyPair, spkiOf } from '../support/officer.ts';

let exchange: Exchange;
let ledger: EmbeddedLedger;
beforeAll(async () => {
  exchange = await openExchange({
    open: async (folder, clock) => {
      ledger = await openEmbeddedLedger({ folder: join(folder), clock });
      return { connect: async (gateway) => connect(ledger, gateway), close: () => ledger.close() };
    },
  });
});
afterAll(() => exchange.close());

/** A unit that no honest gateway asked for. */
async function claim(by: string) {
  const unit = `unit-${randomBytes(4).toString('hex')}`;
  const body = { unit, level: 'national', names: { en: 'Claimed' }, desk: false, closed: false } as const;
  const statement = await exchange.agency(by).registrar.sign('unit.set/1', body);
  return { jws: statement.jws, written: () => exchange.agency(by).ledger.state(unitKey(by, unit)) };
}

const identities: Record<string, () => Promise<GatewayIdentity>> = {
  "an officer's certificate": async () => {
    const { officer, issuing, code } = exchange.agency('th-police');
    return { agency: code, certificate: officer.certificate, issuing, signer: officer.signer };
  },
  "a host's TLS certificate": async () => {
    const { authority, code } = exchange.agency('th-police');
    const keys = await keyPair();
    const { certificate } = await issueTls(authority, { hosts: ['gateway.example'], publicKey: await spkiOf(keys) });
    const issuing = pemToDer(authority.tls.certificate, 'CERTIFICATE');
    return { agency: code, certificate, issuing, signer: webCryptoSigner('gateway-1', keys.privateKey) };
  },
  "another agency's gateway": async () => ({ ...exchange.agency('la-fiu').gateway, agency: 'th-police' }),
  'an agency that nobody knows': async () => ({ ...exchange.agency('la-fiu').gateway, agency: 'xx-nobody' }),
};

test.each(Object.keys(identities))('%s submits nothing in the name of the agency', async (name) => {
  const identity = await (identities[name] as () => Promise<GatewayIdentity>)();
  const { jws, written } = await claim('th-police');
  const code = identity.agency === 'xx-nobody' ? 'UNKNOWN_AGENCY' : 'WRONG_AGENCY';
  await expect(connect(ledger, identity).submit(jws, null)).rejects.toMatchObject({ code });
  expect(await written()).toBeUndefined();
});

test("a member's own gateway cannot bring another's statement forward, nor change whose it is", async () => {
  const { jws, written } = await claim('th-police');
  const hostile = exchange.agency('la-fiu');
  await expect(hostile.ledger.submit(jws, null)).rejects.toMatchObject({ code: 'WRONG_AGENCY' });
  const body = { unit: 'taken', level: 'national', names: { en: 'Taken' }, desk: false, closed: false } as const;
  const posing = await hostile.registrar.sign('unit.set/1', body, { agency: 'th-police' });
  await expect(hostile.ledger.submit(posing.jws, null)).rejects.toMatchObject({ code: 'BAD_ID' });
  expect(await written()).toBeUndefined();
});

test('the same statement sent many times at once is applied once', async () => {
  const post = await exchange.draft();
  const { ledger: line } = exchange.agency('th-police');
  const all = await Promise.all(Array.from({ length: 12 }, () => line.submit(post.jws, post.file)));
  expect(new Set(all.map(({ transaction, block }) => `${transaction} ${block}`)).size).toBe(1);
  expect(all.filter(({ already }) => !already)).toHaveLength(1);
});

test('a clock that leaps and comes back stops nothing', async () => {
  let leap = 0;
  const other = await openExchange({ clock: () => Date.now() + leap });
  const late = await other.draft();
  leap = 365 * 86_400_000;
  await expect(other.agency('th-police').ledger.submit(late.jws, late.file)).rejects.toMatchObject({
    code: expect.any(String),
  });
  leap = 0;
  expect(await other.post()).toMatchObject({ committed: { already: false } });
  await other.close();
});

import { generateSealKey } from '@tocsin/envelope';
import { digest } from '@tocsin/envelope/verify';
import { ApiError, type Client } from '@tocsin/gateway/api';
import type { StatementId } from '@tocsin/record';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { outcomeOf } from '../conformance/outcome.ts';
import type { Post } from '../support/exchange.ts';
import { registrationOf } from '../support/founding.ts';
import { certifiedOfficer, type Officer } from '../support/officer.ts';
import { type Served, type ServedExchange, serveExchange } from '../support/served.ts';
import { agenciesOf, type FabricHost, fabricHost } from './host.ts';
import { profileOf } from './nemesis/arena.ts';
import { rawClient } from './nemesis/raw-client.ts';

/** Milliseconds in which a revocation must hold at every door. */
const WITHIN = 10_000;
const agency = 'kh-immigration';

let exchange: ServedExchange;
let host: FabricHost;
beforeAll(async () => {
  exchange = await serveExchange({
    agencies: agenciesOf('three-raft'),
    open: async (folder, clock) => {
      host = await fabricHost('three-raft')(folder, clock);
      return host;
    },
  });
});
afterAll(() => exchange?.close());

test('an officer who was revoked is refused at every door', async () => {
  const officer = await appointed();
  const client = (exchange.served.get(agency) as Served).client(officer);
  await expect.poll(() => refusal(client.me()), { timeout: WITHIN }).toBe('answered');
  const { id: record } = await exchange.post();
  await expect.poll(() => refusal(client.record(record)), { timeout: WITHIN }).toBe('answered');
  const access = await asked(officer, client, record);
  const stream = opened(client);
  await stream.open;
  const [signedBefore, endorsedBefore] = [await posted(officer), await endorsed(await posted(officer))];

  const { registrar, ledger } = exchange.agency(agency);
  const revocation = await registrar.sign('officer.revoke/1', { officer: officer.handle, reason: 'left-post' });
  await ledger.submit(revocation.jws, null);
  const since = performance.now();

  const doors: Record<string, () => Promise<string>> = {
    'API: who am I': () => refusal(client.me()),
    'API: inbox': () => refusal(client.records()),
    'API: record': () => refusal(client.record(record)),
    'API: sealed file': () => refusal(client.file(record)),
    'API: accesses': () => refusal(client.accesses()),
    'API: directory': () => refusal(client.officers()),
    'API: keys': () => refusal(client.keys()),
    'API: agreements': () => refusal(client.agreements()),
    'API: statement': () => refusal(client.statement(record)),
    'API: blocks': () => refusal(client.blocks(0n).next()),
    'API: events, new stream': () => refusal(client.events({ after: '0.0' }).next()),
    'API: submit, signed before': () => refusal(client.submit(signedBefore.jws, signedBefore.file)),
    'API: submit, signed after': async () => refusal(submits(client, await posted(officer))),
    'API: key release, asked before': () => refusal(client.accessKey(access.id, access.device.publicKey)),
    'API: access request': async () => refusal(asked(officer, client, record)),
    'ledger: signed before': () => outcomeOf(ledger.submit(signedBefore.jws, signedBefore.file)),
    'ledger: signed after': async () => {
      const { jws, file } = await posted(officer);
      return outcomeOf(ledger.submit(jws, file));
    },
    "another agency's gateway": () => refusal((exchange.served.get('th-police') as Served).client(officer).records()),
  };
  const took: string[] = [];
  for (const [door, knock] of Object.entries(doors)) {
    await expect
      .poll(knock, { timeout: WITHIN, interval: 50, message: door })
      .toMatch(/OFFICER_REVOKED|UNKNOWN_OFFICER|WRONG_AGENCY/);
    took.push(`${door}: ${await knock()} by ${Math.round(performance.now() - since)} ms`);
  }
  // The stream that was open tells nothing more and ends.
  expect(await Promise.race([stream.ended, later(WITHIN)])).toBe('ended');
  took.push(`API: events, open stream: ended by ${Math.round(performance.now() - since)} ms`);
  // A transaction with all its endorsements, sent only now: what it read has changed.
  expect(await endorsedBefore()).toBe('MVCC_READ_CONFLICT');
  expect(performance.now() - since).toBeLessThan(WITHIN);
  console.log(took.join('\n'));
});

async function appointed(): Promise<Officer> {
  const { authority, registrar, ledger } = exchange.agency(agency);
  const { clock } = exchange;
  const officer = await certifiedOfficer({ authority, clock, unit: 'duty-desk', roles: ['author', 'reader'] });
  await ledger.submit((await registrar.sign('officer.register/1', registrationOf(officer, clock()))).jws, null);
  return officer;
}

const posted = (author: Officer): Promise<Post> => exchange.draft({ from: agency, author, to: ['th-police'] });
const submits = (client: Client, { jws, file }: Post) => client.submit(jws, file);

async function asked(officer: Officer, client: Client, record: StatementId) {
  const device = generateSealKey();
  const purpose = 'trafficking-investigation' as const;
  const terms = { record, item: record, purpose, basis: '0'.repeat(64), case: null };
  const request = await officer.sign('access.request/1', { ...terms, epk: digest(device.publicKey) });
  await client.submit(request.jws);
  return { id: request.id, device };
}

/** An event stream that is open; `ended` resolves when the gateway closes or refuses it. */
function opened(client: Client): { open: Promise<unknown>; ended: Promise<string> } {
  const events = client.events({ after: '0.0' });
  const open = events.next();
  const drain = async (): Promise<string> => {
    await open;
    try {
      while (!(await events.next()).done);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
    }
    return 'ended';
  };
  return { open, ended: drain() };
}

/** Endorsed now by every agency; sent when called. @returns the validation code */
async function endorsed({ jws, file }: Post): Promise<() => Promise<string>> {
  const client = rawClient(await profileOf(host, exchange, agency));
  const endorsingOrganizations = exchange.agencies.map(({ code }) => code);
  const proposal = client.contract.newProposal('submit', {
    arguments: [jws],
    transientData: { 0: file },
    endorsingOrganizations,
  });
  const transaction = await proposal.endorse();
  return async () => {
    const { code } = await (await transaction.submit()).getStatus();
    client.close();
    return code === 11 ? 'MVCC_READ_CONFLICT' : String(code);
  };
}

/** The code of a refusal, or that there was none. */
async function refusal(call: Promise<unknown>): Promise<string> {
  try {
    await call;
    return 'answered';
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    return error.code;
  }
}

const later = (ms: number): Promise<string> => new Promise((resolve) => setTimeout(resolve, ms, 'still open'));

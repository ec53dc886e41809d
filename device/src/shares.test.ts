import { generateSealKey, releaseShare, type SealKey, signRelease } from '@tocsin/envelope';
import type { TrusteeAnswer } from '@tocsin/gateway/api';
import { itemKey } from '@tocsin/record';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { fictitiousAlert } from '../../test/support/alert.ts';
import { headOf, requestAccess, trustOf } from '../../test/support/device.ts';
import { type ServedExchange, serveExchange } from '../../test/support/served.ts';
import { Roots } from './roots.ts';
import type { Session } from './session.ts';
import { type Locked, openWithShares } from './shares.ts';

/** A witnessed alert, an access that stands for this device, and what all three trustees have really released. */
let exchange: ServedExchange;
let device: SealKey;
let locked: Omit<Locked, 'answers' | 'ask'>;
let answers: Record<string, TrusteeAnswer>;

beforeAll(async () => {
  exchange = await serveExchange({ roster: true });
  const { id } = await exchange.post();
  const { officer, ledger } = exchange.agency('kh-immigration');
  const client = exchange.desk('kh-immigration');
  device = generateSealKey();
  const access = await requestAccess({ officer, client, item: { id, record: id } }, device);
  const [item, file, reader] = await Promise.all([
    ledger.state(itemKey(id)),
    client.file(id),
    client.accessKey(access.id, device.publicKey),
  ]);
  if (item === undefined) throw new Error('no item');
  const trust = trustOf(exchange, exchange.now());
  locked = { access: access.id, head: headOf(item), file, reader, oneTime: device, trust };
  // None of them counts as long as all are excepted, so the gateway waits for every trustee.
  const all = await client.shares(
    access.id,
    device.publicKey,
    exchange.agencies.map(({ code }) => code),
  );
  answers = Object.fromEntries(all.map((answer) => [answer.agency, answer]));
});
afterAll(() => exchange?.close());

interface Heard {
  readonly released: string[];
  readonly faulty: string[];
  readonly content: unknown;
  /** Whom the device excepted each time it asked for more. */
  readonly excepted: string[][];
}

/** Opens with what is answered first; asked for more, the gateway gives `later`. */
async function openWith(first: readonly (TrusteeAnswer | undefined)[], later = first): Promise<Heard> {
  const excepted: string[][] = [];
  const ask: Locked['ask'] = async (except) => {
    excepted.push([...except]);
    return given(later);
  };
  const roots = new Roots(new Map(exchange.agencies.map(({ code, root }) => [code, root])));
  const session = { roots, agency: 'kh-immigration', clock: () => new Date(exchange.clock()) };
  const { inner, ...heard } = await openWithShares(session as unknown as Session, {
    ...locked,
    answers: given(first),
    ask,
  });
  return { ...heard, content: inner.content, excepted };
}
const given = (some: readonly (TrusteeAnswer | undefined)[]) => some.filter((answer) => answer !== undefined);

/** A release of one trustee that is not what the author dealt it: another share, or in another's name. */
async function forged(order: { trustee: string; signer?: string; access?: string; garbage?: boolean }) {
  const { trustee, signer = trustee, access = locked.access, garbage = false } = order;
  const index = (exchange.roster?.trustees.findIndex(({ agency }) => agency === trustee) ?? -1) + 1;
  const { trusteeKey } = exchange.agency(trustee);
  const share = releaseShare({
    ...{ header: locked.file, record: locked.head, index, trusteeKey: trusteeKey.secretKey },
    ...{ access: garbage ? 'z'.repeat(26) : access, epk: device.publicKey },
  });
  const { steward } = exchange.agency(signer);
  const facts = { trustee, access, item: locked.head.id, at: exchange.now() };
  return { agency: trustee, release: await signRelease(share, facts, steward.signer, steward.chain) };
}

const refusedBy = (agency: string, refused: string): TrusteeAnswer => ({ agency, refused });

test('shares of any two of the three open it', async () => {
  const { 'th-police': th, 'kh-immigration': kh, 'la-fiu': la } = answers;
  for (const two of [
    [th, kh],
    [la, th],
    [kh, la],
  ]) {
    const { content, released, faulty } = await openWith(two);
    expect(content).toEqual(fictitiousAlert);
    expect([released, faulty]).toEqual([two.map((answer) => answer?.agency), []]);
  }
});

test('a bad share is named, and one more trustee heals the opening', async () => {
  const bad = await forged({ trustee: 'la-fiu', garbage: true });
  const { 'th-police': th, 'kh-immigration': kh } = answers;
  expect(await openWith([bad, kh], [bad, kh, th])).toEqual({
    content: fictitiousAlert,
    released: ['kh-immigration', 'th-police'],
    faulty: ['la-fiu'],
    excepted: [['la-fiu']],
  });
});

test('so is who signs in another’s name, for another access, or hands on what another signed', async () => {
  const { 'th-police': th, 'kh-immigration': kh, 'la-fiu': la } = answers;
  const bad: TrusteeAnswer[] = [
    await forged({ trustee: 'la-fiu', signer: 'kh-immigration' }),
    await forged({ trustee: 'la-fiu', access: 'b'.repeat(26) }),
    { agency: 'la-fiu', release: (th as { release: string }).release },
    { agency: 'la-fiu', release: 'rubbish' },
  ];
  for (const answer of bad) {
    const { released, faulty } = await openWith([answer, kh], [answer, kh, th]);
    expect([released, faulty]).toEqual([['kh-immigration', 'th-police'], ['la-fiu']]);
  }
  expect(la).toHaveProperty('release');
});

test('a bad share among enough good ones is named all the same, and nobody is asked again', async () => {
  const bad = await forged({ trustee: 'la-fiu', garbage: true });
  const { 'th-police': th, 'kh-immigration': kh } = answers;
  expect(await openWith([bad, kh, th])).toMatchObject({ faulty: ['la-fiu'], excepted: [] });
});

test('one trustee twice is one trustee', async () => {
  const { 'kh-immigration': kh } = answers;
  const again = await forged({ trustee: 'kh-immigration' });
  await expect(openWith([kh, again])).rejects.toMatchObject({ code: 'TRUSTEES_SILENT' });
});

test('too few: what each has said is told, by code', async () => {
  const { 'kh-immigration': kh } = answers;
  const silent = [kh, refusedBy('th-police', 'PEER_UNREACHABLE'), refusedBy('la-fiu', 'CHECKPOINT_NOT_COSIGNED')];
  await expect(openWith(silent)).rejects.toMatchObject({
    code: 'TRUSTEES_SILENT',
    message: expect.stringMatching(
      /kh-immigration released, th-police PEER_UNREACHABLE, la-fiu CHECKPOINT_NOT_COSIGNED/,
    ),
  });
  const bad = await forged({ trustee: 'la-fiu', garbage: true });
  const withBad = openWith([kh, bad, refusedBy('th-police', 'PEER_UNREACHABLE')]);
  await expect(withBad).rejects.toMatchObject({ code: 'TRUSTEES_SILENT', faulty: ['la-fiu'] });
  await expect(openWith([])).rejects.toMatchObject({ code: 'TRUSTEES_SILENT' });
});

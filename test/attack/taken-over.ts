import { generateSealKey, openWitnessed, releaseShare, rewrapReader, rewrapReaderSecret } from '@tocsin/envelope';
import { itemKey, type Roster } from '@tocsin/record';
import { beforeAll, expect, test } from 'vitest';
import { fictitiousAlert } from '../support/alert.ts';
import { headOf, requestAccess, trustOf } from '../support/device.ts';
import type { Post } from '../support/exchange.ts';
import { peerIdentity } from '../support/peer-identity.ts';
import type { ServedExchange } from '../support/served.ts';
import { Adversary } from './adversary.ts';

/** What becomes of a witnessed record when an addressed agency is taken over whole, on every ledger. */
export function takenOver(open: () => Promise<ServedExchange>): void {
  let exchange: ServedExchange;
  let post: Post;
  beforeAll(async () => {
    exchange = await open();
    post = await exchange.post({ to: ['kh-immigration', 'la-fiu'] });
  });

  /** Everything of one agency, in somebody else's hands. */
  async function adversary(code: string): Promise<Adversary> {
    const agency = exchange.agency(code);
    const item = await agency.ledger.state(itemKey(post.id));
    const file = await agency.ledger.sealed(post.id);
    if (item === undefined || file === undefined) throw new Error('nothing to steal');
    const loot = { agency, item, file, identity: await peerIdentity(agency), roster: exchange.roster as Roster };
    return new Adversary({ ...loot, trust: trustOf(exchange, exchange.now()) });
  }

  test('an agency taken over, with all its keys, files and people, reads nothing without a record', async () => {
    const others = [await accessBy('la-fiu', post.id), await accessBy('kh-immigration', (await exchange.post()).id)];
    const attempts = await (await adversary('kh-immigration')).withoutRecord(others);
    expect(attempts.filter(({ outcome }) => outcome === 'opened')).toEqual([]);
    const outcomes = Object.fromEntries(attempts.map(({ way, outcome }) => [way, outcome]));
    expect(outcomes).toMatchObject({
      "the unit's key alone, as for a direct file": 'MALFORMED_FILE',
      "the addressees' layer and the own share": 'TOO_FEW_SHARES',
      'the own share counted twice': 'TOO_FEW_SHARES',
      "the own share in another trustee's place": 'BAD_SHARE',
      'shares drawn at random': 'BAD_SHARE',
      "a share that it deals itself, in another trustee's name": 'BAD_CERTIFICATE',
      'th-police for an access that is none': 'UNKNOWN_ACCESS',
      'la-fiu for a lease that is none': 'UNKNOWN_LEASE',
    });
    expect(attempts.filter(({ way }) => way.includes('another access')).map(({ outcome }) => outcome)).toEqual(
      new Array(4).fill('NOT_YOUR_ACCESS'),
    );
  });

  /** A lawful access by an agency's officer, for another device. */
  async function accessBy(code: string, record: string): Promise<string> {
    const { officer } = exchange.agency(code);
    const client = exchange.desk(code);
    return (await requestAccess({ officer, client, item: { id: record, record } }, generateSealKey())).id;
  }

  test('all trustees together, who are not addressed, lack the addressees’ layer', async () => {
    const { ledger } = exchange.agency('kh-immigration');
    const [item, file] = await Promise.all([ledger.state(itemKey(post.id)), ledger.sealed(post.id)]);
    if (item === undefined || file === undefined || exchange.roster === null) throw new Error('nothing to open');
    const head = headOf(item);
    const [device, access] = [generateSealKey(), 'a'.repeat(26)];
    const order = { header: file, record: head, access, epk: device.publicKey };
    const keys = exchange.roster.trustees.map(({ agency }) => exchange.agency(agency).trusteeKey.secretKey);
    const releases = keys.map((trusteeKey, i) => releaseShare({ ...order, index: i + 1, trusteeKey }));
    expect(keys.map((unitKey) => rewrapReader({ ...order, unitKey }))).toEqual([null, null, null]);
    // A guess at the layer, sealed as the addressee's gateway would.
    const guessed = rewrapReaderSecret(generateSealKey().secretKey, {
      ...order,
      file: post.id,
      fileHash: head.fileHash,
    });
    const about = { file, head, access, esk: device.secretKey, releases, me: 'la-fiu' };
    const trust = trustOf(exchange, item.posted);
    for (const reader of [guessed, releases[0] as (typeof releases)[number]]) {
      await expect(openWitnessed({ ...about, reader, trust })).rejects.toMatchObject({
        code: expect.stringMatching(/^(FILE_TAMPERED|WRONG_KEY)$/),
      });
    }
  });

  test('with a record it reads, and every member sees who asked', async () => {
    const { access, inner } = await (await adversary('kh-immigration')).withRecord();
    expect(inner.content).toEqual(fictitiousAlert);
    const seen = await exchange.desk('th-police').accesses({ record: post.id });
    expect(seen.find(({ id }) => id === access)).toMatchObject({
      agency: 'kh-immigration',
      officer: exchange.agency('kh-immigration').officer.handle,
      owner: 'th-police',
    });
  });

  test('its own record around the stolen file gets it nothing: the shares were dealt for another', async () => {
    const thief = exchange.agency('kh-immigration');
    const { sealed } = (await thief.ledger.state(itemKey(post.id))) ?? {};
    const own = await exchange.draft({ from: 'kh-immigration', to: ['la-fiu'], odd: { sealed } });
    const { block } = await thief.ledger.submit(own.jws, post.file);
    expect(Number(block)).toBeGreaterThan(0);
    const device = generateSealKey();
    const client = exchange.desk('kh-immigration');
    const access = await requestAccess(
      { officer: thief.officer, client, item: { id: own.id, record: own.id } },
      device,
    );
    const answers = await client.shares(access.id, device.publicKey);
    expect(answers.map((answer) => ('refused' in answer ? answer.refused : answer))).toEqual(
      new Array(3).fill('WITNESS_MISMATCH'),
    );
  });
}

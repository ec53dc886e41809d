import { signStatement } from '@tocsin/envelope';
import { digest } from '@tocsin/envelope/verify';
import {
  accessKey,
  anchorKey,
  attestationKey,
  type Item,
  itemKey,
  leaseKey,
  networkKey,
  type Purpose,
  recordKey,
  type Sealed,
  type StatementType,
} from '@tocsin/record';
import { describe, expect, test, vi } from 'vitest';
import { act } from '../support/act.ts';
import type { Exchange } from '../support/exchange.ts';
import type { Body, Officer } from '../support/officer.ts';
import { entrust } from '../support/trustees.ts';
import { outcomeOf } from './outcome.ts';

const purpose: Purpose = 'trafficking-investigation';

/**
 * What every ledger must do with records once they are on it: lend, share, release, seal anew, destroy. The last test
 * adopts a roster: from then on the exchange takes in no direct file that is not urgent.
 */
export function custody(exchangeOf: () => Exchange): void {
  const th = () => exchangeOf().agency('th-police');
  const kh = () => exchangeOf().agency('kh-immigration');
  /** A third agency, which the record is not for. */
  const third = () => {
    const other = exchangeOf().agencies.find(({ code }) => code !== 'th-police' && code !== 'kh-immigration');
    if (other === undefined) throw new Error('three agencies are needed');
    return other;
  };
  const say = <T extends StatementType>(officer: Officer, typ: T, body: Body<T>, file: Uint8Array | null = null) =>
    act(exchangeOf(), officer, typ, body, file);
  const refused = <T extends StatementType>(officer: Officer, typ: T, body: Body<T>, file: Uint8Array | null = null) =>
    outcomeOf(say(officer, typ, body, file));
  const asking = (record: string, why: Purpose = purpose): Body<'access.request/1'> => ({
    record,
    item: record,
    purpose: why,
    basis: digest(`basis ${record}`),
    case: null,
    epk: digest(`key ${record}`),
  });
  const inHours = (hours: number): string => new Date(exchangeOf().clock() + hours * 3_600_000).toISOString();
  /** Peers give each other sealed files some time after the block. */
  const everywhere = (holds: (file: Uint8Array | undefined) => boolean, item: string): Promise<void> =>
    vi.waitFor(
      async () => {
        for (const { ledger } of exchangeOf().agencies) expect(holds(await ledger.sealed(item))).toBe(true);
      },
      { timeout: 30_000, interval: 100 },
    );
  const isBytes = (bytes: Uint8Array) => (file: Uint8Array | undefined) =>
    file !== undefined && Buffer.compare(file, bytes) === 0;

  describe('custody', () => {
    test('a lease is taken, statements of its outbox come later, and its openings are accounted for', async () => {
      const { id: record } = await exchangeOf().post();
      const { record: _record, item: _item, ...why } = asking(record);
      const until = inHours(1);
      const taken = await say(kh().officer, 'lease.take/1', { ...why, items: [{ record, item: record }], until });
      const lease = taken.id;
      await say(kh().officer, 'record.acknowledge/1', { record, lease });
      const at = taken.committed.at;
      const opened = [{ item: record, at, outcome: 'opened' as const }];
      await say(kh().officer, 'lease.account/1', { lease, opened, closed: true });
      expect(await th().ledger.state(leaseKey(lease))).toMatchObject({ agency: 'kh-immigration', opened, until });
      expect(await refused(kh().officer, 'lease.account/1', { lease, opened, closed: true })).toBe('LEASE_OVER');
    });

    test('a third agency opens by consent, no longer than it stands, and the author may break the glass', async () => {
      const { id: record } = await exchangeOf().post();
      const { officer, code } = third();
      expect(await refused(officer, 'access.request/1', asking(record))).toBe('NOT_ADDRESSED');
      const terms = { record, item: record, to: code, purposes: [purpose], until: inHours(1) };
      const { id: consent } = await say(th().officer, 'consent.reshare/1', terms);
      expect(await refused(officer, 'access.request/1', asking(record, 'victim-protection'))).toBe(
        'PURPOSE_NOT_ALLOWED',
      );
      const { id: access } = await say(officer, 'access.request/1', asking(record));
      expect(await refused(officer, 'access.grant/1', { access, reason: 'life-at-risk' })).toBe('NOT_THE_AUTHOR');
      await say(th().officer, 'access.grant/1', { access, reason: 'life-at-risk' });
      expect(await kh().ledger.state(accessKey(access))).toMatchObject({
        consent,
        granted: { reason: 'life-at-risk' },
      });
      await say(th().officer, 'consent.withdraw/1', { consent });
      expect(await refused(officer, 'access.request/1', asking(record))).toBe('CONSENT_WITHDRAWN');
    });

    test('a file sealed anew takes the place of the first on every peer', async () => {
      const { id: record, file: first } = await exchangeOf().post();
      await everywhere(isBytes(first), record);
      // Sealed for another item; to the ledger it is bytes.
      const { file } = await exchangeOf().draft();
      const sealed = fileOf(file);
      const body = { record, item: record, sealed };
      expect(await refused(kh().officer, 'record.rehead/1', body, file)).toBe('NOT_THE_AUTHOR');
      expect(await refused(th().officer, 'record.rehead/1', body, first)).toBe('SEALED_FILE_MISMATCH');
      const { id: sealedBy } = await say(th().officer, 'record.rehead/1', body, file);
      await everywhere(isBytes(file), record);
      const item = (await kh().ledger.state(itemKey(record))) as Item;
      expect(item).toMatchObject({ sealed, sealedBy, earlier: [digest(first)] });
    });

    test('a purged record is gone from every peer; its tombstone names who must attest', async () => {
      const { id: record, file } = await exchangeOf().post();
      const { id: kept, file: other } = await exchangeOf().post();
      await everywhere(isBytes(file), record);
      expect(await refused(kh().officer, 'record.purge/1', { record, reason: 'mistaken' })).toBe('NOT_THE_AUTHOR');
      await say(th().officer, 'record.purge/1', { record, reason: 'court-order' });
      await everywhere((bytes) => bytes === undefined, record);
      await everywhere(isBytes(other), kept);
      expect(await kh().ledger.state(recordKey(record))).toMatchObject({
        state: 'purged',
        purged: { by: 'th-police', rule: 'author', holders: ['th-police', 'kh-immigration'] },
      });
      expect(await kh().ledger.state(itemKey(record))).toMatchObject({ sealed: null, purged: digest(file) });
      const word = { record, keys: 'destroyed', copies: 'destroyed' } as const;
      expect(await refused(third().keymaster, 'purge.attest/1', word)).toBe('NOT_A_HOLDER');
      await say(kh().keymaster, 'purge.attest/1', word);
      expect(await th().ledger.state(attestationKey(record, 'kh-immigration'))).toMatchObject({ keys: 'destroyed' });
      expect(await refused(kh().officer, 'access.request/1', asking(record))).toBe('RECORD_PURGED');
      expect(await refused(th().officer, 'record.purge/1', { record, reason: 'court-order' })).toBe('ALREADY_PURGED');
    });

    test('a roster is adopted; what its kind says is witnessed is locked by it; own logs are anchored', async () => {
      const exchange = exchangeOf();
      const n = exchange.agencies.length;
      const t = Math.floor(n / 2) + 1;
      const early = await exchange.draft();
      const trustees = await entrust(exchange, t);
      expect((await kh().ledger.state(networkKey))?.roster).toBe(1);
      expect(await outcomeOf(th().ledger.submit(early.jws, early.file))).toBe('WITNESS_REQUIRED');
      const locked = async (lock: object) => {
        const { payload, file } = await exchange.draft();
        const sealed = { ...(payload.sealed as Sealed), mode: 'witnessed', roster: 1, t, n, cm: digest('cm'), ...lock };
        return outcomeOf(th().ledger.submit(await signStatement({ ...payload, sealed }, th().officer.signer), file));
      };
      expect(await locked({})).toBe('committed');
      expect(await locked({ roster: 2 })).toBe('UNKNOWN_ROSTER');
      expect(await locked({ t: t + 1, n: n + 1 })).toBe('ROSTER_MISMATCH');
      const { id: urgent } = await exchange.post({ precedence: 'FLASH' });
      expect(await kh().ledger.state(itemKey(urgent))).toMatchObject({ sealed: { mode: 'direct' } });
      const [{ steward }] = trustees as [(typeof trustees)[number]];
      await say(steward, 'log.anchor/1', { size: 1, root: digest('root'), previous: null });
      expect(await kh().ledger.state(anchorKey(steward.agency))).toMatchObject({ size: 1 });
      expect(await refused(steward, 'log.anchor/1', { size: 2, root: digest('r'), previous: null })).toBe(
        'ANCHOR_BROKEN',
      );
      expect(await refused(steward, 'record.acknowledge/1', { record: urgent })).toBe('ROLE_LACKING');
    });
  });
}

const fileOf = (file: Uint8Array): Sealed => ({
  mode: 'direct',
  hash: digest(file),
  header: digest('header'),
  size: file.length,
});

import { licenceKey, licenceNumber, listingKey, recordKey } from '@tocsin/record';
import { describe, expect, test } from 'vitest';
import { act } from '../support/act.ts';
import type { Exchange } from '../support/exchange.ts';
import { fictitiousLicence } from '../support/listing.ts';
import { outcomeOf } from './outcome.ts';
import { blocksBetween } from './told-blocks.ts';

/** What every ledger must do with listings and with registers of licences. */
export function brokers(exchangeOf: () => Exchange): void {
  const th = () => exchangeOf().agency('th-police');
  const kh = () => exchangeOf().agency('kh-immigration');

  describe('a listing', () => {
    test('counts by the word of a second agency, and ends with its record', async () => {
      const exchange = exchangeOf();
      const { id: record } = await exchange.post({ kind: 'listing' });
      const reviewAt = new Date(exchange.clock() + 90 * 86_400_000).toISOString();
      const alone = await th().officer.sign('listing.confirm/1', { record, reviewAt });
      expect(await outcomeOf(th().ledger.submit(alone.jws, null))).toBe('SELF_CONFIRMATION');
      await act(exchange, kh().officer, 'listing.confirm/1', { record, reviewAt });
      const confirmedBy = { agency: 'kh-immigration', officer: kh().officer.handle };
      for (const { ledger } of exchange.agencies)
        expect(await ledger.state(listingKey(record))).toMatchObject({ status: 'listed', confirmedBy, reviewAt });
      await act(exchange, th().officer, 'listing.delist/1', { record, reason: 'no-longer-needed' });
      expect(await kh().ledger.state(listingKey(record))).toMatchObject({ status: 'delisted' });
      expect(await kh().ledger.state(recordKey(record))).toMatchObject({ state: 'closed' });
    });
  });

  describe('a register of licences', () => {
    const authority = 'th-doe';
    const keyOf = (number: string) => licenceKey('th-police', authority, licenceNumber(number) ?? '');
    const hundred = (book: string) =>
      Array.from({ length: 100 }, (_, i) => fictitiousLicence(`ท. ${i}/${book}`, { status: 'valid' }));

    test('is entered a hundred rows at a time, several statements at once, in every script', async () => {
      const books = ['๒๕๖๖', '2567', '២៥៦៨'];
      const signed = await Promise.all(
        books.map((book) => th().officer.sign('licence.set/1', { authority, licences: hundred(book) })),
      );
      const done = await Promise.all(signed.map(({ jws }) => th().ledger.submit(jws, null)));
      const numbers = done.map(({ block }) => BigInt(block)).sort((a, b) => Number(a - b));
      await blocksBetween(kh().ledger, numbers[0] ?? 0n, numbers.at(-1) ?? 0n);
      for (const [i, book] of books.entries()) {
        const licence = await kh().ledger.state(keyOf(`ท. 99/${book}`));
        expect(licence).toMatchObject({ number: `ท. 99/${book}`, statement: signed[i]?.id, agency: 'th-police' });
      }
    });

    test('takes a statement whole or not at all', async () => {
      const rows = [
        ...hundred('9').slice(0, 99),
        fictitiousLicence('A-9', { from: '2027-01-01', until: '2026-01-01' }),
      ];
      const { jws } = await th().officer.sign('licence.set/1', { authority, licences: rows });
      expect(await outcomeOf(th().ledger.submit(jws, null))).toBe('LICENCE_DATES');
      expect(await th().ledger.state(keyOf('ท. 0/9'))).toBeUndefined();
    });
  });
}

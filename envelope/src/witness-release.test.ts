import { describe, expect, test } from 'vitest';
import { refusalOf } from '../fixture/refusal.ts';
import { ACCESS, following, releasesOf, requestOf, trusteesOf, witnessedScene } from '../fixture/witnessed.ts';
import { readAgeHeader, type Stanza, writeAgeHeader } from './age-header.ts';
import { toBase64Unpadded } from './base64.ts';
import { concat, utf8 } from './encoding.ts';
import { digest } from './hash.ts';
import { hpkeSeal } from './hpke.ts';
import { generateSealKey } from './keys.ts';
import { randomBytes } from './random.ts';
import { openReaderSecret } from './rewrap.ts';
import { witnessBinding } from './witness-commitment.ts';
import { readWitnessedHeader, TRUSTEE } from './witness-header.ts';
import { openRelease, type ReleaseOrder, releaseShare, rewrapReader } from './witness-release.ts';

const s = await witnessedScene();
const { witnessed, witnessedHead: record, trustees, device, keys } = s;
const header = readAgeHeader(witnessed.file).bytes;
const order: ReleaseOrder = {
  header,
  record,
  index: 2,
  trusteeKey: (trustees[1] as { secretKey: Uint8Array }).secretKey,
  access: ACCESS,
  epk: device.publicKey,
};
const release = (parts: object = {}) => refusalOf(() => releaseShare({ ...order, ...parts }));
const unit = { header, record, unitKey: keys.reader.secretKey, access: ACCESS, epk: device.publicKey };
const rewrap = (parts: object = {}) => refusalOf(() => rewrapReader({ ...unit, ...parts }));
const against = {
  header: readWitnessedHeader(header),
  binding: witnessBinding(record),
  id: record.id,
  access: ACCESS,
};

test('a trustee sees the header only, and what it releases is the committed share, for one device', () => {
  const released = releaseShare(order);
  expect(released.index).toBe(2);
  expect(openRelease(device.secretKey, released, against)).toHaveLength(65);
  expect(openRelease(generateSealKey().secretKey, released, against)).toBeNull();
});

test('a release serves no other access and no other place', () => {
  const released = releaseShare(order);
  expect(openRelease(device.secretKey, released, { ...against, access: 'another' })).toBeNull();
  expect(openRelease(device.secretKey, { ...released, index: 1 }, against)).toBeNull();
  const moved = { ...against, binding: witnessBinding({ ...record, policy: {} }) };
  expect(openRelease(device.secretKey, released, moved)).toBeNull();
});

describe('a trustee refuses', () => {
  const posted = (parts: object) => ({ record: { ...record, ...parts } });
  test.each<[string, object]>([
    ['stanzas under another record', posted({ id: 'another' })],
    ['stanzas under another author', posted({ author: s.stranger.code })],
    ['a laxer policy', posted({ policy: { ...record.policy, purposes: ['rescue', 'curiosity'] } })],
    ['no policy at all', posted({ policy: {} })],
    ['another epoch', posted({ witness: { ...record.witness, epoch: 4 } })],
    ['another threshold', posted({ witness: { ...record.witness, t: 1 } })],
    ['another number of trustees', posted({ witness: { ...record.witness, n: 4 } })],
    ['another commitment', posted({ witness: { ...record.witness, cm: '00'.repeat(32) } })],
    ['a place of another trustee', { index: 1 }],
    ['a place that is none', { index: 0 }],
    ['a place beyond the roster', { index: 4 }],
    ['a place that is no number of a place', { index: 1.5 }],
    ['a key of another epoch', { trusteeKey: generateSealKey().secretKey }],
  ])('%s', async (_, parts) => {
    expect(await release(parts)).toBe('WITNESS_MISMATCH');
  });
  test('a header that is not the ledger’s', async () => {
    expect(await release(posted({ headerHash: '00'.repeat(32) }))).toBe('HEADER_HASH_MISMATCH');
    expect(await release({ header: writeAgeHeader(readAgeHeader(header).stanzas, randomBytes(16)) })).toBe(
      'HEADER_HASH_MISMATCH',
    );
  });
  test('a direct file, a header cut short', async () => {
    expect(await release({ header: s.sealed.file })).toBe('MALFORMED_FILE');
    expect(await release({ header: header.subarray(0, -1) })).toBe('MALFORMED_FILE');
  });
  test('a device key that is none', async () => {
    expect(await release({ epk: device.publicKey.subarray(1) })).toBe('BAD_KEY');
    expect(await release({ trusteeKey: new Uint8Array(31) })).toBe('BAD_KEY');
  });
});

describe('a share that its author did not commit to', () => {
  /** A header in which trustee 2 was dealt other bytes, properly sealed; everything else as it was. */
  const dealt = (share: Uint8Array) => {
    const { stanzas } = readAgeHeader(header);
    const key = s.roster.trustees[1]?.publicKey ?? new Uint8Array();
    const { enc, ct } = hpkeSeal(key, utf8(TRUSTEE), concat(against.binding, Uint8Array.of(2)), share);
    const changed: Stanza = { args: [TRUSTEE, '2', toBase64Unpadded(enc)], body: ct };
    const forged = writeAgeHeader(stanzas.with(2, changed), randomBytes(16));
    return { header: forged, record: { ...record, headerHash: digest(forged) } };
  };
  test('is refused by the trustee itself, before it goes anywhere', async () => {
    expect(await release(dealt(randomBytes(65)))).toBe('BAD_SHARE');
    expect(() => releaseShare({ ...order, ...dealt(randomBytes(65)) })).toThrow(
      expect.objectContaining({ trustees: [2] }),
    );
  });
  test('also where it was committed to for another place', async () => {
    const [first] = releasesOf(s, [1]);
    const share = first && openRelease(device.secretKey, first, against);
    expect(await release(dealt(share ?? new Uint8Array()))).toBe('BAD_SHARE');
  });
});

describe('an addressed agency’s own gateway', () => {
  const access = { access: ACCESS, file: record.id, fileHash: record.fileHash };
  test('wraps the addressees’ secret for the device, for this access and file only', async () => {
    const wrapped = rewrapReader(unit) ?? { enc: new Uint8Array(), ct: new Uint8Array() };
    expect(openReaderSecret(device.secretKey, wrapped, access)).toHaveLength(32);
    for (const member of ['access', 'file', 'fileHash'] as const) {
      const other = { ...access, [member]: 'other' };
      expect(await refusalOf(() => openReaderSecret(device.secretKey, wrapped, other))).toBe('WRONG_KEY');
    }
    expect(await refusalOf(() => openReaderSecret(generateSealKey().secretKey, wrapped, access))).toBe('WRONG_KEY');
  });
  test('finds nothing for another unit, nor where the stanzas were moved', () => {
    expect(rewrapReader({ ...unit, unitKey: keys.stranger.secretKey })).toBeNull();
    expect(rewrapReader({ ...unit, record: { ...record, id: 'another' } })).toBeNull();
    expect(rewrapReader({ ...unit, record: { ...record, policy: {} } })).toBeNull();
    for (const { secretKey } of trustees) expect(rewrapReader({ ...unit, unitKey: secretKey })).toBeNull();
  });
  test('refuses what is not the ledger’s', async () => {
    expect(await rewrap({ record: { ...record, headerHash: '00'.repeat(32) } })).toBe('HEADER_HASH_MISMATCH');
    expect(await rewrap({ record: { ...record, witness: { ...record.witness, cm: '' } } })).toBe('WITNESS_MISMATCH');
    expect(await rewrap({ header: s.sealed.file })).toBe('MALFORMED_FILE');
    expect(await rewrap({ epk: new Uint8Array(3) })).toBe('BAD_KEY');
  });
});

test('the whole file serves as well as its header', async () => {
  expect(await release({ header: witnessed.file })).toBe('accepted');
  expect(requestOf(s, [1]).releases).toHaveLength(1);
});

test('a roster of strangers with the same threshold does not fit', async () => {
  const { trustees: strangers } = trusteesOf(3, 2);
  for (const [i, { secretKey }] of strangers.entries()) {
    expect(await release({ index: i + 1, trusteeKey: secretKey })).toBe('WITNESS_MISMATCH');
  }
  expect(following(record, witnessed.file, header)).toEqual(record);
});

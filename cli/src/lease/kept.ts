import type { ProvenHead } from '@tocsin/device';
import type { HpkeSealed, Release } from '@tocsin/envelope';
import type { Instant, Item, Purpose, StatementId } from '@tocsin/record';
import type { Snapshot } from './snapshot.ts';

/** A leased file with all that opens it on this device, and nowhere else. */
export interface KeptItem {
  readonly item: Item;
  readonly proven: ProvenHead;
  readonly consented: readonly string[];
  readonly file: Uint8Array;
  /** The own unit's layer, wrapped for the lease's one-time key. */
  readonly wrapped: HpkeSealed;
  /** Good releases of enough trustees; none for a direct file. */
  readonly releases: readonly Release[];
}

/** A lease as a device keeps it: secret, under the store key. */
export interface KeptLease {
  readonly id: StatementId;
  /** Ledger time. */
  readonly at: Instant;
  readonly until: Instant;
  readonly purpose: Purpose;
  /** The lease's one-time X-Wing key, 32 bytes. */
  readonly esk: Uint8Array;
  readonly items: readonly KeptItem[];
  /** What posting and answering need to know of the others. */
  readonly snapshot: Snapshot;
}

/** JSON with bytes as `{"bytes": base64}`. */
export const leaseText = (lease: KeptLease): string =>
  JSON.stringify(lease, (_, value: unknown) =>
    value instanceof Uint8Array ? { bytes: Buffer.from(value).toString('base64') } : value,
  );

/** The inverse of {@link leaseText}. */
export const leaseIn = (text: string): KeptLease =>
  JSON.parse(text, (_, value: unknown) => {
    const bytes = (value as { bytes?: unknown } | null)?.bytes;
    return typeof bytes === 'string' ? new Uint8Array(Buffer.from(bytes, 'base64')) : value;
  }) as KeptLease;

import { digestFile, type HpkeSealed, rewrapFileKey, rewrapReader, unwrapFileKey } from '@tocsin/envelope';
import type { Item, Ledger } from '@tocsin/record';
import { openable, sealedFile } from '../access/openable.ts';
import type { Showing, Shown } from '../access/shown.ts';
import { isWitnessed, recordOf, type WitnessedItem } from '../access/witnessed.ts';
import { keyName, noted } from '../own-log/noted.ts';
import type { OwnLog } from '../own-log/own-log.ts';
import type { UnitKey, UnitKeys } from './unit-keys.ts';

interface Release {
  readonly ledger: Pick<Ledger, 'agency' | 'state' | 'sealed'>;
  readonly keys: Pick<UnitKeys, 'open'>;
  readonly log: Pick<OwnLog, 'append'>;
}

/**
 * Opens the own unit's layer of a file and wraps what is in it for a device (docs/spec/access.md): the file key of a direct
 * file, the addressees' secret of a witnessed one, which opens nothing without the trustees.
 * @throws Refusal, GatewayError (KEY_NOT_HELD), EnvelopeError, LedgerFault
 */
export function releaseKey({ ledger, keys, log }: Release, showing: Showing): Promise<HpkeSealed> {
  return noted(log, 'open', showing, async (note) => {
    const { shown, item } = await openable(ledger, showing);
    note.item = item.id;
    const file = await sealedFile(ledger, item);
    const order = { file, shown, epk: showing.epk };
    const { wrapped, key } = isWitnessed(item)
      ? await rewrapLayer(keys, item, order)
      : await rewrapKey(keys, item, order);
    note.key = keyName('seal', key);
    return wrapped;
  });
}

interface Order {
  readonly file: Uint8Array;
  readonly shown: Shown;
  readonly epk: Uint8Array;
}

async function rewrapKey(keys: Release['keys'], item: Item, { file, shown, epk }: Order): Promise<Wrapped> {
  const { opened: fileKey, key } = await keys.open((secretKey) => unwrapFileKey(file, secretKey));
  try {
    const bound = { access: shown.id, file: item.id, fileHash: await digestFile(file) };
    return { wrapped: rewrapFileKey(fileKey, { epk, ...bound }), key };
  } finally {
    fileKey.fill(0);
  }
}

async function rewrapLayer(keys: Release['keys'], item: WitnessedItem, { file, shown, epk }: Order): Promise<Wrapped> {
  const record = recordOf(item);
  const { opened: wrapped, key } = await keys.open((unitKey) =>
    rewrapReader({ header: file, record, unitKey, access: shown.id, epk }),
  );
  return { wrapped, key };
}

interface Wrapped {
  readonly wrapped: HpkeSealed;
  readonly key: UnitKey;
}

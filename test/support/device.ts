import { generateSealKey, type Inner, openFile, openRewrapped, randomBytes, type Trust, toHex } from '@tocsin/envelope';
import { digest } from '@tocsin/envelope/verify';
import type { Client } from '@tocsin/gateway/api';
import type { Item, Purpose } from '@tocsin/record';
import type { Exchange } from './exchange.ts';
import type { Officer } from './officer.ts';

/** What an officer's device does to open a sealed file, step by step (protocols.md, section 4). */
export interface Opening {
  readonly exchange: Exchange;
  readonly officer: Officer;
  readonly client: Client;
  readonly item: Pick<Item, 'id' | 'record'>;
  readonly purpose?: Purpose;
}

export const trustOf = ({ agencies }: Exchange, at: string): Trust => ({
  rootOf: (code) => agencies.find((agency) => agency.code === code)?.root,
  crls: () => [],
  at: new Date(at),
});

/** Asks for access on the ledger, fetches the key and the file, opens, and signs the receipt. */
export async function openItem({
  exchange,
  officer,
  client,
  item,
  purpose = 'trafficking-investigation',
}: Opening): Promise<Inner> {
  const device = generateSealKey();
  const request = {
    record: item.record,
    item: item.id,
    purpose,
    basis: toHex(randomBytes(32)),
    case: null,
    epk: digest(device.publicKey),
  };
  const access = await officer.sign('access.request/1', request);
  await client.submit(access.jws);
  const [wrapped, file, { items }] = await Promise.all([
    client.accessKey(access.id, device.publicKey),
    client.file(item.id),
    client.record(item.record),
  ]);
  const head = items.find((one) => one.id === item.id);
  if (!head?.sealed) throw new Error('the record has no such sealed file');
  const { hash: fileHash, header: headerHash } = head.sealed;
  const fileKey = openRewrapped(device.secretKey, wrapped, { access: access.id, file: item.id, fileHash });
  const { id, author, officer: handle, to, agreement, handling, posted } = head;
  const inner = await openFile({
    file,
    head: { id, author, handle, to: [...to].sort(), agreement, handling, fileHash, headerHash },
    fileKey,
    me: officer.agency,
    trust: trustOf(exchange, posted),
  });
  const receipt = await officer.sign('access.receipt/1', {
    access: access.id,
    outcome: 'opened',
    reason: null,
    released: [],
    faulty: [],
  });
  await client.submit(receipt.jws);
  return inner;
}

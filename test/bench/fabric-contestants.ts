import { strict as assert } from 'node:assert';
import { randomUUID } from 'node:crypto';
import { openFile } from '@tocsin/envelope';
import { connectFabric, type FabricProfile } from '@tocsin/gateway/fabric';
import { itemKey, type Ledger } from '@tocsin/record';
import { trustOf } from '../support/device.ts';
import type { Exchange, Post } from '../support/exchange.ts';
import { type AssetClient, assetClient } from './fabric-asset-client.ts';

/** Every so many transactions what was written is read back through the peer, within the time that is measured. */
const READ_BACK = 16;

/** The transaction that a post stands in, when others may stand in it too; null when it has one of its own. */
export type Shared = string | null;

/** One way of bringing something onto the ledger. */
export interface Contestant {
  readonly name: 'ours' | 'asset-transfer' | 'asset-transfer, private';
  /** Connects, and lets go of the connection when the act is over. */
  during<T>(act: (post: () => Promise<Shared>) => Promise<T>): Promise<T>;
}

/** Seals for two desks, signs the statement, and resolves when the own peer has committed it as VALID. */
export const ours = (exchange: Exchange, profile: FabricProfile): Contestant => ({
  name: 'ours',
  async during(act) {
    const ledger = await connectFabric(profile);
    let count = 0;
    try {
      return await act(async () => {
        const post = await exchange.draft();
        const { already, transaction } = await ledger.submit(post.jws, post.file);
        assert.equal(already, false);
        if (count++ % READ_BACK === 0) await readBack(exchange, ledger, post);
        return transaction;
      });
    } finally {
      await ledger.close();
    }
  },
});

/** The ledger names the very file, and the addressee opens it. */
async function readBack(exchange: Exchange, ledger: Ledger, { id, file }: Post): Promise<void> {
  const [head, kept] = await Promise.all([ledger.state(itemKey(id)), ledger.sealed(id)]);
  assert.ok(head?.sealed && kept);
  assert.ok(Buffer.from(kept).equals(file));
  const { code: me, sealKey } = exchange.agency('kh-immigration');
  const { author, officer: handle, to, agreement, handling, posted, sealed } = head;
  const opened = await openFile({
    file: kept,
    head: {
      id,
      author,
      handle,
      to: [...to].sort(),
      agreement,
      handling,
      fileHash: sealed.hash,
      headerHash: sealed.header,
    },
    secretKey: sealKey.secretKey,
    me,
    trust: trustOf(exchange, posted),
  });
  assert.equal(opened.id, id);
}

/** An asset with as many bytes as one of our sealed files, in clear; committed as VALID before it resolves. */
export const assets = (profile: FabricProfile, bytes: number): Contestant => ({
  name: 'asset-transfer',
  during: (act) =>
    withClient(profile, bytes, act, async (client, { id, owner, readBack }) => {
      const asset = await client.create(id, owner);
      assert.equal(JSON.parse(asset).Owner, owner);
      if (readBack) assert.equal(await client.read(id), asset);
    }),
});

/** The same bytes kept out of the block, as ours are, still in clear. */
export const privateAssets = (profile: FabricProfile, bytes: number): Contestant => ({
  name: 'asset-transfer, private',
  during: (act) =>
    withClient(profile, bytes, act, async (client, { id, owner, readBack }) => {
      assert.equal(await client.createPrivately(id, owner), id);
      if (readBack) assert.equal(await client.readPrivate(id), owner);
    }),
});

interface Asset {
  readonly id: string;
  readonly owner: string;
  readonly readBack: boolean;
}

async function withClient<T>(
  profile: FabricProfile,
  bytes: number,
  act: (post: () => Promise<Shared>) => Promise<T>,
  create: (client: AssetClient, asset: Asset) => Promise<void>,
): Promise<T> {
  const client = assetClient(profile);
  let count = 0;
  try {
    return await act(async () => {
      const owner = randomUUID()
        .repeat(Math.ceil(bytes / 36))
        .slice(0, bytes);
      await create(client, { id: randomUUID(), owner, readBack: count++ % READ_BACK === 0 });
      return null;
    });
  } finally {
    client.close();
  }
}

import { type Context, Contract } from 'fabric-contract-api';

/** Name of the private collection, as the definition has it. */
const COLLECTION = 'assets';

/**
 * An asset under its identifier, as a contract is usually written for Fabric: one read to see that it is new, one write.
 * Answers are texts, because the API's serialiser fails on objects with the class-transformer that npm installs for it.
 */
class AssetTransfer extends Contract {
  constructor() {
    super('asset-transfer');
  }

  async CreateAsset(
    { stub }: Context,
    id: string,
    colour: string,
    size: string,
    owner: string,
    value: string,
  ): Promise<string> {
    if ((await stub.getState(id)).length > 0) throw new Error(`the asset ${id} exists`);
    // Members in alphabetical order, so that every endorser writes the same bytes.
    const asset = JSON.stringify({ AppraisedValue: +value, Color: colour, ID: id, Owner: owner, Size: +size });
    await stub.putState(id, Buffer.from(asset));
    return asset;
  }

  /** The same beside the block: a transient value, kept in a private collection. */
  async CreatePrivateAsset({ stub }: Context, id: string): Promise<string> {
    if ((await stub.getPrivateData(COLLECTION, id)).length > 0) throw new Error(`the asset ${id} exists`);
    const owner = stub.getTransient().get('owner');
    if (owner === undefined) throw new Error('the owner is missing');
    await stub.putPrivateData(COLLECTION, id, owner);
    return id;
  }

  async ReadPrivateAsset({ stub }: Context, id: string): Promise<string> {
    return Buffer.from(await stub.getPrivateData(COLLECTION, id)).toString();
  }

  async ReadAsset({ stub }: Context, id: string): Promise<string> {
    const asset = await stub.getState(id);
    if (asset.length === 0) throw new Error(`the asset ${id} does not exist`);
    return Buffer.from(asset).toString();
  }
}

export const contracts = [AssetTransfer];

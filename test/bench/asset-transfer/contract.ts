import { type Context, Contract } from 'fabric-contract-api';

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
    const asset = JSON.stringify({ AppraisedValue: Number(value), Color: colour, ID: id, Owner: owner, Size: Number(size) });
    await stub.putState(id, Buffer.from(asset));
    return asset;
  }

  async ReadAsset({ stub }: Context, id: string): Promise<string> {
    const asset = await stub.getState(id);
    if (asset.length === 0) throw new Error(`the asset ${id} does not exist`);
    return Buffer.from(asset).toString();
  }
}

export const contracts = [AssetTransfer];

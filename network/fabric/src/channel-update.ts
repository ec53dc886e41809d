import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { decodeBlock } from '@tocsin/fabric-block';
import type { Admin } from './admin.ts';
import { applied, type ConfigUpdate, changesBetween } from './channel-changes.ts';
import type { ChannelConfig } from './channel-config.ts';
import { plain, summaryOf } from './channel-summary.ts';
import type { FabricCommands } from './commands.ts';
import { FabricError } from './error.ts';
import { retried } from './retry.ts';
import { inScratch, Translator } from './translator.ts';

/** What somebody is asked to sign: what it changes, in lines, and whose administrators have signed. */
export interface UpdateReview {
  readonly changes: readonly string[];
  readonly signers: readonly string[];
}

/** Changes of one channel's configuration, as files that travel from agency to agency. */
export class ChannelUpdates {
  readonly #channel: string;
  readonly #translator: Translator;

  constructor(channel: string, commands: FabricCommands) {
    this.#channel = channel;
    this.#translator = new Translator(commands);
  }

  /** The newest configuration block, asked of an agency's orderer, default the administrator's own. */
  newestBlock(admin: Admin, at: Admin = admin): Promise<Uint8Array> {
    return inScratch(async (folder) => {
      const file = join(folder, 'config.block');
      await admin.peer('channel', 'fetch', 'config', file, '-c', this.#channel, ...admin.orderer(at));
      return readFile(file);
    });
  }

  async config(admin: Admin, at: Admin = admin): Promise<ChannelConfig> {
    return this.configIn(await this.newestBlock(admin, at));
  }

  /** The configuration that a configuration block holds. */
  async configIn(block: Uint8Array): Promise<ChannelConfig> {
    const decoded = (await this.#translator.decoded('common.Block', block)) as DecodedBlock;
    const [first] = decoded.data.data;
    if (first === undefined) throw new FabricError('UPDATE_UNREADABLE', 'an empty block');
    return first.payload.data.config;
  }

  /** The configuration that the agency's own peer acts by. */
  async configAtPeer(admin: Admin): Promise<ChannelConfig> {
    const call = JSON.stringify({ Args: ['GetChannelConfig', this.#channel] });
    const told = await admin.peer('chaincode', 'query', '-C', this.#channel, '-n', 'cscc', '-c', call, '--hex');
    const bytes = Buffer.from(told.trim().split('\n').at(-1) ?? '', 'hex');
    return (await this.#translator.decoded('common.Config', bytes)) as ChannelConfig;
  }

  /**
   * The update by which the newest configuration becomes the changed one; nobody has signed it.
   * @throws FabricError NOTHING_TO_CHANGE, and what `change` throws
   */
  async propose(admin: Admin, change: (config: ChannelConfig) => ChannelConfig): Promise<Uint8Array> {
    const config = await this.config(admin);
    const changed = change(config);
    if (changesBetween(config, changed).length === 0) throw new FabricError('NOTHING_TO_CHANGE');
    const [from, to] = await Promise.all(
      [config, changed].map((one) => this.#translator.encoded('common.Config', one)),
    );
    const bytes = await this.#translator.update(this.#channel, from as Uint8Array, to as Uint8Array);
    const update = await this.#translator.decoded('common.ConfigUpdate', bytes);
    return this.#translator.encoded('common.Envelope', {
      payload: {
        header: { channel_header: { channel_id: this.#channel, type: CONFIG_UPDATE } },
        data: { config_update: update },
      },
    });
  }

  /**
   * What an update would change in the newest configuration, computed here and not as its file says.
   * @throws FabricError UPDATE_UNREADABLE, UPDATE_STALE
   */
  async review(admin: Admin, update: Uint8Array): Promise<UpdateReview> {
    const { config_update, signatures = [] } = await this.#opened(update);
    const config = await this.config(admin);
    const changes = summaryOf(changesBetween(config, applied(config, config_update)));
    return { changes, signers: signersIn(signatures) };
  }

  /** The same update with the administrator's signature added. */
  sign(admin: Admin, update: Uint8Array): Promise<Uint8Array> {
    return withFile(update, async (file) => {
      await admin.peer('channel', 'signconfigtx', '-f', file);
      return readFile(file);
    });
  }

  /**
   * Hands the update to an agency's orderer, default the administrator's own, signed by the administrator as well. It may
   * be ordered later, or never.
   */
  async handIn(admin: Admin, update: Uint8Array, at: Admin = admin): Promise<void> {
    await withFile(update, (file) =>
      admin.peer('channel', 'update', '-f', file, '-c', this.#channel, ...admin.orderer(at)),
    );
  }

  /** How many blocks an agency's orderer has, as it tells another agency's administrator. */
  heightAt(admin: Admin, at: Admin): Promise<bigint> {
    return inScratch(async (folder) => {
      const file = join(folder, 'newest.block');
      await admin.peer('channel', 'fetch', 'newest', file, '-c', this.#channel, ...admin.orderer(at));
      return decodeBlock(await readFile(file)).number + 1n;
    });
  }

  /**
   * Resolves when the agency's peer acts by a configuration of at least this number.
   * @param within milliseconds
   * @throws FabricError NOT_READY_IN_TIME
   */
  async follows(admin: Admin, sequence: bigint, within = 60_000): Promise<void> {
    const reached = async (): Promise<void> => {
      const { sequence: now } = await this.configAtPeer(admin);
      if (BigInt(now) < sequence) throw new Error('an older configuration');
    };
    await retried(reached, { within, what: `configuration ${sequence} at the peer of ${admin.site.agency}` });
  }

  async #opened(update: Uint8Array): Promise<OpenedUpdate> {
    const decoded = await this.#translator.decoded('common.Envelope', update).catch(() => null);
    const { payload } = (decoded ?? {}) as { payload?: DecodedUpdate };
    const type = payload?.header?.channel_header?.type;
    const data = payload?.data;
    if (type !== CONFIG_UPDATE || data?.config_update === undefined) throw new FabricError('UPDATE_UNREADABLE');
    if (data.config_update.channel_id !== this.#channel) throw new FabricError('UPDATE_UNREADABLE', 'another channel');
    return data;
  }
}

/** HeaderType of fabric-protos. */
const CONFIG_UPDATE = 2;

interface DecodedBlock {
  readonly data: {
    readonly data: readonly { readonly payload: { readonly data: { readonly config: ChannelConfig } } }[];
  };
}

interface OpenedUpdate {
  readonly config_update: ConfigUpdate;
  readonly signatures?: readonly UpdateSignature[];
}

interface UpdateSignature {
  readonly signature_header?: { readonly creator?: { readonly mspid?: string } };
}

/** Who claims to have signed; the orderers check it. The file is somebody else's, so what it names is made plain. */
export const signersIn = (signatures: readonly UpdateSignature[]): string[] => [
  ...new Set(signatures.map(({ signature_header }) => plain(signature_header?.creator?.mspid ?? ''))),
];

interface DecodedUpdate {
  readonly header?: { readonly channel_header?: { readonly type?: number } };
  readonly data?: OpenedUpdate;
}

const withFile = <T>(bytes: Uint8Array, work: (file: string) => Promise<T>): Promise<T> =>
  inScratch(async (folder) => {
    const file = join(folder, 'update.pb');
    await writeFile(file, bytes);
    return work(file);
  });

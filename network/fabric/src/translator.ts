import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from './command.ts';
import type { FabricCommands } from './commands.ts';

type Message = 'common.Block' | 'common.Config' | 'common.ConfigUpdate' | 'common.Envelope';

/** Fabric's configtxlator: protobuf of a channel's configuration to JSON and back, through files of ours alone. */
export class Translator {
  readonly #commands: FabricCommands;

  constructor(commands: FabricCommands) {
    this.#commands = commands;
  }

  async decoded(type: Message, bytes: Uint8Array): Promise<unknown> {
    const text = await this.#translated(['proto_decode', '--type', type, '--input'], bytes);
    return JSON.parse(Buffer.from(text).toString('utf8'));
  }

  encoded(type: Message, value: unknown): Promise<Uint8Array> {
    return this.#translated(['proto_encode', '--type', type, '--input'], JSON.stringify(value));
  }

  /** The update that leads from one configuration to another, both as protobuf. */
  update(channel: string, from: Uint8Array, to: Uint8Array): Promise<Uint8Array> {
    return inScratch(async (folder) => {
      const [original, updated, output] = ['from', 'to', 'update'].map((name) => join(folder, name)) as Paths;
      await Promise.all([writeFile(original, from), writeFile(updated, to)]);
      const files = ['--original', original, '--updated', updated, '--output', output];
      await run(this.#commands.configtxlator, ['compute_update', '--channel_id', channel, ...files]);
      return readFile(output);
    });
  }

  #translated(args: readonly string[], input: Uint8Array | string): Promise<Uint8Array> {
    return inScratch(async (folder) => {
      const [from, to] = [join(folder, 'in'), join(folder, 'out')];
      await writeFile(from, input);
      await run(this.#commands.configtxlator, [...args, from, '--output', to]);
      return readFile(to);
    });
  }
}

type Paths = [string, string, string];

/** A folder for Fabric's commands to read from and write to, which goes when they are done. */
export async function inScratch<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'tocsin-channel-'));
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

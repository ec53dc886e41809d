import { readFile, writeFile } from 'node:fs/promises';
import type { FabricNetwork } from '@tocsin/network-fabric';
import { CliError } from '../../error.ts';
import { pathFrom } from '../../file.ts';
import { type NetworkOptions, networkVerb, onNetwork } from '../../network/folder.ts';
import { answer, nextSteps, type OutputOptions } from '../../output.ts';
import type { Terminal } from '../../terminal.ts';
import type { Examples } from '../../verb.ts';

/** How a change of the channel goes from host to host: each agency signs on its own, after reading what it changes. */
export interface Travel extends OutputOptions, NetworkOptions {
  readonly propose?: string | undefined;
  readonly review?: string | undefined;
  readonly sign?: string | undefined;
  readonly submit?: string | undefined;
}

/** A command whose work is a change of the channel. */
export const changeVerb = (name: string, words: string, examples: Examples) =>
  networkVerb(name, words, examples)
    .option('--propose <file>', 'write the change to a new file, signed by this agency alone')
    .option('--review <file>', 'say what a change in a file would change, and who has signed it')
    .option('--sign <file>', 'say what it changes, and add the signature of the agencies of this folder')
    .option('--submit <file>', 'hand in a change that a majority has signed');

/**
 * Does what a travelling change needs here.
 * @returns false when no such option was given: the change is made here at once
 */
export async function travelled(
  terminal: Terminal,
  options: Travel,
  network: FabricNetwork,
  propose: () => Promise<Uint8Array>,
): Promise<boolean> {
  const given = [options.propose, options.review, options.sign, options.submit].filter((file) => file !== undefined);
  const [file] = given;
  if (file === undefined) return false;
  if (given.length > 1) throw new CliError('USAGE', 'one of --propose, --review, --sign and --submit');
  const path = pathFrom(terminal.folder, file);
  // Read once: what is told is what is signed and handed in, whatever happens to the file meanwhile.
  const update = options.propose === undefined ? await read(path) : await propose();
  const { changes, signers } = await network.updates.review(network.ownAdmin(), update);
  const after = await carried(terminal, options, network, { path, update, signers });
  told(terminal, options, { file, changes, signers: after });
  if (options.submit !== undefined) await submitted(network, update);
  return true;
}

interface Carried {
  readonly path: string;
  readonly update: Uint8Array;
  readonly signers: readonly string[];
}

/** @returns who has signed it then */
async function carried(
  terminal: Terminal,
  { propose, sign }: Travel,
  network: FabricNetwork,
  { path, update, signers }: Carried,
): Promise<readonly string[]> {
  if (propose !== undefined) await proposed(terminal, network, path, update);
  if (sign !== undefined) await signed(terminal, network, { path, update, signers });
  return propose === undefined && sign === undefined ? signers : [...new Set([...signers, ...network.own])];
}

async function proposed(terminal: Terminal, network: FabricNetwork, path: string, update: Uint8Array): Promise<void> {
  const { signedByAll } = await import('@tocsin/network-fabric');
  const own = await signedByAll(network, update, network.own);
  await writeFile(path, own, { flag: 'wx', mode: 0o644 }).catch((error: NodeJS.ErrnoException) => {
    throw error.code === 'EEXIST' ? new CliError('OUTPUT_EXISTS', path) : error;
  });
  terminal.err('written; nothing has changed yet\n');
}

async function signed(terminal: Terminal, network: FabricNetwork, { path, update, signers }: Carried): Promise<void> {
  const { signedByAll } = await import('@tocsin/network-fabric');
  const missing = network.own.filter((agency) => !signers.includes(agency));
  await writeFile(path, await signedByAll(network, update, missing));
  terminal.err(missing.length === 0 ? 'signed before\n' : `signed by ${missing.join(', ')}\n`);
}

async function submitted(network: FabricNetwork, update: Uint8Array): Promise<void> {
  const { submitUpdate } = await import('@tocsin/network-fabric');
  await submitUpdate(network, update);
}

interface Told {
  readonly file: string;
  readonly changes: readonly string[];
  readonly signers: readonly string[];
}

function told(terminal: Terminal, options: Travel, { file, changes, signers }: Told): void {
  const next = options.submit === undefined ? [`join --sign ${file}`, `join --submit ${file}`] : [];
  const commands = next.map((command) => onNetwork(command, options));
  const words = `${changes.join('\n')}\nsigned by: ${signers.join(', ') || 'nobody'}\n${nextSteps(commands)}`;
  const value = { file, changes: [...changes], signers: [...signers], next: commands };
  answer(terminal, options, 'channel-change/1', value, words);
}

const read = (path: string): Promise<Uint8Array> =>
  readFile(path).catch((error: unknown) => {
    throw new CliError('INPUT_UNREADABLE', path, error);
  });

/** Ends a change that was made here at once. */
export function answerChanged(
  terminal: Terminal,
  options: OutputOptions,
  done: string,
  next: readonly string[] = [],
): void {
  answer(terminal, options, 'network-changed/1', { done, next }, `${done}\n${nextSteps(next)}`);
}

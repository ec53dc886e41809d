import { BrokenTrail, Trail } from '@tocsin/audit';
import type { Roots } from '@tocsin/device/keyless';
import { EnvelopeError } from '@tocsin/envelope/verify';
import { BlockError, decodeBlock, toldBlock as toldFabricBlock } from '@tocsin/fabric-block';
import { toldBlock as toldEmbeddedBlock } from '@tocsin/network-embedded/block';
import { type Block, languages } from '@tocsin/record';
import { CliError } from '../error.ts';
import { linesIn, pathFrom } from '../file.ts';
import { chooseProfile } from '../profile.ts';
import { readRoots } from '../roots.ts';
import { inSession, type SessionOptions } from '../session.ts';
import type { Terminal } from '../terminal.ts';
import { type Examples, officerVerb } from '../verb.ts';
import { isBase64, verifyLines } from '../verification.ts';

/** Where a report reads the ledger: from the own gateway, or from an export. */
export interface SourceOptions extends SessionOptions {
  readonly ledger?: string | undefined;
  readonly roots?: string | undefined;
  readonly verify?: true | undefined;
  readonly atBlock?: string | undefined;
}

/** A trail, and whether every signature and judgement in it was verified to the roots in hand. */
export interface Traced {
  readonly trail: Trail;
  readonly verified: boolean;
}

/** A command that reports from the ledger's blocks. */
export const reportVerb = (name: string, words: string, examples: Examples) =>
  officerVerb(name, words, examples)
    .option('--ledger <file>', 'read an export, - for standard input, and verify it, instead of asking the gateway')
    .option('--roots <folder>', "roots that you trust: <agency>.pem (default the profile's)")
    .option('--verify', 'verify every block, signature and judgement to the roots first')
    .option('--at-block <number>', 'report as of this block')
    .option('--pdf <file>', 'also write a new PDF, and <file>.jws, signed with the key of the profile')
    .option('--lang <language>', `language of the PDF: ${languages.join(', ')}`, 'en');

/** Reads the ledger, a block at a time. @throws CliError EXPORT_NOT_VERIFIED, LEDGER_BROKEN, USAGE */
export async function traced(terminal: Terminal, options: SourceOptions): Promise<Traced> {
  const last = numberIn(options.atBlock);
  const { ledger } = options;
  if (ledger !== undefined)
    return verifiedTrail(terminal, linesIn(terminal, ledger), await rootsOf(terminal, options), last);
  return inSession(terminal, options, async ({ client, roots: ours }) => {
    const lines = client.blocks(0n, terminal.signal);
    if (options.verify !== true) return { trail: await trailOf(terminal, lines, last), verified: false };
    const { roots } = options;
    return verifiedTrail(
      terminal,
      lines,
      roots === undefined ? ours : await readRoots(pathFrom(terminal.folder, roots)),
      last,
    );
  });
}

/** The roots named, else those of the profile. */
export async function rootsOf(terminal: Terminal, { as, roots }: SourceOptions): Promise<Roots> {
  return readRoots(roots === undefined ? (await chooseProfile(terminal, as)).roots : pathFrom(terminal.folder, roots));
}

async function verifiedTrail(
  terminal: Terminal,
  lines: AsyncIterable<string>,
  roots: Roots,
  last: bigint | null,
): Promise<Traced> {
  const trail = new Trail();
  // Read only what was asked for: what comes later is another report's.
  const { fault } = await verifyLines(terminal, added(trail, lines, last), roots);
  if (fault !== null) throw new CliError('EXPORT_NOT_VERIFIED', `block ${fault.block}: ${fault.layer}`);
  ensureReached(trail, last);
  return { trail, verified: true };
}

async function trailOf(terminal: Terminal, lines: AsyncIterable<string>, last: bigint | null): Promise<Trail> {
  const trail = new Trail();
  let blocks = 0;
  for await (const _ of added(trail, lines, last)) if (++blocks % 500 === 0) terminal.progress(`${blocks} blocks read`);
  terminal.progress('');
  ensureReached(trail, last);
  return trail;
}

/** The same lines, each added to the trail once whoever reads them has come past it. */
async function* added(trail: Trail, lines: AsyncIterable<string>, last: bigint | null): AsyncGenerator<string> {
  for await (const line of lines) {
    if (line === '') continue;
    yield line;
    const block = told(line);
    ensured(() => trail.add(block));
    if (last !== null && block.number >= last) return;
  }
}

/** One line of an export as every ledger tells a block. @throws CliError LEDGER_BROKEN */
export function told(line: string): Block {
  return ensured(() => {
    if (!isBase64(line)) return toldEmbeddedBlock(line);
    return toldFabricBlock(decodeBlock(Buffer.from(line, 'base64')));
  });
}

function ensured<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof BrokenTrail) throw new CliError('LEDGER_BROKEN', error.message, error);
    if (error instanceof EnvelopeError || error instanceof BlockError)
      throw new CliError('LEDGER_BROKEN', error.code, error);
    throw new CliError('LEDGER_BROKEN', 'a line is not a block', error);
  }
}

function ensureReached({ reach }: Trail, last: bigint | null): void {
  if (reach === null) throw new CliError('LEDGER_BROKEN', 'it holds no block');
  if (last !== null && BigInt(reach.block) < last) throw new CliError('USAGE', `it ends at block ${reach.block}`);
}

function numberIn(text: string | undefined): bigint | null {
  if (text === undefined) return null;
  if (!/^(0|[1-9]\d{0,17})$/.test(text)) throw new CliError('USAGE', 'a block is given by its number');
  return BigInt(text);
}

/** An option's value of the form that the ledger gives it. @throws CliError USAGE naming the option */
export function formed(schema: object, option: string, text: string | undefined): string | undefined {
  const { pattern, description } = schema as { readonly pattern: string; readonly description: string };
  if (text !== undefined && !new RegExp(pattern).test(text)) throw new CliError('USAGE', `--${option}: ${description}`);
  return text;
}

/** A number of things from 1 to 9999, or the usual one. @throws CliError USAGE naming the option */
export function countIn(option: string, text: string | undefined, usual: number): number {
  if (text === undefined) return usual;
  if (!/^[1-9]\d{0,3}$/.test(text)) throw new CliError('USAGE', `--${option} is a number from 1 to 9999`);
  return Number(text);
}

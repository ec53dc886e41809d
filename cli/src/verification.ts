import type { Roots } from '@tocsin/device/keyless';
import { toBase64url } from '@tocsin/envelope/verify';
import type { Verification as FabricVerification } from '@tocsin/network-fabric';
import type { ExportVerification, VerifyOptions } from '@tocsin/record';
import type { Terminal } from './terminal.ts';

/** What a verification found, whichever ledger the export is of. */
export interface Verification extends ExportVerification {
  readonly ledger: 'embedded' | 'fabric';
  /** Null for the embedded ledger, which has neither members nor a chaincode that they agreed on. */
  readonly channel: FabricVerification['channel'];
  readonly chaincode: FabricVerification['chaincode'];
}

/** Verifies lines to the roots in hand, telling a waiting person how far it is. */
export async function verifyLines(
  terminal: Terminal,
  lines: AsyncIterable<string>,
  roots: Roots,
): Promise<Verification> {
  const began = performance.now();
  const rootOf = (agency: string): string | undefined => {
    const root = roots.rootOf(agency);
    return root === undefined ? undefined : toBase64url(root);
  };
  const progress = (blocks: number): void => {
    if (performance.now() - began > 1000 && blocks % 25 === 0) terminal.progress(`${blocks} blocks verified`);
  };
  const { first, all } = await begun(lines);
  const verify = isBase64(first) ? verifyFabric : verifyEmbedded;
  return verify(all, { rootOf, progress }).finally(() => terminal.progress(''));
}

/** Whether a line is a block of Fabric as an export has it; the embedded ledger's are JSON. */
export const isBase64 = (line: string): boolean => /^[A-Za-z0-9+/]+={0,2}$/.test(line);

async function verifyEmbedded(lines: AsyncIterable<string>, options: VerifyOptions): Promise<Verification> {
  const { verifyEmbeddedExport } = await import('@tocsin/network-embedded');
  const { blocks, statements, refused, head, fault } = await verifyEmbeddedExport(lines, options);
  return { ledger: 'embedded', blocks, statements, refused, head, channel: null, chaincode: [], fault };
}

async function verifyFabric(lines: AsyncIterable<string>, options: VerifyOptions): Promise<Verification> {
  const { verifyFabricExport } = await import('@tocsin/network-fabric');
  const { blocks, statements, refused, head, channel, chaincode, fault } = await verifyFabricExport(lines, options);
  return { ledger: 'fabric', blocks, statements, refused, head, channel, chaincode, fault };
}

/** Looks at the first line that is not empty, and hands on all of them. */
async function begun(lines: AsyncIterable<string>): Promise<{ first: string; all: AsyncIterable<string> }> {
  const iterator = lines[Symbol.asyncIterator]();
  let opening = await iterator.next();
  while (opening.done !== true && opening.value === '') opening = await iterator.next();
  const first = opening.done === true ? '' : opening.value;
  async function* all(): AsyncGenerator<string> {
    if (first === '') return;
    yield first;
    yield* { [Symbol.asyncIterator]: () => iterator };
  }
  return { first, all: all() };
}

import { readFile } from 'node:fs/promises';
import { Type } from 'typebox';
import { Check } from 'typebox/value';
import { FabricError } from './error.ts';
import { writeOwn } from './files.ts';
import { networkFiles } from './layout.ts';

const Agency = Type.Object({ code: Type.String(), country: Type.String(), name: Type.String() });
const Site = Type.Object({
  agency: Type.String(),
  host: Type.String(),
  bind: Type.String(),
  port: Type.Integer({ minimum: 1, maximum: 65_525 }),
  enter: Type.Optional(Type.Array(Type.String())),
});
const Description = Type.Object({
  format: Type.Literal('tocsin-network/1'),
  topology: Type.Object({
    name: Type.String(),
    channel: Type.String(),
    consensus: Type.Union([Type.Literal('bft'), Type.Literal('raft')]),
    agencies: Type.Array(Agency),
  }),
  sites: Type.Array(Site),
  /** Sequence of the chaincode's definition in force; 0 before the first. */
  sequence: Type.Integer({ minimum: 0 }),
  /** Digest of the sources in force. */
  digest: Type.String(),
});

/** What a network is, as `network.json` keeps it. */
export type Description = Type.Static<typeof Description>;

/** @throws FabricError NETWORK_MISSING, NETWORK_DAMAGED */
export async function readDescription(root: string): Promise<Description> {
  const text = await readFile(networkFiles(root).description, 'utf8').catch(() => {
    throw new FabricError('NETWORK_MISSING');
  });
  try {
    const description: unknown = JSON.parse(text);
    if (Check(Description, description)) return description;
  } catch {
    // Told below, in the same words.
  }
  throw new FabricError('NETWORK_DAMAGED', 'network.json');
}

export const writeDescription = (root: string, description: Description): Promise<void> =>
  writeOwn(networkFiles(root).description, `${JSON.stringify(description, null, 1)}\n`);

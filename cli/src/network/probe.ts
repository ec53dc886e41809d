import { readFile } from 'node:fs/promises';
import { readKeyFile } from '@tocsin/crypto-config';
import { connectFabric, type FabricProfile } from '@tocsin/gateway/fabric';
import type { StandingNetwork } from '@tocsin/network-fabric';
import { networkKey, Refusal } from '@tocsin/record';
import { Agent, request } from 'undici';
import { leafOf } from '../fabric-ledger.ts';

/** What an agency's peer says when it is asked now. */
export interface Probed {
  readonly agency: string;
  /** It runs the chaincode and answers by it. */
  readonly answers: boolean;
  /** Number of blocks that it has; null when it does not say. */
  readonly height: string | null;
}

/** A peer that does not answer at once is one that does not answer. */
const WAIT_MS = 2_000;

/** Asks an agency's peer, as its administrator. */
export async function probe(network: StandingNetwork, agency: string): Promise<Probed> {
  const profile = await profileOf(network, agency);
  const [answers, height] = await Promise.all([endorses(profile), heightOf(network.operations(agency), profile)]);
  return { agency, answers, height };
}

/** The chaincode answers gateways alone: an administrator is refused, and only a chaincode that runs refuses. */
async function endorses(profile: FabricProfile): Promise<boolean> {
  const ledger = await connectFabric(profile);
  try {
    return await ledger.state(networkKey).then(
      () => true,
      (error: unknown) => error instanceof Refusal,
    );
  } finally {
    await ledger.close();
  }
}

/** From the peer's metrics: the channel tells heights to gateways alone. */
async function heightOf(origin: string, { channel, peer }: FabricProfile): Promise<string | null> {
  const { roots: ca, clientCertificate: cert, clientKey: key } = peer;
  const dispatcher = new Agent({ connect: { ca, cert, key, allowPartialTrustChain: true }, maxResponseSize: 2 ** 22 });
  try {
    const { body } = await request(`${origin}/metrics`, { dispatcher, signal: AbortSignal.timeout(WAIT_MS) });
    const lines = (await body.text()).split('\n');
    const metric = `ledger_blockchain_height{channel="${channel}"} `;
    const line = lines.find((each) => each.startsWith(metric));
    return line === undefined ? null : String(BigInt(line.slice(metric.length)));
  } catch {
    return null;
  } finally {
    await dispatcher.destroy();
  }
}

async function profileOf(network: StandingNetwork, agency: string): Promise<FabricProfile> {
  const { channel, chaincode, address, serverName, authority } = network.connection(agency);
  const files = network.administrator(agency);
  const text = (path: string): Promise<string> => readFile(path, 'utf8');
  const [roots, clientCertificate] = await Promise.all([text(authority), text(files.tlsChain)]);
  const [clientKey, key] = await Promise.all([readKeyFile(files.tlsKey), readKeyFile(files.key)]);
  const peer = { address, serverName, roots, clientCertificate, clientKey };
  const identity = { certificate: leafOf(await text(files.certificate)), key };
  return { agency, channel, chaincode, peer, identity, deadlines: { evaluate: WAIT_MS } };
}

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Contract, EndorseError } from '@hyperledger/fabric-gateway';
import type { Admin } from './admin.ts';
import { withContract } from './admin-contract.ts';
import { CHAINCODE, type ChaincodeDefinition, packageLabel } from './chaincode-definition.ts';
import { type ChaincodePackage, chaincodePackage } from './chaincode-package.ts';
import { plain } from './channel-summary.ts';
import { FabricError } from './error.ts';
import { writeOwn } from './files.ts';
import { agencyFolder } from './layout.ts';
import { approvalArguments, approvalsIn, commitArguments, readinessArguments } from './lifecycle-arguments.ts';
import { retried } from './retry.ts';
import type { Slot } from './services.ts';
import { localAddressOf, type Site } from './site.ts';

/** An agency's package for sources of this digest: its own address and keys, so another package at each agency. */
export async function packageFor(
  root: string,
  site: Site,
  digest: string,
  slot: Slot = 'chaincode',
): Promise<ChaincodePackage> {
  const { chaincode } = agencyFolder(root, site.agency);
  const read = (name: string): Promise<string> => readFile(join(chaincode, 'peer-tls', name), 'utf8');
  return chaincodePackage(packageLabel(digest), {
    address: localAddressOf(site, slot),
    authority: await read('authority.pem'),
    clientCertificate: await read('chain.pem'),
    clientKey: await read('key.pem'),
  });
}

/** Puts the package on the agency's peer; one that is there already is left alone. */
export async function install(admin: Admin, { bytes }: ChaincodePackage): Promise<void> {
  const file = join(agencyFolder(admin.root, admin.site.agency).chaincode, 'package.tar.gz');
  await writeOwn(file, bytes);
  await admin.peer('lifecycle', 'chaincode', 'install', file).catch((error: Error) => {
    if (!/already successfully installed/.test(error.message)) throw error;
  });
}

/** Fabric's own chaincode for the chaincodes of a channel. */
const LIFECYCLE = '_lifecycle';

/** A busy machine takes its time over the first blocks, and orderers over a change of leader. */
const PATIENCE_MS = 90_000;
/** Refusals, half a second apart, after which a call is taken to be refused for good. */
const REFUSALS = 4;

/** Says for this agency that the definition is the one it wants, run by this package. */
export async function approve(admin: Admin, definition: ChaincodeDefinition, { id }: ChaincodePackage): Promise<void> {
  const { channel, sequence } = definition;
  const done = async (): Promise<boolean> => (await approvedPackage(admin, channel, sequence)) === id;
  const call: LifecycleCall = {
    name: 'ApproveChaincodeDefinitionForMyOrg',
    argument: approvalArguments(definition, id),
    endorsers: [admin.site.agency],
  };
  await submitted(admin, channel, call, done);
}

/** Puts the definition into force, endorsed by these agencies' peers: a majority of those who approved it. */
export async function commit(
  admin: Admin,
  definition: ChaincodeDefinition,
  endorsers: readonly Admin[],
): Promise<void> {
  const { channel, sequence } = definition;
  const done = async (): Promise<boolean> => ((await definitionInForce(admin, channel))?.sequence ?? 0) >= sequence;
  const call: LifecycleCall = {
    name: 'CommitChaincodeDefinition',
    argument: commitArguments(definition),
    endorsers: endorsers.map(({ site }) => site.agency),
  };
  await submitted(admin, channel, call, done);
}

interface LifecycleCall {
  readonly name: string;
  readonly argument: Uint8Array;
  readonly endorsers: readonly string[];
}

/**
 * Calls until it is done: one that was taken in may be ordered late or never, and given twice it is refused.
 * @throws FabricError FABRIC_COMMAND_FAILED with what the peers said against it, NOT_READY_IN_TIME
 */
async function submitted(
  { root, site }: Admin,
  channel: string,
  call: LifecycleCall,
  done: () => Promise<boolean>,
): Promise<void> {
  const refusal = await withContract({ root, site, channel, chaincode: LIFECYCLE }, (contract) => {
    let refusals = 0;
    const attempt = (): Promise<string | null> =>
      submitOnce(contract, call).catch(async (error: Error) => {
        if (await done()) return null;
        const said = refusalIn(error);
        // Another peer may refuse what was done already and the own one has not heard of.
        if (said === null || ++refusals < REFUSALS) throw error;
        return said;
      });
    return retried(attempt, { within: PATIENCE_MS, every: 500, what: `${call.name} of ${site.agency}` });
  });
  if (refusal !== null) throw new FabricError('FABRIC_COMMAND_FAILED', `${call.name}\n${refusal}`);
}

async function submitOnce(contract: Contract, { name, argument, endorsers }: LifecycleCall): Promise<null> {
  const proposal = contract.newProposal(name, { arguments: [argument], endorsingOrganizations: [...endorsers] });
  const { successful } = await (await (await proposal.endorse()).submit()).getStatus();
  if (!successful) throw new Error('not valid');
  return null;
}

/** What a chaincode answered instead of endorsing; null when the call did not get so far. */
function refusalIn(error: Error): string | null {
  if (!(error instanceof EndorseError)) return null;
  const said = error.details
    .map(({ message }) => message)
    .filter((message) => /^chaincode response [45]/.test(message));
  return said.length === 0 ? null : said.map(plain).join('\n').slice(0, 1_500);
}

/** The definition in force, or null before the first. */
export async function definitionInForce(admin: Admin, channel: string): Promise<ChaincodeDefinition | null> {
  const query = ['lifecycle', 'chaincode', 'querycommitted', '--channelID', channel, '--name', CHAINCODE];
  const text = await admin.peer(...query, '--output', 'json').catch((error: Error) => {
    if (/namespace .* is not defined/.test(error.message)) return null;
    throw error;
  });
  if (text === null) return null;
  const { sequence, version, collections: kept } = JSON.parse(text) as Committed;
  return { channel, sequence: Number(sequence), version, agencies: keepersIn(kept) };
}

interface Committed {
  readonly sequence: number;
  readonly version: string;
  readonly collections?: { readonly config?: readonly Collection[] };
}

interface Collection {
  readonly Payload: {
    readonly StaticCollectionConfig: {
      readonly member_orgs_policy: {
        readonly Payload: {
          readonly SignaturePolicy: { readonly identities: readonly { readonly principal: string }[] };
        };
      };
    };
  };
}

/** Codes of the agencies that a definition lets keep sealed files. Principals are MSPRole messages: field 1 is the code. */
function keepersIn(collections: Committed['collections']): string[] {
  const [sealed] = collections?.config ?? [];
  const policy = sealed?.Payload.StaticCollectionConfig.member_orgs_policy.Payload.SignaturePolicy;
  return (policy?.identities ?? []).map(({ principal }) => {
    const bytes = Buffer.from(principal, 'base64');
    return bytes.subarray(2, 2 + (bytes[1] ?? 0)).toString('utf8');
  });
}

/** Which agencies have approved the definition. */
export const approvalsOf = ({ root, site }: Admin, definition: ChaincodeDefinition): Promise<string[]> =>
  withContract({ root, site, channel: definition.channel, chaincode: LIFECYCLE }, async (contract) => {
    const asked = { arguments: [readinessArguments(definition)], endorsingOrganizations: [site.agency] };
    return approvalsIn(await contract.evaluate('CheckCommitReadiness', asked));
  });

/** The package by which this agency approved the definition of that number, or null when it did not approve it. */
export async function approvedPackage(admin: Admin, channel: string, sequence: number): Promise<string | null> {
  const query = ['lifecycle', 'chaincode', 'queryapproved', '--channelID', channel, '--name', CHAINCODE];
  const told = await admin.peer(...query, '--sequence', String(sequence), '--output', 'json').catch(() => null);
  if (told === null) return null;
  const { source } = JSON.parse(told) as ApprovedSource;
  return source?.Type?.LocalPackage?.package_id ?? null;
}

interface ApprovedSource {
  readonly source?: { readonly Type?: { readonly LocalPackage?: { readonly package_id?: string } } };
}

import { isDeepStrictEqual } from 'node:util';
import { Message } from '@tocsin/fabric-block';
import { type ChannelInForce, majority } from './verify-export-channel.ts';
import { hex } from './verify-export-footprint.ts';
import { creatorIn } from './verify-export-identity.ts';
import { Doubt } from './verify-export-result.ts';
import { isSigned } from './verify-export-signature.ts';

/** One element of a configuration without what stands below it; compared as a whole. */
interface Element {
  readonly version: bigint;
  readonly policy: string;
  /** Names of what a group holds, or a value's or policy's bytes. */
  readonly content: readonly string[];
}

/** A configuration as elements by path: `group /Channel/Application`, `value /Channel/...`, `policy /Channel/...`. */
type Elements = ReadonlyMap<string, Element>;

/**
 * Checks that a new configuration is the one before with an update that enough administrators signed: of an agency what
 * concerns the agency alone, otherwise of a majority (Fabric, `common/configtx`).
 * @throws Doubt config; BlockError
 */
export function ensureAgreed(next: ChannelInForce, before: ChannelInForce, envelope: Uint8Array): void {
  if (next.sequence !== before.sequence + 1n || next.name !== before.name)
    throw new Doubt('config', 'does not follow the configuration before it');
  // ConfigEnvelope, its last update: Envelope, Payload, ConfigUpdateEnvelope.
  const update = new Message(new Message(new Message(envelope).message(2).bytes(1)).bytes(2));
  const body = new Message(update.bytes(1));
  if (body.text(1) !== before.name) throw new Doubt('config', 'the update is for another channel');
  const standing = elementsOf(before.group);
  const changed = changedBy(body, standing);
  const result = reachable(new Map([...standing, ...changed]));
  if (!isDeepStrictEqual(result, elementsOf(next.group)))
    throw new Doubt('config', 'the update does not make this configuration');
  const signers = administratorsOf(update, before);
  for (const path of changed.keys()) if (standing.has(path)) ensureAllowed(path, signers, before);
}

/** What an update changes: each element one version on, or new. */
function changedBy(update: Message, standing: Elements): Elements {
  const read = elementsOf(update.message(2));
  for (const [path, { version }] of read)
    if (standing.get(path)?.version !== version) throw new Doubt('config', 'the update rests on another configuration');
  const written = [...elementsOf(update.message(3))];
  const changed = new Map(written.filter(([path, { version }]) => read.get(path)?.version !== version));
  for (const [path, { version }] of changed) {
    const known = standing.get(path);
    if (version !== (known === undefined ? 0n : known.version + 1n))
      throw new Doubt('config', 'the update leaves out a version');
  }
  if (changed.size === 0) throw new Doubt('config', 'the update changes nothing');
  return changed;
}

/** Agencies whose administrator signed the update. */
function administratorsOf(update: Message, { members, orderers }: ChannelInForce): ReadonlySet<string> {
  const body = update.bytes(1);
  const signers = update.messages(2).flatMap((one) => {
    const header = one.bytes(1);
    const signer = creatorIn(header);
    const key = members.find(signer, 'admin') ?? orderers.find(signer, 'admin');
    return key !== null && isSigned(Buffer.concat([header, body]), key, one.bytes(2)) ? [signer.mspid] : [];
  });
  return new Set(signers);
}

/** The part of the channel that a path lies in, and the agency below it. */
const place = /^\w+ \/Channel(?:\/(Application|Orderer)(?:\/([^/]+)(?:\/|$))?)?/;

function ensureAllowed(path: string, signers: ReadonlySet<string>, channel: ChannelInForce): void {
  const [, part, below] = place.exec(path) ?? [];
  const groups = { Application: channel.agencies, Orderer: channel.orderingAgencies };
  const concerned = part === 'Application' || part === 'Orderer' ? [groups[part]] : Object.values(groups);
  const own =
    below !== undefined &&
    concerned[0]?.includes(below) === true &&
    !/^(value|policy) \/Channel\/\w+\/[^/]+$/.test(path);
  const enough = own
    ? signers.has(below)
    : concerned.every((agencies) => agencies.filter((one) => signers.has(one)).length >= majority(agencies));
  if (!enough) throw new Doubt('config', `too few administrators agreed to a change of ${path}`);
}

function elementsOf(group: Message, path = '/Channel', found = new Map<string, Element>()): Map<string, Element> {
  const [groups, values, policies] = [group.entries(2), group.entries(3), group.entries(4)];
  const members = [...named('group', groups), ...named('value', values), ...named('policy', policies)].sort();
  found.set(`group ${path}`, { version: group.unsigned(1), policy: group.text(5), content: members });
  for (const [name, one] of groups) elementsOf(one, `${path}/${name}`, found);
  for (const [name, one] of values) found.set(`value ${path}/${name}`, leaf(one, [hex(one.bytes(2))]));
  for (const [name, one] of policies) {
    const policy = one.message(2);
    found.set(`policy ${path}/${name}`, leaf(one, [String(policy.int32(1)), hex(policy.bytes(2))]));
  }
  return found;
}

const leaf = (one: Message, content: readonly string[]): Element => ({
  version: one.unsigned(1),
  policy: one.text(3),
  content,
});

function named(kind: string, members: ReadonlyMap<string, Message>): string[] {
  return [...members.keys()].map((name) => {
    // A name with a stroke would be two paths at once.
    if (!/^[\w.-]+$/.test(name)) throw new Doubt('config', 'a name that none can have');
    return `${kind} ${name}`;
  });
}

/** Those elements that a group holds, from the root on: the others are what an update leaves out. */
function reachable(all: Elements, path = '/Channel', found = new Map<string, Element>()): Elements {
  const group = all.get(`group ${path}`);
  if (group === undefined) throw new Doubt('config', 'the update names a group that is not there');
  found.set(`group ${path}`, group);
  for (const member of group.content) {
    const [kind = '', name = ''] = member.split(' ');
    if (kind === 'group') reachable(all, `${path}/${name}`, found);
    else {
      const element = all.get(`${kind} ${path}/${name}`);
      if (element === undefined) throw new Doubt('config', 'the update names a value that is not there');
      found.set(`${kind} ${path}/${name}`, element);
    }
  }
  return found;
}

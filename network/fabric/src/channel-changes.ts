import type { ChannelConfig, ConfigElement, ConfigGroup } from './channel-config.ts';
import { FabricError } from './error.ts';

/** An update as it travels between agencies: elements with a higher version than was read are written. */
export interface ConfigUpdate {
  readonly channel_id: string;
  readonly read_set: ConfigGroup;
  readonly write_set: ConfigGroup;
}

/** One difference between two configurations: `path` as `Orderer/ConsensusType/value.metadata.consenters.0.host`. */
export type ConfigChange = { readonly path: string } & (
  | { readonly kind: 'added'; readonly to: unknown }
  | { readonly kind: 'removed'; readonly from: unknown }
  | { readonly kind: 'changed'; readonly from: unknown; readonly to: unknown }
);

/**
 * The configuration that an update would lead to, by Fabric's own rules (common/configtx, `authorizeUpdate`): so that
 * whoever signs sees what will be in force, not what the update's author says of it.
 * @throws FabricError UPDATE_STALE when it was made for another configuration than this
 */
export function applied(config: ChannelConfig, { read_set, write_set }: ConfigUpdate): ChannelConfig {
  ensureRead(read_set, config.channel_group);
  return { ...config, channel_group: group('Channel', config.channel_group, read_set, write_set) };
}

function ensureRead(read: ConfigGroup, current: ConfigGroup | undefined): void {
  if (current === undefined || current.version !== read.version) throw stale('read set');
  for (const kind of ['values', 'policies'] as const)
    for (const [name, element] of Object.entries(read[kind] ?? {}))
      if (current[kind][name]?.version !== element.version) throw stale(name);
  for (const [name, sub] of Object.entries(read.groups ?? {})) ensureRead(sub, current.groups[name]);
}

const stale = (detail: string): FabricError => new FabricError('UPDATE_STALE', detail);

type Versioned = { readonly version: string };

/** Whether the update writes the element; its version must then be the next one. */
function writes(
  path: string,
  current: Versioned | undefined,
  read: Versioned | undefined,
  written: Versioned,
): boolean {
  if (read !== undefined && read.version === written.version) return false;
  const next = current === undefined ? 0n : BigInt(current.version) + 1n;
  if (BigInt(written.version) !== next) throw stale(path);
  return true;
}

function group(
  path: string,
  current: ConfigGroup | undefined,
  read: ConfigGroup | undefined,
  written: ConfigGroup,
): ConfigGroup {
  const whole = writes(path, current, read, written);
  const element = (kind: 'values' | 'policies') =>
    merged(whole, current?.[kind], written[kind], (name, now, next) =>
      writes(`${path}/${name}`, now, read?.[kind]?.[name], next) ? next : kept(`${path}/${name}`, now),
    );
  const groups = merged(whole, current?.groups, written.groups, (name, now, next) =>
    group(`${path}/${name}`, now, read?.groups?.[name], next),
  );
  const head = whole || current === undefined ? written : current;
  const { version, mod_policy } = head;
  return { version, mod_policy, groups, values: element('values'), policies: element('policies') };
}

/** A group that is written has the members that it names; one that is not keeps its own. */
function merged<T extends ConfigGroup | ConfigElement>(
  whole: boolean,
  current: Readonly<Record<string, T>> = {},
  written: Readonly<Record<string, T>> = {},
  merge: (name: string, now: T | undefined, next: T) => T,
): Record<string, T> {
  const named = Object.entries(written).map(([name, next]) => {
    if (!whole && !Object.hasOwn(current, name)) throw stale(name);
    return [name, merge(name, Object.hasOwn(current, name) ? current[name] : undefined, next)] as const;
  });
  return { ...(whole ? {} : current), ...Object.fromEntries(named) };
}

function kept<T>(path: string, current: T | undefined): T {
  if (current === undefined) throw stale(path);
  return current;
}

/** Every difference, in the order of its path. Versions are left out: they only count. */
export function changesBetween(before: ChannelConfig, after: ChannelConfig): ConfigChange[] {
  return groupChanges('', before.channel_group, after.channel_group);
}

function groupChanges(path: string, before: ConfigGroup, after: ConfigGroup): ConfigChange[] {
  const under = (name: string): string => (path === '' ? name : `${path}/${name}`);
  const own = valueChanges(`${path}/mod_policy`, before.mod_policy, after.mod_policy);
  const elements = (['values', 'policies'] as const).flatMap((kind) =>
    members(before[kind], after[kind], (name, from, to) => valueChanges(under(name), bare(from), bare(to)), under),
  );
  const groups = members(before.groups, after.groups, (name, from, to) => groupChanges(under(name), from, to), under);
  return [...own, ...elements, ...groups];
}

/** A policy's `value: null` and a value's missing policy say nothing. */
const bare = ({ version: _, ...element }: ConfigElement): unknown => element;

function members<T>(
  before: Readonly<Record<string, T>>,
  after: Readonly<Record<string, T>>,
  both: (name: string, from: T, to: T) => ConfigChange[],
  under: (name: string) => string,
): ConfigChange[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
  return names.flatMap((name): ConfigChange[] => {
    const [from, to] = [before[name], after[name]];
    if (from === undefined) return [{ path: under(name), kind: 'added', to }];
    if (to === undefined) return [{ path: under(name), kind: 'removed', from }];
    return both(name, from, to);
  });
}

function valueChanges(path: string, from: unknown, to: unknown): ConfigChange[] {
  if (isPlain(from) && isPlain(to)) {
    const names = [...new Set([...Object.keys(from), ...Object.keys(to)])];
    return names.flatMap((name) => valueChanges(`${path}.${name}`, from[name], to[name]));
  }
  if (from === undefined && to === undefined) return [];
  if (from === undefined) return [{ path, kind: 'added', to }];
  if (to === undefined) return [{ path, kind: 'removed', from }];
  return JSON.stringify(from) === JSON.stringify(to) ? [] : [{ path, kind: 'changed', from, to }];
}

const isPlain = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { applied, type ConfigUpdate, changesBetween } from './channel-changes.ts';
import { type ChannelConfig, type ConfigGroup, withConsenters, withGroup, withValue } from './channel-config.ts';
import { withoutMember, withRevocationLists } from './channel-members.ts';
import { summaryOf } from './channel-summary.ts';

const config: ChannelConfig = JSON.parse(
  await readFile(new URL('../fixture/config-raft.json', import.meta.url), 'utf8'),
);

const empty = { mod_policy: '', groups: {}, values: {}, policies: {} };
const group = (version: string, rest: Partial<ConfigGroup> = {}): ConfigGroup => ({ ...empty, version, ...rest });
const timeout = (version: string, value: unknown) => ({ version, mod_policy: 'Admins', value });

/** An update of the orderers' BatchTimeout, as configtxlator computes it. */
const update = (version: string, value: unknown, read = '0'): ConfigUpdate => ({
  channel_id: 'tocsin',
  read_set: group('0', { groups: { Orderer: group(read) } }),
  write_set: group('0', {
    groups: { Orderer: group(read, { values: { BatchTimeout: timeout(version, value) } }) },
  }),
});

test('an element with the next version is written, everything else stays', () => {
  const after = applied(config, update('1', { timeout: '3600s' }));
  expect(changesBetween(config, after)).toEqual([
    { path: 'Orderer/BatchTimeout.value.timeout', kind: 'changed', from: '50ms', to: '3600s' },
  ]);
  expect(summaryOf(changesBetween(config, after))).toEqual(['Orderer/BatchTimeout.value.timeout: 50ms -> 3600s']);
});

test('an update for another configuration, or one that jumps versions, is stale', () => {
  for (const one of [update('0', {}), update('2', {}), update('1', {}, '7')])
    expect(() => applied(config, one)).toThrow(expect.objectContaining({ code: 'UPDATE_STALE' }));
});

test('a group that is written loses the members it does not name, and the summary says so', () => {
  const { Application } = config.channel_group.groups;
  const { 'la-fiu': _, ...rest } = Application!.groups;
  const named = Object.fromEntries(Object.keys(rest).map((code) => [code, group('0')]));
  const names = (elements: object) =>
    Object.fromEntries(Object.keys(elements).map((name) => [name, { version: '0', mod_policy: '', value: null }]));
  const { values, policies } = Application!;
  const parts = { groups: named, values: names(values), policies: names(policies) };
  const after = applied(config, {
    channel_id: 'tocsin',
    read_set: group('0', { groups: { Application: group('0', parts) } }),
    write_set: group('0', { groups: { Application: group('1', { ...parts, mod_policy: 'Admins' }) } }),
  });
  const changes = changesBetween(config, after);
  expect(changes.map(({ path, kind }) => [path, kind])).toEqual([['Application/la-fiu', 'removed']]);
  expect(summaryOf(changes)[0]).toBe('- Application/la-fiu');
});

test('what an update carries without writing it changes nothing, whatever it says', () => {
  const carried = update('1', { timeout: '1s' });
  const orderer = carried.write_set.groups.Orderer!;
  const BatchSize = { version: '0', mod_policy: 'nobody', value: { max_message_count: 1 } };
  const read = group('0', { values: { BatchSize } });
  const both = {
    ...carried,
    read_set: group('0', { groups: { Orderer: read } }),
    write_set: group('0', { groups: { Orderer: { ...orderer, values: { ...orderer.values, BatchSize } } } }),
  };
  expect(changesBetween(config, applied(config, both)).map(({ path }) => path)).toEqual([
    'Orderer/BatchTimeout.value.timeout',
  ]);
});

test('a member slipped into a group that is not written is refused', () => {
  const slipped = group('0', { groups: { Application: group('0', { groups: { 'xx-nobody': group('0') } }) } });
  const one = { channel_id: 'tocsin', read_set: group('0'), write_set: slipped };
  expect(() => applied(config, one)).toThrow(expect.objectContaining({ code: 'UPDATE_STALE' }));
});

test('every kind of difference has its line: lists, policies, who may change', () => {
  const lists = withRevocationLists(config, 'th-police', ['bGlzdA==', 'bGlzdA==', 'bGlzdA==']);
  const open = withGroup(lists, 'Application', (application) => ({ ...application, mod_policy: 'Readers' }));
  const lines = summaryOf(changesBetween(config, open));
  expect(lines).toContain('Application/mod_policy: Admins -> Readers');
  expect(lines).toContain('+ Application/th-police/MSP.value.config.revocation_list.2: bGlzdA==');
  const fewer = summaryOf(changesBetween(config, withConsenters(config, [])));
  expect(fewer.filter((line) => line.startsWith('- Orderer/ConsensusType.value.metadata.consenters.'))).toHaveLength(3);
  expect(summaryOf(changesBetween(config, withoutMember(config, 'la-fiu'))).join('\n')).toContain('- Orderer/la-fiu');
});

test('what is added is told whole: capabilities are names with nothing behind them', () => {
  const lines = summaryOf([{ path: 'Channel', kind: 'added', to: config.channel_group }]);
  expect(lines).toContain('    values.Capabilities.value.capabilities.V2_0: set');
  expect(lines).toContain('    groups.Orderer.values.BatchTimeout.value.timeout: 50ms');
});

test('nothing of a hostile file reaches the terminal as it is', () => {
  const hostile = withGroup(config, 'Orderer', (orderer) =>
    withValue(orderer, 'BatchTimeout', { timeout: '\u001b[2J' }),
  );
  expect(summaryOf(changesBetween(config, hostile)).join('')).not.toContain('\u001b');
});

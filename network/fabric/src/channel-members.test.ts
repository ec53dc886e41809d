import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import {
  application,
  type ChannelConfig,
  type Consenter,
  consenterOf,
  consentersOf,
  type MemberConfig,
  membersOf,
  ordering,
  withGroup,
  withValue,
} from './channel-config.ts';
import { withMember, withoutMember, withRenewedConsenter, withRevocationLists } from './channel-members.ts';

/** Recorded from configtxgen; certificates are placeholders. */
const recorded = async (name: 'raft' | 'bft'): Promise<ChannelConfig> =>
  JSON.parse(await readFile(new URL(`../fixture/config-${name}.json`, import.meta.url), 'utf8'));

const fresh: Consenter = { host: 'orderer.example', port: 7050, client_tls_cert: 'bmV3', server_tls_cert: 'bmV3' };
const identified: Consenter = { ...fresh, id: 1, msp_id: 'my-labour', identity: 'bmV3IGlk' };

function newcomer(config: ChannelConfig, consenter: Consenter | null): MemberConfig {
  const { 'la-fiu': member } = application(config).groups;
  const { 'la-fiu': orderer } = ordering(config).groups;
  return { code: 'my-labour', application: member!, orderer: orderer!, consenter };
}

const quorum = (config: ChannelConfig) =>
  ordering(config).policies.BlockValidation?.policy as {
    value: { identities: { principal: { mspid: string } }[]; rule: { n_out_of: { n: number; rules: unknown[] } } };
  };

test('an agency stands in both groups, with its orderer, and everything else is as it was', async () => {
  const before = await recorded('raft');
  const frozen = structuredClone(before);
  const after = withMember(before, newcomer(before, fresh));
  expect(before).toEqual(frozen);
  expect(membersOf(after)).toEqual(['kh-immigration', 'la-fiu', 'my-labour', 'th-police']);
  expect(Object.keys(ordering(after).groups).sort()).toEqual(membersOf(after));
  expect(consentersOf(after)).toEqual([...consentersOf(before), fresh]);
  expect(ordering(after).values.BatchTimeout).toEqual(ordering(before).values.BatchTimeout);
  expect(ordering(after).policies).toEqual(ordering(before).policies);
});

test('an agency without an orderer stands in the application alone', async () => {
  const before = await recorded('raft');
  const after = withMember(before, newcomer(before, null));
  expect(membersOf(after)).toContain('my-labour');
  expect(ordering(after)).toEqual(ordering(before));
});

test('an agency that takes part does not join again, and a stranger cannot be removed', async () => {
  const config = await recorded('raft');
  const member = { ...newcomer(config, fresh), code: 'la-fiu' };
  expect(() => withMember(config, member)).toThrow(expect.objectContaining({ code: 'ALREADY_MEMBER' }));
  for (const code of ['vn-labour', '__proto__', 'constructor'])
    expect(() => withoutMember(config, code)).toThrow(expect.objectContaining({ code: 'NOT_MEMBER' }));
});

test('under BFT a fifth orderer gets a number of its own and the quorum becomes four of five', async () => {
  const before = await recorded('bft');
  const after = withMember(before, newcomer(before, identified));
  expect(consentersOf(after).at(-1)).toEqual({ ...identified, id: 5 });
  expect(quorum(after).value.rule.n_out_of).toEqual({ n: 4, rules: [0, 1, 2, 3, 4].map((i) => ({ signed_by: i })) });
  expect(quorum(after).value.identities.at(-1)?.principal).toEqual({ id_bytes: 'bmV3IGlk', mspid: 'my-labour' });
});

test('setting the same orderers under BFT writes the very policy that configtxgen wrote', async () => {
  const before = await recorded('bft');
  const [own] = consentersOf(before);
  expect(withRenewedConsenter(before, 'th-police', own!)).toEqual(before);
});

test.each(['raft', 'bft'] as const)('%s: who leaves leaves both groups, the orderers and the quorum', async (kind) => {
  const founders = await recorded(kind);
  const before = kind === 'raft' ? founders : withMember(founders, newcomer(founders, identified));
  const own = consenterOf(before, 'kh-immigration');
  const after = withoutMember(before, 'kh-immigration');
  expect(own).not.toBeNull();
  expect(membersOf(after)).not.toContain('kh-immigration');
  expect(ordering(after).groups).not.toHaveProperty('kh-immigration');
  expect(consentersOf(after)).toEqual(consentersOf(before).filter((one) => one !== own));
  expect(JSON.stringify(after)).not.toContain('kh-immigration');
});

test('under BFT four orderers are the least there can be, and who brings none may go', async () => {
  const four = await recorded('bft');
  expect(() => withoutMember(four, 'la-fiu')).toThrow(expect.objectContaining({ code: 'TOO_FEW_ORDERERS' }));
  const five = withMember(four, newcomer(four, identified));
  expect(consentersOf(withoutMember(five, 'la-fiu'))).toHaveLength(4);
  const guest = withMember(four, newcomer(four, null));
  expect(consentersOf(withoutMember(guest, 'my-labour'))).toEqual(consentersOf(four));
});

test('two agencies are the least there can be', async () => {
  const two = withoutMember(await recorded('raft'), 'la-fiu');
  expect(() => withoutMember(two, 'th-police')).toThrow(expect.objectContaining({ code: 'LAST_MEMBERS' }));
});

test('revocation lists change in both groups alike, so that who the agency is stays one definition', async () => {
  const before = await recorded('raft');
  const after = withRevocationLists(before, 'th-police', ['bGlzdA==']);
  const msp = (config: ChannelConfig) =>
    [application(config), ordering(config)].map(({ groups }) => groups['th-police']?.values.MSP);
  const [inApplication, inOrderer] = msp(after);
  expect(inApplication).toEqual(inOrderer);
  expect(inApplication?.value).toMatchObject({ config: { revocation_list: ['bGlzdA=='], name: 'th-police' } });
  expect(application(after).groups['la-fiu']).toEqual(application(before).groups['la-fiu']);
});

test('a renewed orderer keeps address, place and number; Raft knows no identity', async () => {
  const [raft, bft] = [await recorded('raft'), await recorded('bft')];
  const inRaft = consentersOf(withRenewedConsenter(raft, 'kh-immigration', identified));
  const { host, port } = consentersOf(raft)[1]!;
  expect(inRaft[1]).toEqual({ ...fresh, host, port });
  const inBft = withRenewedConsenter(bft, 'kh-immigration', identified);
  const { client_tls_cert, server_tls_cert, identity } = identified;
  expect(consentersOf(inBft)[1]).toEqual({ ...consentersOf(bft)[1], client_tls_cert, server_tls_cert, identity });
  expect(quorum(inBft).value.identities[1]?.principal).toEqual({ id_bytes: identity, mspid: 'kh-immigration' });
});

test("an agency that gives out another's orderer as its own cannot have that one removed in its place", async () => {
  const before = await recorded('raft');
  const { groups } = ordering(before);
  const { Endpoints } = groups['la-fiu']!.values;
  const doctored = withGroup(before, 'Orderer', (group) => ({
    ...group,
    groups: {
      ...group.groups,
      'kh-immigration': withValue(groups['kh-immigration']!, 'Endpoints', Endpoints!.value),
    },
  }));
  expect(() => withoutMember(doctored, 'kh-immigration')).toThrow(expect.objectContaining({ code: 'ORDERER_UNCLEAR' }));
  expect(() => withoutMember(doctored, 'la-fiu')).toThrow(expect.objectContaining({ code: 'ORDERER_UNCLEAR' }));
});

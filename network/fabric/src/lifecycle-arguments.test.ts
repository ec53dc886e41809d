import { msp, peer } from '@hyperledger/fabric-protos';
import { expect, test } from 'vitest';
import type { ChaincodeDefinition } from './chaincode-definition.ts';
import { approvalArguments, approvalsIn, commitArguments, readinessArguments } from './lifecycle-arguments.ts';

const { ApproveChaincodeDefinitionForMyOrgArgs, CheckCommitReadinessResult, CommitChaincodeDefinitionArgs } =
  peer.lifecycle;

const definition = (count: number): ChaincodeDefinition => {
  const agencies = Array.from({ length: count }, (_, i) => `th-agency${i}`);
  return { channel: 'tocsin', version: '0123456789abcdef', sequence: 7, agencies };
};

function sealedOf(count: number): peer.StaticCollectionConfig {
  const committed = CommitChaincodeDefinitionArgs.deserializeBinary(commitArguments(definition(count)));
  const [sealed, ...others] = committed.getCollections()?.getConfigList() ?? [];
  expect(others).toEqual([]);
  return sealed?.getStaticCollectionConfig() as peer.StaticCollectionConfig;
}

test('sealed files are for every member and nobody else, for ever', () => {
  const sealed = sealedOf(3);
  expect(sealed.toObject()).toMatchObject({
    name: 'sealed',
    memberOnlyRead: true,
    memberOnlyWrite: true,
    blockToLive: 0,
  });
  const policy = sealed.getMemberOrgsPolicy()?.getSignaturePolicy();
  const any = policy?.getRule()?.getNOutOf();
  expect([any?.getN(), any?.getRulesList().map((rule) => rule.getSignedBy())]).toEqual([1, [0, 1, 2]]);
  const roles = policy?.getIdentitiesList().map((one) => msp.MSPRole.deserializeBinary(one.getPrincipal_asU8()));
  expect(roles?.map((role) => [role.getMspIdentifier(), role.getRole()])).toEqual(
    ['th-agency0', 'th-agency1', 'th-agency2'].map((agency) => [agency, msp.MSPRole.MSPRoleType.MEMBER]),
  );
});

test.each([
  [2, 1],
  [3, 1],
  [4, 2],
  [9, 7],
])('of %i agencies an endorser passes a file to %i others, and waits until one has it', (agencies, most) => {
  const sealed = sealedOf(agencies);
  expect([sealed.getRequiredPeerCount(), sealed.getMaximumPeerCount()]).toEqual([1, most]);
});

test('who approves, who commits and who asks how it stands mean the same definition; who approves names a package', () => {
  const approved = ApproveChaincodeDefinitionForMyOrgArgs.deserializeBinary(
    approvalArguments(definition(3), 'label:1'),
  );
  expect(approved.getSource()?.getLocalPackage()?.getPackageId()).toBe('label:1');
  const { source, ...terms } = approved.toObject();
  expect(terms).toMatchObject({ name: 'tocsin', version: '0123456789abcdef', sequence: 7, initRequired: false });
  const committed = CommitChaincodeDefinitionArgs.deserializeBinary(commitArguments(definition(3)));
  expect(committed.toObject()).toEqual(terms);
  expect(Buffer.from(readinessArguments(definition(3))).equals(commitArguments(definition(3)))).toBe(true);
});

test('an agency that has not approved is not counted', () => {
  const answer = new CheckCommitReadinessResult();
  answer.getApprovalsMap().set('th-police', true).set('la-fiu', false);
  expect(approvalsIn(answer.serializeBinary())).toEqual(['th-police']);
});

import { common, msp, peer } from '@hyperledger/fabric-protos';
import { CHAINCODE, type ChaincodeDefinition, sealedCollection } from './chaincode-definition.ts';

/** Argument of `_lifecycle`'s ApproveChaincodeDefinitionForMyOrg: protobuf of Fabric's lifecycle.proto. */
export function approvalArguments(definition: ChaincodeDefinition, packageId: string): Uint8Array {
  const local = new peer.lifecycle.ChaincodeSource.Local();
  local.setPackageId(packageId);
  const source = new peer.lifecycle.ChaincodeSource();
  source.setLocalPackage(local);
  const terms = stated(new peer.lifecycle.ApproveChaincodeDefinitionForMyOrgArgs(), definition);
  terms.setSource(source);
  return terms.serializeBinary();
}

/** Argument of `_lifecycle`'s CommitChaincodeDefinition. */
export const commitArguments = (definition: ChaincodeDefinition): Uint8Array =>
  stated(new peer.lifecycle.CommitChaincodeDefinitionArgs(), definition).serializeBinary();

/** Argument of `_lifecycle`'s CheckCommitReadiness. */
export const readinessArguments = (definition: ChaincodeDefinition): Uint8Array =>
  stated(new peer.lifecycle.CheckCommitReadinessArgs(), definition).serializeBinary();

/** Agencies that have approved, by CheckCommitReadiness' answer. */
export const approvalsIn = (answer: Uint8Array): string[] => {
  const approvals = peer.lifecycle.CheckCommitReadinessResult.deserializeBinary(answer).getApprovalsMap();
  return [...approvals.entries()].flatMap(([agency, approved]) => (approved ? [agency] : []));
};

type Terms =
  | peer.lifecycle.ApproveChaincodeDefinitionForMyOrgArgs
  | peer.lifecycle.CommitChaincodeDefinitionArgs
  | peer.lifecycle.CheckCommitReadinessArgs;

function stated<T extends Terms>(terms: T, definition: ChaincodeDefinition): T {
  terms.setSequence(definition.sequence);
  terms.setName(CHAINCODE);
  terms.setVersion(definition.version);
  terms.setCollections(collections(definition));
  return terms;
}

function collections({ agencies }: ChaincodeDefinition): peer.CollectionConfigPackage {
  const { name, requiredPeerCount, maxPeerCount, memberOnlyRead, memberOnlyWrite } = sealedCollection(agencies.length);
  const sealed = new peer.StaticCollectionConfig();
  sealed.setName(name);
  sealed.setMemberOrgsPolicy(anyMember(agencies));
  sealed.setRequiredPeerCount(requiredPeerCount);
  sealed.setMaximumPeerCount(maxPeerCount);
  sealed.setMemberOnlyRead(memberOnlyRead);
  sealed.setMemberOnlyWrite(memberOnlyWrite);
  const config = new peer.CollectionConfig();
  config.setStaticCollectionConfig(sealed);
  const all = new peer.CollectionConfigPackage();
  all.setConfigList([config]);
  return all;
}

/** "Any member of one of these agencies", as policydsl's OR('a.member', 'b.member') writes it. */
function anyMember(agencies: readonly string[]): peer.CollectionPolicyConfig {
  const anyOne = new common.SignaturePolicy.NOutOf();
  anyOne.setN(1);
  anyOne.setRulesList(agencies.map((_, number) => signedBy(number)));
  const rule = new common.SignaturePolicy();
  rule.setNOutOf(anyOne);
  const envelope = new common.SignaturePolicyEnvelope();
  envelope.setRule(rule);
  envelope.setIdentitiesList(agencies.map(memberOf));
  const policy = new peer.CollectionPolicyConfig();
  policy.setSignaturePolicy(envelope);
  return policy;
}

function signedBy(number: number): common.SignaturePolicy {
  const rule = new common.SignaturePolicy();
  rule.setSignedBy(number);
  return rule;
}

function memberOf(agency: string): msp.MSPPrincipal {
  const role = new msp.MSPRole();
  role.setMspIdentifier(agency);
  role.setRole(msp.MSPRole.MSPRoleType.MEMBER);
  const principal = new msp.MSPPrincipal();
  principal.setPrincipalClassification(msp.MSPPrincipal.Classification.ROLE);
  principal.setPrincipal(role.serializeBinary());
  return principal;
}

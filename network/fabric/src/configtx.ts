import { agencyFolder } from './layout.ts';
import { portOf, type Site, siteOf } from './site.ts';
import type { Topology } from './topology.ts';

/** Milliseconds an orderer waits for more transactions before it cuts a block. */
export const BATCH_TIMEOUT_MS = 50;

/** Name of the profile in configtx.yaml. */
export const PROFILE = 'Exchange';

/**
 * The channel's first configuration, as configtxgen reads it. Roles are narrow: orderers alone sign blocks, peers
 * alone endorse, clients (gateways) and administrators alone write; a member's other certificates can do none of it.
 */
export function configtx(root: string, topology: Topology, sites: readonly Site[]): string {
  const agencies = topology.agencies.map(({ code }) => code);
  return `Organizations:
${agencies.map((code) => ordererOrganisation(root, code, siteOf(sites, code))).join('')}${agencies.map((code) => organisation(root, code, siteOf(sites, code))).join('')}
Profiles:
  ${PROFILE}:
    Capabilities:
      ${topology.consensus === 'bft' ? 'V3_0' : 'V2_0'}: true
    Policies: &roles
      Readers: {Type: ImplicitMeta, Rule: ANY Readers}
      Writers: {Type: ImplicitMeta, Rule: ANY Writers}
      Admins: {Type: ImplicitMeta, Rule: MAJORITY Admins}
    Orderer:
${ordering(root, topology, sites)}
      BatchTimeout: ${BATCH_TIMEOUT_MS}ms
      BatchSize: {MaxMessageCount: 500, AbsoluteMaxBytes: 20 MB, PreferredMaxBytes: 2 MB}
      Capabilities: {V2_0: true}
      Policies:
        <<: *roles
        BlockValidation: {Type: ImplicitMeta, Rule: ANY Writers}
      Organizations:
${agencies.map((code) => `        - *${anchor('orderer', code)}\n`).join('')}    Application:
      Capabilities: {V2_5: true}
      ACLs:
${Object.entries(acls)
  .map(([resource, policy]) => `        ${resource}: ${policy}\n`)
  .join('')}      Policies:
        <<: *roles
        Gateways: {Type: ImplicitMeta, Rule: ANY Gateways}
        Endorsement: {Type: ImplicitMeta, Rule: MAJORITY Endorsement}
        LifecycleEndorsement: {Type: ImplicitMeta, Rule: MAJORITY Endorsement}
      Organizations:
${agencies.map((code) => `        - *${anchor('agency', code)}\n`).join('')}`;
}

/** Blocks and their events are for gateways; what the channel runs on, for administrators too. */
const acls = {
  'qscc/GetChainInfo': '/Channel/Application/Gateways',
  'qscc/GetBlockByNumber': '/Channel/Application/Gateways',
  'qscc/GetBlockByHash': '/Channel/Application/Gateways',
  'qscc/GetTransactionByID': '/Channel/Application/Gateways',
  'qscc/GetBlockByTxID': '/Channel/Application/Gateways',
  'event/Block': '/Channel/Application/Gateways',
  'event/FilteredBlock': '/Channel/Application/Writers',
  'peer/Propose': '/Channel/Application/Writers',
  'peer/ChaincodeToChaincode': '/Channel/Application/Admins',
};

const anchor = (kind: 'orderer' | 'agency', code: string): string => `${kind}-${code}`;

/** The same agency where it orders: its orderers write blocks, its peers and orderers fetch them. */
const ordererOrganisation = (root: string, code: string, site: Site): string => `  - &${anchor('orderer', code)}
    Name: ${code}
    ID: ${code}
    MSPDir: ${agencyFolder(root, code).msp}
    OrdererEndpoints: ["${site.host}:${portOf(site, 'orderer')}"]
    Policies:
      Readers: {Type: Signature, Rule: "OR('${code}.orderer', '${code}.peer', '${code}.admin')"}
      Writers: {Type: Signature, Rule: "OR('${code}.orderer')"}
      Admins: {Type: Signature, Rule: "OR('${code}.admin')"}
`;

/** An agency as a member of the application. Used for those who join later too. */
export const organisation = (root: string, code: string, site: Site): string => `  - &${anchor('agency', code)}
    Name: ${code}
    ID: ${code}
    MSPDir: ${agencyFolder(root, code).msp}
    AnchorPeers:
      - {Host: ${site.host}, Port: ${portOf(site, 'peer')}}
    Policies:
      Readers: {Type: Signature, Rule: "OR('${code}.client', '${code}.peer', '${code}.admin')"}
      Writers: {Type: Signature, Rule: "OR('${code}.client', '${code}.admin')"}
      Gateways: {Type: Signature, Rule: "OR('${code}.client')"}
      Admins: {Type: Signature, Rule: "OR('${code}.admin')"}
      Endorsement: {Type: Signature, Rule: "OR('${code}.peer')"}
`;

function ordering(root: string, { consensus, agencies }: Topology, sites: readonly Site[]): string {
  const ordered = agencies.map(({ code }) => siteOf(sites, code));
  return consensus === 'bft' ? bft(root, ordered) : raft(root, ordered);
}

/**
 * Time-outs short enough for a dead leader to be replaced in under 8 s, long enough for a busy machine. A dead leader is
 * noticed by requests that nobody orders (forward, then complain: 3 s). The heartbeat is long on purpose: at 5 s an
 * orderer that had just come back complained of a leader that had not reached it yet, alone, and then waited for the
 * next change of leader, blocks behind. One joins a change of view once f + 1 complain, for one of them is honest: waiting
 * for a quorum of complaints left two that had stopped and two that had not.
 */
const bft = (root: string, sites: readonly Site[]): string => `      OrdererType: BFT
      SmartBFT:
        RequestBatchMaxCount: 500
        RequestBatchMaxBytes: 10485760
        RequestBatchMaxInterval: ${BATCH_TIMEOUT_MS}ms
        IncomingMessageBufferSize: 1000
        RequestPoolSize: 2000
        RequestForwardTimeout: 1s
        RequestComplainTimeout: 2s
        RequestAutoRemoveTimeout: 3m
        ViewChangeResendInterval: 1s
        ViewChangeTimeout: 3s
        LeaderHeartbeatTimeout: 20s
        LeaderHeartbeatCount: 20
        CollectTimeout: 1s
        SyncOnStart: false
        SpeedUpViewChange: true
      ConsenterMapping:
${sites
  .map(
    (site, i) => `        - ID: ${i + 1}
          Host: ${site.host}
          Port: ${portOf(site, 'orderer')}
          MSPID: ${site.agency}
          Identity: ${agencyFolder(root, site.agency).orderer}/msp/signcerts/certificate.pem
          ClientTLSCert: ${agencyFolder(root, site.agency).orderer}/tls/leaf.pem
          ServerTLSCert: ${agencyFolder(root, site.agency).orderer}/tls/leaf.pem`,
  )
  .join('\n')}`;

const raft = (root: string, sites: readonly Site[]): string => `      OrdererType: etcdraft
      EtcdRaft:
        Options: {TickInterval: 100ms, ElectionTick: 10, HeartbeatTick: 1, MaxInflightBlocks: 5, SnapshotIntervalSize: 16 MB}
        Consenters:
${sites
  .map(
    (site) => `          - Host: ${site.host}
            Port: ${portOf(site, 'orderer')}
            ClientTLSCert: ${agencyFolder(root, site.agency).orderer}/tls/leaf.pem
            ServerTLSCert: ${agencyFolder(root, site.agency).orderer}/tls/leaf.pem`,
  )
  .join('\n')}`;

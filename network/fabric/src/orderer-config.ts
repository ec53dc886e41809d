import { localAddressOf, portOf, type Site } from './site.ts';

/**
 * How an orderer fetches blocks that it missed. BFT's default, `consensus`, asks without the hash of its TLS certificate
 * (Fabric 3.1.1, smartbft.createBFTDeliverer), and orderers that demand client certificates refuse it: one that was away
 * never catches up, and the next one that stops takes the channel with it. `simple` names the hash, and checks each
 * block's signatures too.
 */
const REPLICATION_POLICY = 'simple';

/** An orderer's orderer.yaml; paths are from its own folder on. No system channel: channels are joined by its administrator. */
export const ordererConfig = (site: Site): string => `General:
  ListenAddress: ${site.bind}
  ListenPort: ${portOf(site, 'orderer')}
  TLS:
    Enabled: true
    PrivateKey: tls/key.pem
    Certificate: tls/chain.pem
    RootCAs: [tls/authority.pem]
    ClientAuthRequired: true
    ClientRootCAs: [tls/authority.pem]
  Keepalive: {ServerMinInterval: 5s, ServerInterval: 20s, ServerTimeout: 5s}
  Backoff: {BaseDelay: 200ms, Multiplier: 1.6, MaxDelay: 2s}
  MaxRecvMsgSize: 104857600
  MaxSendMsgSize: 104857600
  Cluster:
    SendBufferSize: 100
    DialTimeout: 2s
    RPCTimeout: 4s
    ReplicationBufferSize: 20971520
    ReplicationPullTimeout: 2s
    ReplicationRetryTimeout: 500ms
    ReplicationPolicy: ${REPLICATION_POLICY}
  BootstrapMethod: none
  LocalMSPDir: msp
  LocalMSPID: ${site.agency}
  Authentication: {TimeWindow: 1m}
  BCCSP:
    Default: SW
    SW: {Hash: SHA2, Security: 256}
FileLedger: {Location: data}
Operations:
  ListenAddress: ${localAddressOf(site, 'ordererOperations')}
  TLS: {Enabled: true, Certificate: tls/chain.pem, PrivateKey: tls/key.pem, ClientAuthRequired: true, ClientRootCAs: [tls/authority.pem]}
Metrics: {Provider: prometheus}
Admin:
  ListenAddress: ${localAddressOf(site, 'ordererAdmin')}
  TLS: {Enabled: true, Certificate: tls/chain.pem, PrivateKey: tls/key.pem, ClientAuthRequired: true, ClientRootCAs: [tls/authority.pem], RootCAs: [tls/authority.pem]}
ChannelParticipation: {Enabled: true, MaxRequestBodySize: 1 MB}
Consensus:
  WALDir: data/etcdraft/wal
  SnapDir: data/etcdraft/snapshot
`;

import { addressOf, localAddressOf, portOf, type Site } from './site.ts';

/**
 * A peer's core.yaml: the keys we mean; everything else is Fabric's default. Paths are from its own folder on.
 * Why each fault and safety setting is what it is: docs/spec/fabric-network.md.
 */
export const coreConfig = (site: Site): string => `peer:
  id: peer.${site.agency}
  networkId: tocsin
  listenAddress: ${site.bind}:${portOf(site, 'peer')}
  address: ${addressOf(site, 'peer')}
  chaincodeListenAddress: ${localAddressOf(site, 'peerChaincodeListener')}
  chaincodeAddress: ${localAddressOf(site, 'peerChaincodeListener')}
  localMspId: ${site.agency}
  mspConfigPath: msp
  fileSystemPath: data
  gateway: {enabled: true, endorsementTimeout: 5s, broadcastTimeout: 4s, dialTimeout: 5s}
  keepalive:
    minInterval: 5s
    interval: 20s
    timeout: 5s
    client: {interval: 10s, timeout: 4s}
    deliveryClient: {interval: 10s, timeout: 4s}
  gossip:
    bootstrap: ["${addressOf(site, 'peer')}"]
    endpoint: ${addressOf(site, 'peer')}
    externalEndpoint: ${addressOf(site, 'peer')}
    useLeaderElection: false
    orgLeader: true
    aliveTimeInterval: 1s
    aliveExpirationTimeout: 5s
    reconnectInterval: 2s
    publishStateInfoInterval: 1s
    requestStateInfoInterval: 1s
    pvtData:
      pullRetryThreshold: 2s
      pushAckTimeout: 2s
      transientstoreMaxBlockRetention: 100
      reconcileBatchSize: 50
      reconcileSleepInterval: 5s
      reconciliationEnabled: true
      skipPullingInvalidTransactionsDuringCommit: true
      implicitCollectionDisseminationPolicy: {requiredPeerCount: 0, maxPeerCount: 1}
    state: {enabled: true, checkInterval: 2s}
  tls:
    enabled: true
    clientAuthRequired: true
    cert: {file: tls/chain.pem}
    key: {file: tls/key.pem}
    rootcert: {file: tls/authority.pem}
    clientRootCAs: {files: [tls/authority.pem]}
  authentication: {timewindow: 1m}
  deliveryclient:
    connTimeout: 2s
    reConnectBackoffThreshold: 1s
    reconnectTotalTimeThreshold: 3600s
  discovery: {enabled: true, authCacheEnabled: true, orgMembersAllowedAccess: false}
  limits:
    concurrency: {endorserService: 4000, deliverService: 2500, gatewayService: 4000}
  maxRecvMsgSize: 104857600
  maxSendMsgSize: 104857600
  BCCSP:
    Default: SW
    SW: {Hash: SHA2, Security: 256}
  handlers:
    authFilters: [{name: DefaultAuth}, {name: ExpirationCheck}, {name: TimeWindowCheck}]
    decorators: [{name: DefaultDecorator}]
    endorsers: {escc: {name: DefaultEndorsement}}
    validators: {vscc: {name: DefaultValidation}}
vm: {endpoint: ""}
chaincode:
  mode: net
  executetimeout: 10s
  startuptimeout: 30s
  installTimeout: 60s
  externalBuilders:
    - {name: tocsin-ccaas, path: builder}
  system: {_lifecycle: enable, cscc: enable, lscc: enable, qscc: enable}
  logging: {level: info, shim: warning}
  runtimeParams: {useWriteBatch: true, maxSizeWriteBatch: 1000, useGetMultipleKeys: true, maxSizeGetMultipleKeys: 1000}
ledger:
  state: {stateDatabase: goleveldb, totalQueryLimit: 100000}
  history: {enableHistoryDatabase: false}
  pvtdataStore: {purgeInterval: 1, purgedKeyAuditLogging: true, deprioritizedDataReconcilerInterval: 1m}
  snapshots: {rootDir: ""}
operations:
  listenAddress: ${localAddressOf(site, 'peerOperations')}
  tls: {enabled: true, clientAuthRequired: true, cert: {file: tls/chain.pem}, key: {file: tls/key.pem}, clientRootCAs: {files: [tls/authority.pem]}}
metrics: {provider: prometheus}
`;

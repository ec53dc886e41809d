import { addressOf, localAddressOf, type Site } from './site.ts';
import type { AgencyPlan, Consensus } from './topology.ts';

/** A container sees no process of another one. */
const watching = (consensus: Consensus): string =>
  consensus === 'bft'
    ? ' Nothing watches the orderer there (`tocsin-watch` must see its process): under BFT prefer systemd for it.'
    : '';

/** What whoever opens the kit must know, in the order in which it is done. */
export const kitReadme = (
  root: string,
  { code, name }: AgencyPlan,
  site: Site,
  consensus: Consensus,
): string => `# Kit of ${code} (${name})

This folder is the whole of one agency's part of the network. Its private keys were made here and stay here:
\`agencies/${code}/*/msp/keystore\` and \`agencies/${code}/*/tls/key.pem\`. Only \`card.json\` is for the others.

| What | Where |
|---|---|
| Peer, for the other agencies and the own gateway | ${addressOf(site, 'peer')} |
| Orderer, for the other agencies | ${addressOf(site, 'orderer')} |
| Orderer's administration, this host alone | ${localAddressOf(site, 'ordererAdmin')} |
| Chaincode, this host alone | ${localAddressOf(site, 'chaincode')}, the next one ${localAddressOf(site, 'standby')} |

## With systemd

\`\`\`sh
for one in orderer peer chaincode; do useradd --system --shell /usr/sbin/nologin tocsin-$one; done
chmod 711 ${root} ${root}/agencies ${root}/agencies/${code}
for one in orderer peer chaincode; do chown -R tocsin-$one ${root}/agencies/${code}/$one; done
tocsin network addresses --folder ${root} --gateway HOST_OF_THE_GATEWAY   # when all cards are in
cp -r ${root}/systemd/* /etc/systemd/system/ && systemctl daemon-reload
systemctl enable --now tocsin-orderer tocsin-peer tocsin-chaincode${consensus === 'bft' ? ' tocsin-watch' : ''}
\`\`\`

The units speak to this host and to those that \`tocsin network addresses\` has written down, and drop what comes from
anybody else: again after every card that is taken in, and when a host's address changes.

\`tocsin-standby\` runs only while an upgrade of the chaincode is agreed on, and after it in the former one's place:
\`tocsin network upgrade\` says which of the two is to run.

## With containers

Build the image as the head of \`Containerfile\` says. Mount this folder at the same path, and give the containers of
this host one network (\`--network host\`, or one pod): peer and chaincode speak to each other on 127.0.0.1.

\`\`\`sh
chown -R 65532 ${root}/agencies/${code}/orderer ${root}/agencies/${code}/peer ${root}/agencies/${code}/chaincode
podman run --detach --name tocsin-peer --network host --read-only --tmpfs /tmp --cap-drop all \\
  --security-opt no-new-privileges --restart always --env-file ${root}/env/peer.env \\
  --volume ${root}/agencies/${code}/peer:${root}/agencies/${code}/peer --workdir ${root}/agencies/${code}/peer \\
  tocsin-node peer node start
\`\`\`

The orderer and the chaincode likewise: \`orderer\` in \`agencies/${code}/orderer\`, and
\`node /opt/tocsin/chaincode/service/main.ts\` in \`agencies/${code}/chaincode\`.${watching(consensus)}

## Then

\`\`\`sh
tocsin network meet --folder ${root} OTHER.card.json ...
tocsin network enter --folder ${root} --genesis genesis.block   # a new network
tocsin network enter --folder ${root}                           # one that has accepted this agency
tocsin network upgrade --folder ${root}
\`\`\`

Open the ports of peer and orderer to the other agencies' hosts, and no other. Back up this folder without
\`agencies/${code}/*/data\` where only the keeper of your authority can read it; the ledger comes back from the others.
`;

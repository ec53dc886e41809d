import { FABRIC_VERSION } from './commands.ts';

/** For hosts that run containers: one image for all three nodes; keys and data stay outside it, in the kit. */
export const containerfile =
  (): string => `# Fabric's commands and Tocsin's chaincode in one image. It holds no key and no certificate: the kit is mounted.
#   podman build --tag tocsin-node --build-context tocsin=PATH_OF_TOCSIN .
# Pin both base images by digest before you rely on them.
FROM docker.io/library/golang:1.26-bookworm AS fabric
WORKDIR /src
COPY --from=tocsin network/fabric/go.mod network/fabric/go.sum ./
RUN CGO_ENABLED=0 go build -trimpath -o /out/ \\
    -ldflags "-s -w -X github.com/hyperledger/fabric/common/metadata.Version=v${FABRIC_VERSION}" tool

FROM docker.io/library/node:24-bookworm-slim AS chaincode
WORKDIR /opt/tocsin
# What judges and nothing else: a checkout may hold keys and ledgers of networks that were tried out in it.
COPY --from=tocsin package.json package-lock.json .npmrc ./
COPY --from=tocsin record record
COPY --from=tocsin envelope envelope
COPY --from=tocsin chaincode chaincode
RUN npm ci --omit=dev --ignore-scripts --workspace @tocsin/chaincode

FROM docker.io/library/node:24-bookworm-slim
COPY --from=fabric /out/peer /out/orderer /out/osnadmin /usr/local/bin/
COPY --from=chaincode /opt/tocsin /opt/tocsin
USER 65532:65532
STOPSIGNAL SIGTERM
`;

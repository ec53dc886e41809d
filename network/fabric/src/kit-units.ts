import type { FabricCommands } from './commands.ts';
import { FabricError } from './error.ts';
import { agencyFolder } from './layout.ts';
import type { Site } from './site.ts';
import { watchProgram } from './specs.ts';
import type { Consensus } from './topology.ts';

export type UnitName = 'orderer' | 'peer' | 'chaincode' | 'standby' | 'watch';

interface Unit {
  readonly what: string;
  /** Folder it runs in. */
  readonly folder: string;
  /** The only folder it may write; none for a chaincode's service. */
  readonly data: string | null;
  readonly exec: string;
  /** Compiled code may forbid itself to make code; Node may not. */
  readonly makesCode: boolean;
  readonly memory: string;
}

/** Users by unit, where they are not the unit's own: a service of the chaincode is one, and who ends an orderer is it. */
const users: Partial<Record<UnitName, UnitName>> = { standby: 'chaincode', watch: 'orderer' };

/**
 * systemd units of one agency's host by file name: each node as a user of its own, with nothing it does not need; until
 * `writeAddresses` says more, it speaks to its own host alone. Under BFT the orderer is watched.
 */
export function systemdUnits(
  root: string,
  site: Site,
  commands: FabricCommands,
  consensus: Consensus,
): Record<string, string> {
  const folder = agencyFolder(root, site.agency);
  const compiled = { makesCode: false, memory: '4G' };
  const service = { folder: folder.chaincode, data: null, makesCode: true, memory: '1G' };
  const judge = `${process.execPath} \${TOCSIN_ENTRY}`;
  const units: Record<UnitName, Unit> = {
    orderer: {
      ...compiled,
      what: 'orderer',
      folder: folder.orderer,
      data: `${folder.orderer}/data`,
      exec: commands.orderer,
    },
    peer: {
      ...compiled,
      what: 'peer',
      folder: folder.peer,
      data: `${folder.peer}/data`,
      exec: `${commands.peer} node start`,
    },
    chaincode: { ...service, what: 'chaincode', exec: judge },
    standby: { ...service, what: 'chaincode that is agreed on next', exec: judge },
    watch: {
      ...service,
      what: 'watch over the orderer',
      folder: folder.path,
      exec: `${process.execPath} ${watchProgram}`,
      memory: '256M',
    },
  };
  for (const path of [root, commands.orderer, commands.peer, process.execPath, watchProgram]) ensurePlain(path);
  const named = Object.entries(units).filter(([name]) => name !== 'watch' || consensus === 'bft');
  return Object.fromEntries(
    named.map(([name, unit]) => [`tocsin-${name}.service`, text(root, site, name as UnitName, unit)]),
  );
}

/** systemd reads blanks, quotes, percent and dollar signs in its own way; a path without them means itself. */
function ensurePlain(path: string): void {
  if (!/^\/[\w./@+-]+$/.test(path)) throw new FabricError('KIT_PATH', path);
}

const text = (root: string, { agency }: Site, name: UnitName, unit: Unit): string => `[Unit]
Description=Tocsin ${unit.what} of ${agency}
Wants=network-online.target
After=network-online.target
StartLimitIntervalSec=0

[Service]
Type=exec
User=tocsin-${users[name] ?? name}
WorkingDirectory=${unit.folder}
EnvironmentFile=${root}/env/${name}.env
ExecStart=${unit.exec}
Restart=always
RestartSec=1s
TimeoutStopSec=20s
UMask=0077
LimitNOFILE=65536
LimitCORE=0
TasksMax=4096
MemoryMax=${unit.memory}
OOMPolicy=stop
${unit.data === null ? '' : `ReadWritePaths=${unit.data}\n`}ProtectSystem=strict
ProtectHome=${/^\/(home|root)\//.test(root) ? 'read-only' : 'yes'}
PrivateTmp=yes
PrivateDevices=yes
NoNewPrivileges=yes
CapabilityBoundingSet=
AmbientCapabilities=
ProtectClock=yes
ProtectControlGroups=yes
ProtectHostname=yes
ProtectKernelLogs=yes
ProtectKernelModules=yes
ProtectKernelTunables=yes
ProtectProc=invisible
IPAddressDeny=any
IPAddressAllow=localhost
RestrictAddressFamilies=AF_INET AF_INET6 AF_UNIX AF_NETLINK
RestrictNamespaces=yes
RestrictRealtime=yes
RestrictSUIDSGID=yes
LockPersonality=yes
${unit.makesCode ? '' : 'MemoryDenyWriteExecute=yes\n'}SystemCallArchitectures=native
SystemCallFilter=@system-service
SystemCallErrorNumber=EPERM

[Install]
WantedBy=multi-user.target
`;
